// The carrier's end of one leg: answers the offer of whoever is carried.

import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { ForwardEnd, Forwarder } from '#core/ports/forward.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import { carriedTextLength } from '#core/wire/carry-messages.ts';
import type { Candidate } from '#core/wire/signal.ts';
import { createConnection, type Connection } from '#engine/mesh/connection.ts';
import type { IcePlan } from '#engine/mesh/ice-plan.ts';
import { noTracks } from '#engine/mesh/media-lines.ts';
import { gatherCandidates } from './gather-candidates.ts';

/** What a leg is made of, at whichever end. */
export interface LegPorts {
  readonly rtc: RtcPort;
  readonly ice: () => IcePlan;
  readonly media: Pick<MediaPort, 'createStream'>;
  readonly clock: ClockPort;
  readonly log: Log;
}

export interface CarrierLegOptions extends LegPorts {
  readonly id: string;
  /** Of whoever is carried. */
  readonly offer: string;
  readonly forwarder: Promise<Forwarder>;
  /** To whoever is carried. */
  send(type: 'carry-answer' | 'carry-candidates', body: unknown): void;
  onOpen(): void;
  onBroke(): void;
}

export interface CarrierLeg extends Disposable {
  readonly id: string;
  isOpen(): boolean;
  addCandidates(candidates: readonly Candidate[]): void;
  /** Calls `handler` for each text of theirs that is short enough. */
  onText(handler: (text: string) => void): Stop;
  send(text: string): void;
  readonly forward: () => ForwardEnd | undefined;
  /** From now on what comes here goes out there. */
  sendMediaTo(other: CarrierLeg): Stop;
}

/** What goes out is somebody else's picture, as they made it: it is not scaled here, and only this bounds it. */
const passedLimits = { maxHeight: 720, maxFramerate: 60, maxBitrateBps: 2_500_000 };
/** Candidates that come while the connection is being made. */
const maxEarly = 80;

/** Answers as soon as it can. */
export const createCarrierLeg = (options: CarrierLegOptions): CarrierLeg => {
  const { id, clock, log } = options;
  const scope = createScope();
  const early: Candidate[] = [];
  let connection: Connection | undefined;
  let forward: ForwardEnd | undefined;

  const open = (forwarder: Forwarder): Connection => {
    const streams = { person: options.media.createStream([]), screen: options.media.createStream([]) };
    const rtc: RtcPort = {
      ...options.rtc,
      create: (configuration) => {
        const created = options.rtc.create(configuration);
        // Before anything is described: later, no frame of it would be seen (FACTS.md).
        forward = scope.use(forwarder.add(created));
        return created;
      },
    };
    const { ice } = options;
    return createConnection({ rtc, ice, tracks: noTracks, streams, cameraLimits: passedLimits });
  };

  const begin = async (): Promise<void> => {
    const forwarder = await options.forwarder;
    if (scope.signal.aborted) return;
    const opened = scope.use(open(forwarder));
    connection = opened;
    void opened.sendFullSize();
    scope.add(opened.onOpen.on(options.onOpen));
    scope.add(
      opened.onTransport.on((state) => {
        if (state === 'disconnected' || state === 'failed' || state === 'closed') options.onBroke();
      }),
    );
    scope.add(
      gatherCandidates(opened, clock, (candidates) => options.send('carry-candidates', { leg: id, candidates })),
    );
    const sdp = await opened.answer(options.offer);
    if (scope.signal.aborted) return;
    options.send('carry-answer', { leg: id, sdp });
    void opened.addCandidates(early.splice(0));
  };

  begin().catch((error: unknown) => {
    log.warn('carry-failed', { reason: reasonOf(error) });
    if (!scope.signal.aborted) options.onBroke();
  });
  return {
    id,
    isOpen: () => connection?.isOpen() ?? false,
    addCandidates: (candidates) => {
      if (connection) void connection.addCandidates(candidates);
      else if (early.length < maxEarly) early.push(...candidates);
    },
    onText: (handler) =>
      connection?.onMessage.on((data) => {
        if (typeof data === 'string' && data.length <= carriedTextLength) handler(data);
      }) ?? (() => {}),
    send: (text) => void connection?.send(text),
    forward: () => forward,
    sendMediaTo: (other) => {
      const to = other.forward();
      return (to && forward?.sendTo(to)) ?? (() => {});
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
