// A Nostr relay (NIP-01) over WebSocket: ephemeral events, of which relays keep nothing.

import { createEvent, subscribe as nostrRequest } from '@trystero-p2p/nostr';
import type { OpenSocket, RelayDriver, RelaySocket, SocketLike } from './relay-driver.ts';
import { readNostrMessage, type NostrMessage, type NostrVerdict } from './nostr-messages.ts';
import { createSocketLife, isSocketOpen, openWebSocket, type SocketLife } from './socket-life.ts';

type SignEvent = (topic: string, text: string) => Promise<string>;

/** How many signed events are kept: one announcement goes to all relays at once, and signing takes milliseconds. */
const keptEvents = 8;

/** Signs each text once, however many relays it goes to. */
const createEventSigner = (): SignEvent => {
  const kept = new Map<string, Promise<string>>();
  return (topic, text) => {
    const key = `${topic} ${text}`;
    const event = kept.get(key) ?? createEvent(topic, text);
    kept.set(key, event);
    const [oldest] = kept.keys();
    if (kept.size > keptEvents && oldest !== undefined) kept.delete(oldest);
    return event;
  };
};

/**
 * The filter that `createEvent`'s events pass. Trystero asks for events `since` now; relays apply that to live events
 * too, so that a person whose clock is behind was never heard. One stored event at most, for relays that keep some.
 */
const filterFor = (topic: string): unknown => {
  const [, , filter] = JSON.parse(nostrRequest('', topic)) as [string, string, { kinds: number[] }];
  return { kinds: filter.kinds, '#x': [topic], limit: 1 };
};

interface Probe {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What one socket waits for, by subscription id. */
interface Ledger {
  readonly handlers: Map<string, (text: string) => void>;
  readonly probes: Map<string, Probe>;
}

const applyVerdict = (verdict: NostrVerdict, life: SocketLife): void => {
  if (verdict.is === 'slow-down') life.onSlowDown.emit();
  else if (verdict.is === 'refused') life.end(verdict);
};

const receive = (message: NostrMessage, { handlers, probes }: Ledger, life: SocketLife): void => {
  switch (message.is) {
    case 'event':
      return handlers.get(message.subscription)?.(message.content);
    case 'eose':
      return probes.get(message.subscription)?.resolve();
    case 'verdict':
      return applyVerdict(message.verdict, life);
    case 'closed': {
      applyVerdict(message.verdict, life);
      // An answer is an answer. A topic that the relay doesn't serve any more needs a new socket, later.
      const probe = probes.get(message.subscription);
      if (probe) probe.resolve();
      else if (handlers.has(message.subscription)) life.end({ is: 'lost' });
      return;
    }
    case 'other':
  }
};

/** Publishes in the background; `settled` resolves when nothing is being signed any more. */
const createOutbox = (socket: SocketLike, sign: SignEvent) => {
  const pending = new Set<Promise<void>>();
  return {
    publish: (topic: string, text: string): void => {
      const sent = sign(topic, text).then(
        (event) => {
          if (isSocketOpen(socket)) socket.send(event);
        },
        () => {},
      );
      pending.add(sent);
      void sent.then(() => pending.delete(sent));
    },
    settled: (): Promise<unknown> => Promise.allSettled(pending),
  };
};

const createNostrSocket = (socket: SocketLike, sign: SignEvent): RelaySocket => {
  const ledger: Ledger = { handlers: new Map(), probes: new Map() };
  const outbox = createOutbox(socket, sign);
  let lastId = 0;
  const send = (...message: readonly unknown[]): void => {
    if (isSocketOpen(socket)) socket.send(JSON.stringify(message));
  };
  const life = createSocketLife(() => {
    ledger.handlers.clear();
    for (const probe of ledger.probes.values()) probe.reject(new Error('socket closed'));
    // Last words are being signed: they go out first.
    void outbox.settled().then(() => socket.close());
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
      if (!life.isOver) outbox.publish(topic, text);
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

/** Makes the driver for all Nostr relays of one rendezvous. */
export const createNostrDriver = (openSocket: OpenSocket): RelayDriver => {
  const sign = createEventSigner();
  let isWarm = false;
  return {
    open: async (url, signal) => {
      const socket = await openWebSocket(openSocket, url, signal);
      // The first signature takes twice as long as the others: made in the green room, it doesn't delay joining.
      if (!isWarm) void sign('', '').catch(() => {});
      isWarm = true;
      return createNostrSocket(socket, sign);
    },
  };
};
