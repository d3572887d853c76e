// Passing on what comes from one person to another, without decoding pictures for it.

import type { Stop } from '#core/base/scope.ts';

/** One connection whose media is passed on, or to which something is passed on. */
export interface ForwardEnd extends Disposable {
  /**
   * From now on what comes here goes out on `other`, line by line, the lines in their order in both. Pictures begin at a
   * key frame, which is asked for.
   */
  sendTo(other: ForwardEnd): Stop;
}

export interface Forwarder extends Disposable {
  /** Takes a new connection, before it has any description. */
  add(connection: RTCPeerConnection): ForwardEnd;
}

export interface ForwardPort {
  /** False where the browser cannot: then nobody is carried. */
  readonly canForward: boolean;
  /** Rejects where what it needs could not be loaded. */
  open(): Promise<Forwarder>;
  /** On a battery that is nearly empty; false where that is not known. */
  isBatteryLow(): Promise<boolean>;
}
