// Our connection to a carrier, and what goes over it to whoever is at the other end: keys first, then sealed texts.

import { createEmitter, type News } from '#core/base/emitter.ts';
import { createScope } from '#core/base/scope.ts';
import { createLater } from '#core/base/timers.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { aliveText } from '#core/wire/call-messages.ts';
import { carriedTextLength } from '#core/wire/carry-messages.ts';
import { limits } from '#core/wire/limits.ts';
import type { Candidate } from '#core/wire/signal.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import { newSession, type WireEnds, type Wired } from '#engine/mesh/attempt.ts';
import type { Connection } from '#engine/mesh/connection.ts';
import type { Heard } from '#engine/mesh/peer.ts';
import { createKeyExchange, type CarriedKeys, type KeyExchange } from '#engine/security/carried-keys.ts';
import { gatherCandidates } from './gather-candidates.ts';

export interface LegOptions {
  readonly carrier: PersonId;
  readonly connection: Connection;
  readonly clock: ClockPort;
  /** RoomKeys.bindingId. */
  readonly room: Uint8Array<ArrayBuffer>;
  /** Page loads of both ends: the hello names them. */
  readonly instance: string;
  readonly otherInstance: string;
  sendOffer(leg: string, sdp: string): void;
  sendCandidates(leg: string, candidates: readonly Candidate[]): void;
}

export interface Leg extends Disposable {
  readonly id: string;
  readonly carrier: PersonId;
  readonly connection: Connection;
  takeAnswer(sdp: string): void;
  takeCandidates(candidates: readonly Candidate[]): void;
  /** Both ends have each other's key. Again when the other end made its leg anew. */
  readonly onWired: News<Wired>;
  readonly onMessage: News<Heard>;
  readonly onBroke: News<void>;
  /** False while there is no other end. */
  send(text: string): boolean;
}

/** Until the other end is heard: what is said before the carrier has joined the two legs is lost. */
const repeatKeyMs = 400;
/** The other end makes its leg anew now and then; whoever sends keys in a loop makes us work for nothing. */
const maxExchanges = 8;
const keyMark = 'key ';
/** A carrier that passes nothing on keeps its connections up all the same: only the other end's word shows that it does. */
const aliveEveryMs = 1_000;
/** Longer than the connection to a carrier may be silent before it is looked for: there it is found out sooner, and mended. */
const maxSilentMs = 4_000;

/** What both ends have in common since the other's key came. */
interface Talk {
  readonly theirKey: string;
  readonly keys: CarriedKeys;
  readonly wired: Wired;
}

/** Offers at once. */
export const createLeg = (options: LegOptions): Leg => {
  const { connection, clock, carrier } = options;
  const scope = createScope();
  const later = createLater(scope, clock.after);
  const id = newSession();
  const onWired = createEmitter<Wired>();
  const onMessage = createEmitter<Heard>();
  const onBroke = createEmitter<void>();
  const mayPass = createTokenBucket({ perSecond: limits.controlPerSecond, burst: limits.controlBurst });
  let exchange: KeyExchange | undefined;
  let talk: Talk | undefined;
  let theirKey: string | undefined;
  let exchanges = 0;
  /** When the other end was last heard, once it has said that it says so: an older app does not. */
  let aliveAtMs: number | undefined;
  let hearing: Promise<void> = Promise.resolve();
  let saying: Promise<void> = Promise.resolve();

  const sayOn = (own: Talk | undefined, text: string): boolean => {
    if (!own || talk !== own || !connection.isOpen()) return false;
    saying = saying.then(async () => {
      const sealed = await own.keys.seal(text);
      if (talk === own && sealed.length <= carriedTextLength) connection.send(sealed);
    });
    return true;
  };

  const sendKey = (): void => void (exchange && connection.send(`${keyMark}${exchange.publicKey}`));

  const repeatKey = (): void => {
    if (scope.signal.aborted || talk) return;
    sendKey();
    later(repeatKeyMs, repeatKey);
  };

  /** The two ends as the signed hello names them: the page load is part of it, so that no other one can take its place. */
  const endsOf = (own: string, their: string): WireEnds => ({
    local: `${options.instance} ${own}`,
    remote: `${options.otherInstance} ${their}`,
    isCarried: true,
  });

  const takeKey = async (key: string): Promise<void> => {
    if (!exchange || key === talk?.theirKey || exchanges >= maxExchanges) return;
    exchanges += 1;
    const { publicKey } = exchange;
    const keys = await exchange.agree(key, options.room);
    if (!keys || scope.signal.aborted || theirKey !== key) return;
    // Before the first sealed text: they may not have had ours yet.
    sendKey();
    const own: Talk = {
      theirKey: key,
      keys,
      wired: {
        descriptions: () => endsOf(publicKey, key),
        isCurrent: () => talk === own && !scope.signal.aborted,
        send: (text) => sayOn(own, text),
      },
    };
    talk = own;
    // Another key is no other app: a carrier could stop the watch with one.
    if (aliveAtMs !== undefined) aliveAtMs = clock.nowMs();
    onWired.emit(own.wired);
  };

  const hear = async (data: string): Promise<void> => {
    if (data.startsWith(keyMark)) {
      theirKey = data.slice(keyMark.length);
      return takeKey(theirKey);
    }
    const own = talk;
    const text = await own?.keys.open(data);
    if (!own || text === undefined || talk !== own) return;
    if (text === aliveText || aliveAtMs !== undefined) aliveAtMs = clock.nowMs();
    if (text !== aliveText) onMessage.emit({ wired: own.wired, data: text });
  };

  let beatMs = clock.nowMs();
  const beat = (): void => {
    sayOn(talk, aliveText);
    // While this page stood still it heard nobody, whoever spoke.
    const lateMs = clock.nowMs() - beatMs - aliveEveryMs;
    if (aliveAtMs !== undefined && lateMs > aliveEveryMs) aliveAtMs += lateMs;
    beatMs = clock.nowMs();
    if (aliveAtMs !== undefined && clock.nowMs() - aliveAtMs >= maxSilentMs) onBroke.emit();
    later(aliveEveryMs, beat);
  };

  const begin = async (): Promise<void> => {
    exchange = await createKeyExchange();
    if (scope.signal.aborted || !connection.isOpen()) return;
    if (theirKey !== undefined) await takeKey(theirKey);
    repeatKey();
  };

  scope.use(connection);
  scope.add(connection.onOpen.on(repeatKey));
  scope.add(
    connection.onMessage.on((data) => {
      if (typeof data !== 'string' || data.length > carriedTextLength || !mayPass(clock.nowMs())) return;
      hearing = hearing.then(() => hear(data)).catch(() => {});
    }),
  );
  scope.add(
    connection.onTransport.on((state) => {
      if (state === 'disconnected' || state === 'failed' || state === 'closed') onBroke.emit();
    }),
  );
  scope.add(gatherCandidates(connection, clock, (candidates) => options.sendCandidates(id, candidates)));
  scope.add(() => void (talk = undefined));
  later(aliveEveryMs, beat);
  void begin().catch(() => onBroke.emit());
  void connection.offer().then(
    (sdp) => !scope.signal.aborted && options.sendOffer(id, sdp),
    () => onBroke.emit(),
  );
  return {
    id,
    carrier,
    connection,
    takeAnswer: (sdp) => void connection.accept(sdp).catch(() => onBroke.emit()),
    takeCandidates: (candidates) => void connection.addCandidates(candidates),
    onWired,
    onMessage,
    onBroke,
    send: (text) => sayOn(talk, text),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
