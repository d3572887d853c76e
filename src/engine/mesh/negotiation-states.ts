// What the connection to one person can be, what can happen to it, and what must be done then: the words of negotiation.ts.

import type { ErrorCode } from '#core/base/errors.ts';

export type NegotiationState =
  /** Nobody to send to: all links are closed, or the last attempt was given up for a while. */
  | { readonly is: 'waiting'; readonly sinceMs: number; readonly failures: number }
  /** Our offer is out. */
  | {
      readonly is: 'calling';
      readonly session: string;
      readonly sinceMs: number;
      readonly sent: number;
      readonly failures: number;
    }
  /** Descriptions are exchanged; ICE, DTLS and SCTP are at work. */
  | {
      readonly is: 'connecting';
      readonly session: string;
      readonly sinceMs: number;
      readonly failures: number;
      /** Relays (TURN) are asked as well: no direct path was found in good time. */
      readonly isWidened?: boolean;
    }
  /** The channel is open; the other's hello is awaited. */
  | { readonly is: 'greeting'; readonly session: string; readonly sinceMs: number; readonly failures: number }
  | {
      readonly is: 'connected';
      readonly session: string;
      readonly sinceMs: number;
      /** A call that went out while the path was broken, and may be answered yet: then they gave the path up. */
      readonly beside?: string;
    }
  /** The path broke; new ones are tried in the same session. */
  | {
      readonly is: 'reconnecting';
      readonly session: string;
      /** When something last came. */
      readonly sinceMs: number;
      /** When a new path was last looked for. */
      readonly restartedMs: number;
      /** Silent for so long, while we can be reached, that it is more than a bad moment. */
      readonly isAway: boolean;
      /** The session of the call that we have out beside, where no new path can be found in this one. */
      readonly beside?: string;
      /** A call beside was made anew, for the network that was found. */
      readonly isRenewed?: boolean;
    }
  /** Nothing more is tried: they left, can't be found any more, or are not who they say. */
  | { readonly is: 'over'; readonly why: OverReason };

export type OverReason = 'left' | 'lost' | Extract<ErrorCode, 'security/wrong-identity' | 'wire/old-app'>;

export type NegotiationEvent =
  | { readonly is: 'link-opened' }
  /** `silentMs`: it was kept, because the path worked; by now nothing has come for so long. */
  | { readonly is: 'offer'; readonly session: string; readonly silentMs?: number }
  | { readonly is: 'answer'; readonly session: string }
  /** They took our open offer; its connection is in place. */
  | { readonly is: 'open-offer-answered'; readonly session: string }
  | { readonly is: 'transport'; readonly session: string; readonly transport: 'connected' | 'disconnected' | 'failed' }
  | { readonly is: 'channel-opened'; readonly session: string }
  /** Nothing came for so long, whatever the transport says. */
  | { readonly is: 'quiet'; readonly session: string; readonly forMs: number }
  /** Something came. */
  | { readonly is: 'heard'; readonly session: string }
  | { readonly is: 'hello-accepted' }
  | { readonly is: 'hello-refused'; readonly why: Extract<OverReason, 'security/wrong-identity' | 'wire/old-app'> }
  | { readonly is: 'broke'; readonly session: string }
  | { readonly is: 'bye' }
  /** This device has another network: the old addresses may be dead. */
  | { readonly is: 'network-changed' }
  /**
   * Signaling that could not go out a moment ago can now: a relay is there. `isBack`: it was there before, so the network
   * was away or is another.
   */
  | { readonly is: 'way-opened'; readonly isBack: boolean }
  | { readonly is: 'tick' };

export type NegotiationEffect =
  /** Take a connection, make an offer in a session of this name and send it. */
  | { readonly do: 'call'; readonly session: string }
  | { readonly do: 'repeat-offer' }
  | { readonly do: 'repeat-answer' }
  /** Drop what there is, answer the offer on a new connection. */
  | { readonly do: 'answer' }
  /** Answer on the connection that there is. */
  | { readonly do: 'renegotiate' }
  | { readonly do: 'accept-answer' }
  | { readonly do: 'greet' }
  | { readonly do: 'restart-ice' }
  /** As `call`, and what there is stays until the other end has answered: it may come back by itself. */
  | { readonly do: 'call-beside'; readonly session: string }
  /** The call beside takes the place of what there is. */
  | { readonly do: 'adopt-beside' }
  | { readonly do: 'drop-beside' }
  /** What waits for a path is too old when there is one. */
  | { readonly do: 'hold-pictures' }
  /** They are begun anew: what was lost on the way keeps those that came after it from being shown. */
  | { readonly do: 'resume-pictures' }
  /** From the next restart on, TURN servers are asked as well. */
  | { readonly do: 'allow-relays' }
  | { readonly do: 'drop' };

export interface NegotiationContext {
  readonly nowMs: number;
  /** Gives way when both call at once; exactly one of the two, by name. */
  readonly isPolite: boolean;
  /**
   * Our offer was the first of the session: the other one of the two was called. Whoever called proposes new paths first,
   * and gives way where the other does as well (docs/decisions/024).
   */
  readonly isCaller: boolean;
  /** A new path can be found in the session that is there (connection.ts). */
  readonly canRestart: boolean;
  /** What we have offered tells no address by which we are reached from outside: it was put together without a network. */
  readonly isOutdated: boolean;
  /** Something can be sent to them at this moment. */
  readonly hasLink: boolean;
  /** Somebody whose links are all closed, and not only shut because our network is gone, is not there any more. */
  readonly isLinked: boolean;
  /** A TURN server is known, which may be asked where there is no direct path. */
  readonly hasTurn: boolean;
  /** Somebody else, or a relay, hears us: a silence is not our own network's. */
  readonly isReachable: boolean;
  /** A name for a new session. */
  readonly newSession: () => string;
}

export interface Step {
  readonly state: NegotiationState;
  readonly effects: readonly NegotiationEffect[];
}

export const to = (state: NegotiationState, ...effects: readonly NegotiationEffect[]): Step => ({ state, effects });
