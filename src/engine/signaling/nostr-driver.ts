// A Nostr relay (NIP-01) over WebSocket: ephemeral events, of which relays keep nothing.

import type { ClockPort } from '#core/ports/clock.ts';
import type { OpenSocket, RelayDriver, RelaySocket, SocketEnd, SocketLike } from './relay-driver.ts';
import { createNostrSigner, kindOf } from './nostr-event.ts';
import { readNostrMessage, type NostrMessage, type NostrVerdict } from './nostr-messages.ts';
import { createSocketLife, isSocketOpen, openWebSocket, type SocketLife } from './socket-life.ts';

/** `aheadMs`: what the clock is put forward by. */
type SignEvent = (topic: string, text: string, aheadMs: number) => string;

/** How many signed events are kept: one announcement goes to all relays at once. */
const keptEvents = 8;
/** Between two points that are computed in advance: the page has other things to do. */
const prepareEveryMs = { soon: 20, later: 400 };
/** After a signature: a join is going on, and it comes first. */
const prepareAgainMs = 2_000;

/** Signs each text once, however many relays it goes to, and stays ready to sign. */
const createEventSigner = (clock: ClockPort): { readonly sign: SignEvent; readonly warm: () => void } => {
  const signer = createNostrSigner();
  const kept = new Map<string, string>();
  let stopTimer: (() => void) | undefined;
  const warmIn = (ms: number): void => {
    stopTimer?.();
    stopTimer = clock.after(ms, () => {
      stopTimer = undefined;
      const next = signer.prepare();
      if (next !== 'enough') warmIn(prepareEveryMs[next]);
    });
  };
  return {
    sign: (topic, text, aheadMs) => {
      const key = `${aheadMs} ${topic} ${text}`;
      const event = kept.get(key) ?? signer.sign(topic, text, clock.dateMs() + aheadMs);
      kept.set(key, event);
      const [oldest] = kept.keys();
      if (kept.size > keptEvents && oldest !== undefined) kept.delete(oldest);
      warmIn(prepareAgainMs);
      return event;
    },
    warm: () => {
      if (!stopTimer) warmIn(prepareEveryMs.soon);
    },
  };
};

/**
 * The filter that the events of a topic pass. Not `since` now: relays apply that to live events too, so that a person
 * whose clock is behind was never heard. One stored event at most, for relays that keep some.
 */
const filterFor = (topic: string): unknown => ({ kinds: [kindOf(topic)], '#x': [topic], limit: 1 });

interface Probe {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What one socket waits for, by subscription id. */
interface Ledger {
  readonly handlers: Map<string, (text: string) => void>;
  readonly probes: Map<string, Probe>;
  /** What becomes of it when the relay finds our clock wrong. */
  readonly endOfWrongTime: () => SocketEnd;
}

const applyVerdict = (verdict: NostrVerdict, { endOfWrongTime }: Ledger, life: SocketLife): void => {
  if (verdict.is === 'slow-down') life.onSlowDown.emit();
  else if (verdict.is === 'refused') life.end(verdict);
  else if (verdict.is === 'wrong-time') life.end(endOfWrongTime());
};

const receive = (message: NostrMessage, ledger: Ledger, life: SocketLife): void => {
  const { handlers, probes } = ledger;
  switch (message.is) {
    case 'event':
      return handlers.get(message.subscription)?.(message.content);
    case 'eose':
      return probes.get(message.subscription)?.resolve();
    case 'verdict':
      return applyVerdict(message.verdict, ledger, life);
    case 'closed': {
      applyVerdict(message.verdict, ledger, life);
      // An answer is an answer. A topic that the relay doesn't serve any more needs a new socket, later.
      const probe = probes.get(message.subscription);
      if (probe) probe.resolve();
      else if (handlers.has(message.subscription)) life.end({ is: 'lost' });
      return;
    }
    case 'other':
  }
};

const createNostrSocket = (
  socket: SocketLike,
  sign: (topic: string, text: string) => string,
  endOfWrongTime: Ledger['endOfWrongTime'],
): RelaySocket => {
  const ledger: Ledger = { handlers: new Map(), probes: new Map(), endOfWrongTime };
  let lastId = 0;
  const send = (...message: readonly unknown[]): void => {
    if (isSocketOpen(socket)) socket.send(JSON.stringify(message));
  };
  const life = createSocketLife(() => {
    ledger.handlers.clear();
    for (const probe of ledger.probes.values()) probe.reject(new Error('socket closed'));
    socket.close();
  });
  socket.onmessage = ({ data }) => {
    if (life.isOver) return;
    life.onHeard.emit();
    receive(readNostrMessage(data), ledger, life);
  };
  socket.onclose = () => life.end({ is: 'lost' });
  socket.onerror = () => life.end({ is: 'lost' });
  return {
    publish: (topic, text) => {
      if (!life.isOver && isSocketOpen(socket)) socket.send(sign(topic, text));
    },
    subscribe: (topic, handler) => {
      const id = `s${++lastId}`;
      ledger.handlers.set(id, handler);
      send('REQ', id, filterFor(topic));
      return () => {
        if (ledger.handlers.delete(id)) send('CLOSE', id);
      };
    },
    probe: () => {
      const id = `p${++lastId}`;
      const answered = new Promise<void>((resolve, reject) => {
        if (life.isOver || !isSocketOpen(socket)) return reject(new Error('socket closed'));
        ledger.probes.set(id, { resolve, reject });
        // Asks for one event of a kind and a topic that nobody uses: the answer is the end of an empty list.
        send('REQ', id, { kinds: [20_000], '#x': ['starling-probe'], limit: 1 });
      });
      const forget = (): void => {
        if (ledger.probes.delete(id)) send('CLOSE', id);
      };
      void answered.then(forget, forget);
      return answered;
    },
    close: life.close,
    onClose: life.onClose,
    onHeard: life.onHeard,
    onSlowDown: life.onSlowDown,
  };
};

/**
 * Makes the driver for all Nostr relays of one rendezvous. `hostAheadMs`: by how much the clock of the page's host is ahead of
 * ours, where that is known. It is gone by for a relay that finds ours wrong, and for no other: that relay's may be wrong, too.
 */
export const createNostrDriver = (openSocket: OpenSocket, clock: ClockPort, hostAheadMs = 0): RelayDriver => {
  const { sign, warm } = createEventSigner(clock);
  const aheadOf = new Map<string, number>();
  return {
    open: async (url, signal) => {
      const socket = await openWebSocket(openSocket, url, signal);
      warm();
      const aheadMs = aheadOf.get(url) ?? 0;
      const endOfWrongTime = (): SocketEnd => {
        const isTried = aheadMs !== 0 || hostAheadMs === 0;
        aheadOf.set(url, isTried ? 0 : hostAheadMs);
        return isTried ? { is: 'refused', reason: 'invalid' } : { is: 'lost' };
      };
      return createNostrSocket(socket, (topic, text) => sign(topic, text, aheadMs), endOfWrongTime);
    },
  };
};
