import { describe, expect, test } from 'vitest';
import {
  createPacketCutter,
  isNews,
  planDelivery,
  relayFaults,
  replayTo,
  slowMs,
  type RelayFault,
} from '../../lab/relay-faults.ts';

const message = Buffer.from('["EVENT","sub",{"content":"hello"}]');

const delivered = (fault: RelayFault | null, isOfPeople = true, count = 0) =>
  planDelivery(fault, message, { isNews: isOfPeople, count });

describe('what a bad relay delivers', () => {
  test('a good one delivers once and at once', () => {
    expect(delivered(null)).toEqual([{ afterMs: 0, data: message }]);
  });

  test.each(['dead', 'silent'] as const)('%s: nothing', (fault) => expect(delivered(fault)).toEqual([]));

  test('slow: late', () => expect(delivered('slow')).toEqual([{ afterMs: slowMs, data: message }]));

  test.each(['duplicates', 'replays'] as const)('%s: again and again, but never its own words', (fault) => {
    expect(delivered(fault).length).toBeGreaterThan(1);
    expect(delivered(fault, false)).toHaveLength(1);
  });

  test('reorders: the first comes after the second', () => {
    const [first, second] = [delivered('reorders', true, 0), delivered('reorders', true, 1)];
    expect(first[0]?.afterMs).toBeGreaterThan(second[0]?.afterMs ?? Infinity);
  });

  test('garbage: nothing of what was said', () => {
    for (let count = 0; count < 10; count += 1) {
      for (const { data } of delivered('garbage', true, count)) expect(data.equals(message)).toBe(false);
    }
  });

  test('whatever it is, what a relay does is decided', () => {
    for (const fault of relayFaults) expect(Array.isArray(delivered(fault))).toBe(true);
  });
});

describe('old messages for newcomers', () => {
  test('Nostr: under the subscription of the newcomer', () => {
    const question = Buffer.from('["REQ","mine",{"kinds":[20000]}]');
    expect(replayTo('nostr', message, question)?.toString()).toBe('["EVENT","mine",{"content":"hello"}]');
    expect(replayTo('nostr', message, message)).toBeUndefined();
  });

  test('MQTT: as they were, to whoever subscribes', () => {
    const published = Buffer.from([0x30, 3, 0, 1, 0x61]);
    expect(replayTo('mqtt', published, Buffer.from([0x82, 0]))).toBe(published);
    expect(replayTo('mqtt', published, Buffer.from([0x10, 0]))).toBeUndefined();
  });
});

test('news is what people say, not what the relay says', () => {
  expect(isNews('nostr', message)).toBe(true);
  expect(isNews('nostr', Buffer.from('["EOSE","sub"]'))).toBe(false);
  expect(isNews('mqtt', Buffer.from([0x30, 0]))).toBe(true);
  expect(isNews('mqtt', Buffer.from([0x20, 2, 0, 0]))).toBe(false);
  expect(isNews('torrent', Buffer.from('{"action":"announce","offer_id":"x"}'))).toBe(true);
  expect(isNews('torrent', Buffer.from('{"action":"announce","interval":10}'))).toBe(false);
});

test('MQTT is cut into packets wherever the stream was cut', () => {
  const long = Buffer.concat([Buffer.from([0x30, 0xc8, 0x01]), Buffer.alloc(200, 7)]);
  const stream = Buffer.concat([Buffer.from([0x20, 2, 0, 0]), long, Buffer.from([0xd0, 0])]);
  for (let size = 1; size < stream.length; size += 5) {
    const cut = createPacketCutter();
    const packets: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) packets.push(...cut(stream.subarray(at, at + size)));
    expect(packets.map(({ length }) => length)).toEqual([4, 203, 2]);
  }
});
