// What every kind of relay can do, whatever protocol it speaks.

import type { News } from '#core/base/emitter.ts';
import type { Stop } from '#core/base/scope.ts';

/** Why a socket is over: `lost` may be tried again soon, `refused` only much later. */
export type SocketEnd = { readonly is: 'lost' } | { readonly is: 'refused'; readonly reason: string };

/** One open socket to a relay. It never mends itself: whoever opened it notices `onClose` and opens another. */
export interface RelaySocket {
  /** Sends and forgets. Texts are already sealed. */
  publish(topic: string, text: string): void;
  /** One handler for each topic of a socket. */
  subscribe(topic: string, handler: (text: string) => void): Stop;
  /** Asks for a sign of life. May stay unanswered for ever: the caller limits the time. Rejects when it is known to be dead. */
  probe(): Promise<void>;
  /** Hears nothing from here on, lets what was published go out, then closes. Safe to repeat. */
  close(): void;
  /** Once, and not after `close()`. */
  readonly onClose: News<SocketEnd>;
  /** Anything at all came from the relay. */
  readonly onHeard: News<void>;
  /** The relay asks us to send less. */
  readonly onSlowDown: News<void>;
}

export interface RelayDriver {
  /** Rejects with `refusedError` when the relay turns us away, with 'AbortError' when `signal` is aborted first, and else when it cannot be reached. */
  open(url: string, signal: AbortSignal): Promise<RelaySocket>;
}

/** The part of WebSocket that the drivers use. */
export interface SocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

/** Opens a WebSocket; throws for an address that it cannot take. */
export type OpenSocket = (url: string) => SocketLike;

/** The error of an `open` that was given up. */
export const abortError = (): DOMException => new DOMException('given up', 'AbortError');

const refusedName = 'RefusedError';

/** The error of an `open` that the relay turned down; `reason` is a short word for the screen. */
export const refusedError = (reason: string): Error => Object.assign(new Error(reason), { name: refusedName });

/** What an `open` that rejected means for the relay. */
export const endOf = (error: unknown): SocketEnd =>
  error instanceof Error && error.name === refusedName ? { is: 'refused', reason: error.message } : { is: 'lost' };
