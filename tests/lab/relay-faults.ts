// What a bad relay does with what it has to deliver. Pure.

import type { Network } from '../e2e/harness/relays.ts';

export const relayFaults = [
  'dead',
  'silent',
  'slow',
  'duplicates',
  'reorders',
  'replays',
  'garbage',
  'closes',
] as const;

/**
 * `dead`: refuses connections. `silent`: accepts them and never says a word. `slow`: every answer takes 3 s.
 * `duplicates`, `reorders`, `replays` (old messages again and again, to newcomers as well), `garbage` (nothing else),
 * `closes`: every connection after 2 s.
 */
export type RelayFault = (typeof relayFaults)[number];

export const slowMs = 3_000;
export const closesAfterMs = 2_000;
const heldBackMs = 300;
const repeatedAfterMs = [0, 500];
const replayedAfterMs = [2_000, 10_000];

export interface Delivery {
  readonly afterMs: number;
  readonly data: Buffer;
}

const now = (data: Buffer): Delivery => ({ afterMs: 0, data });

/** Text that is none, JSON that means nothing, JSON that nearly means something, and plain noise. */
const garbage: readonly Buffer[] = [
  '\u0000\u{fffd}[[[',
  'null',
  '{"action":"announce","offer":{"type":"offer","sdp":"v=0"},"offer_id":7}',
  '["EVENT","x",{"content":{}}]',
  '["EOSE"]',
  '0'.repeat(10_000),
].map((text) => Buffer.from(text));

/**
 * What a client gets in place of the `count`th message to it (from 0). `isNews`: what one person says to another, which may
 * be repeated; not the relay's own words, whose order is part of its protocol.
 */
export const planDelivery = (
  fault: RelayFault | null,
  data: Buffer,
  { isNews, count }: { readonly isNews: boolean; readonly count: number },
): readonly Delivery[] => {
  switch (fault) {
    case null:
    case 'closes':
      return [now(data)];
    case 'dead':
    case 'silent':
      return [];
    case 'slow':
      return [{ afterMs: slowMs, data }];
    case 'duplicates':
      return isNews ? [now(data), ...repeatedAfterMs.map((afterMs) => ({ afterMs, data }))] : [now(data)];
    case 'reorders':
      return [{ afterMs: isNews && count % 2 === 0 ? heldBackMs : 0, data }];
    case 'replays':
      return isNews ? [now(data), ...replayedAfterMs.map((afterMs) => ({ afterMs, data }))] : [now(data)];
    case 'garbage':
      return [now(garbage[count % garbage.length] ?? Buffer.alloc(0))];
  }
};

/** Whether a message from a relay is what somebody else has said. */
export const isNews = (network: Network, data: Buffer): boolean => {
  // PUBLISH, MQTT 3.1.1 2.2.1.
  if (network === 'mqtt') return (data[0] ?? 0) >> 4 === 3;
  return network === 'nostr' ? data.includes('["EVENT",') : data.includes('"offer_id"');
};

/**
 * An old message as a newcomer would be told it, or undefined where their question makes no sense of it. `question` is what
 * the newcomer has just sent.
 */
export const replayTo = (network: Network, old: Buffer, question: Buffer): Buffer | undefined => {
  // SUBSCRIBE, 3.8.
  if (network === 'mqtt') return (question[0] ?? 0) >> 4 === 8 ? old : undefined;
  if (network !== 'nostr') return undefined;
  const [, subscription] = /^\["REQ","([^"]*)"/.exec(question.toString()) ?? [];
  // Under the newcomer's own subscription (NIP-01); whether it fits its filter is for the newcomer to see.
  return subscription === undefined
    ? undefined
    : Buffer.from(old.toString().replace(/^\["EVENT","[^"]*"/, () => `["EVENT","${subscription}"`));
};

/** Cuts a stream of MQTT into packets (2.2.3: the length is in up to four bytes of seven bits); keeps what is not whole yet. */
export const createPacketCutter = (): ((chunk: Buffer) => Buffer[]) => {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const packets: Buffer[] = [];
    for (let end = packetEnd(rest); end !== undefined; end = packetEnd(rest)) {
      packets.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    return packets;
  };
};

const packetEnd = (bytes: Buffer): number | undefined => {
  let length = 0;
  for (let index = 1; index <= 4; index += 1) {
    const byte = bytes[index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 128 ** (index - 1);
    if (byte < 0x80) return index + 1 + length <= bytes.length ? index + 1 + length : undefined;
  }
  return undefined;
};
