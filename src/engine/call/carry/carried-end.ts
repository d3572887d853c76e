// Our end of a pair that somebody else carries: decides with carry-step.ts, makes the legs, shows a peer.

import { reasonOf, type Log } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import { createScope, type Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link } from '#core/ports/link.ts';
import type { VisitName } from '#core/wire/call-messages.ts';
import type { Candidate } from '#core/wire/signal.ts';
import type { Connection } from '#engine/mesh/connection.ts';
import type { LinkEnd, LinkEndOptions } from '#engine/signaling/link-end.ts';
import { wrapSignal } from '#engine/call/conversation.ts';
import type { CarriedPeer } from './carried-people.ts';
import { createCarriedPeer, type CarriedPeerModel } from './carried-peer.ts';
import {
  firstCarryState,
  noCarryState,
  stepCarry,
  type CarryContext,
  type CarryEvent,
  type EndReason,
} from './carry-step.ts';
import { createLeg, type Leg } from './leg.ts';
import { createSignalWay } from './signal-way.ts';

export interface CarriedEndOptions {
  readonly visit: VisitName;
  /** Since when they are not connected. */
  readonly sinceMs: number;
  readonly instance: string;
  /** RoomKeys.bindingId. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly clock: ClockPort;
  readonly log: Log;
  readonly context: () => CarryContext;
  /** With our tracks; throws when the browser refuses another connection. */
  readonly createConnection: () => Connection;
  /** To the carrier. */
  send(to: PersonId, type: 'carry-please' | 'carry-candidates' | 'carry-end', body: unknown): void;
  /** A way for the signaling of the direct connection. */
  addLink(link: Link): void;
  createLinkEnd(options: LinkEndOptions): LinkEnd;
  /** The peer is there, and nothing is known of it yet. */
  onPeer(peer: CarriedPeer): void;
  /** The peer is no more. */
  onPeerGone(peer: CarriedPeer): void;
}

export interface CarriedEnd extends Disposable {
  /** Time has passed, or what `context` gives has changed. */
  look(): void;
  asked(carrier: PersonId): void;
  /** A message of `carrier` about the leg; false when it is none of ours. */
  takeAnswer(carrier: PersonId, leg: string, sdp: string): boolean;
  takeCandidates(carrier: PersonId, leg: string, candidates: readonly Candidate[]): boolean;
  takeEnd(carrier: PersonId, leg: string, why: string): boolean;
  /** Not connected to us any more. */
  carrierGone(carrier: PersonId): void;
  /** Nothing under way and nothing remembered. */
  isIdle(): boolean;
}

const saidNo = new Set(['unwilling', 'busy']);

/** Does nothing before it is looked at. */
export const createCarriedEnd = (options: CarriedEndOptions): CarriedEnd => {
  const { visit, clock, log } = options;
  const scope = createScope();
  let state = firstCarryState(options.sinceMs);
  let leg: Leg | undefined;
  let own: CarriedPeerModel | undefined;
  let stopLeg: Stop = () => {};

  const way = createSignalWay({
    visit,
    clock,
    addLink: options.addLink,
    createLinkEnd: options.createLinkEnd,
    canSend: () => state.now.is === 'carried',
    send: (text) => void own?.peer.send(wrapSignal(text)),
  });

  const dropLeg = (isTold: boolean): void => {
    const old = leg;
    leg = undefined;
    if (!old) return;
    if (isTold) options.send(old.carrier, 'carry-end', { leg: old.id, why: 'over' });
    stopLeg();
    old[Symbol.dispose]();
  };

  const ensurePeer = (): CarriedPeerModel => {
    if (own) return own;
    own = createCarriedPeer({
      ...options,
      leg: () => leg,
      onAccepted: () => dispatch({ is: 'proved' }),
      onRefused: () => ended('unsafe'),
      onLeft: () => over('left'),
      onSignal: way.receive,
    });
    options.onPeer(own.peer);
    return own;
  };

  const ask = (carrier: PersonId): void => {
    dropLeg(true);
    let connection: Connection;
    try {
      connection = options.createConnection();
    } catch (error) {
      return log.warn('no-leg', { reason: reasonOf(error) });
    }
    const next = createLeg({
      ...options,
      carrier,
      connection,
      otherInstance: visit[1],
      sendOffer: (id, sdp) => options.send(carrier, 'carry-please', { leg: id, with: visit, sdp }),
      sendCandidates: (id, candidates) => options.send(carrier, 'carry-candidates', { leg: id, candidates }),
    });
    leg = next;
    stopLeg = next.onBroke.on(() => ended('failed'));
    ensurePeer().hear(next);
  };

  const over = (why: 'left' | 'lost'): void => {
    const gone = own;
    own = undefined;
    gone?.end(why);
    if (why === 'left') state = noCarryState;
    dropLeg(true);
    way.close();
    if (gone) options.onPeerGone(gone.peer);
  };

  const dispatch = (event: CarryEvent): void => {
    if (scope.signal.aborted) return;
    const before = state.now.is;
    const { state: next, effects } = stepCarry(state, event, options.context());
    state = next;
    if (next.now.is !== before) log.info(`carry-${next.now.is}`);
    for (const effect of effects) {
      if (effect.do === 'ask') ask(effect.carrier);
      else over('lost');
    }
    own?.show(state.now);
    way.look();
  };

  const ended = (why: EndReason): void => {
    if (leg) dispatch({ is: 'ended', carrier: leg.carrier, why });
  };

  const ours = (carrier: PersonId, id: string): Leg | undefined =>
    leg?.id === id && leg.carrier === carrier ? leg : undefined;

  scope.add(() => over('lost'));
  return {
    look: () => dispatch({ is: 'look' }),
    asked: (carrier) => dispatch({ is: 'asked', carrier }),
    takeAnswer: (carrier, id, sdp) => {
      ours(carrier, id)?.takeAnswer(sdp);
      return ours(carrier, id) !== undefined;
    },
    takeCandidates: (carrier, id, candidates) => {
      ours(carrier, id)?.takeCandidates(candidates);
      return ours(carrier, id) !== undefined;
    },
    takeEnd: (carrier, id, why) => {
      if (!ours(carrier, id)) return false;
      ended(saidNo.has(why) ? 'refused' : 'failed');
      return true;
    },
    carrierGone: (carrier) => {
      if (leg?.carrier === carrier) ended('failed');
    },
    isIdle: () => state.now.is === 'direct',
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
