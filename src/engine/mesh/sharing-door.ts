// The part of encoding once for everybody that is always there: loads the rest when two others are connected.

import { reasonOf, type Log } from '#core/base/log.ts';
import type { Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { EncodePort } from '#core/ports/encode.ts';
import type { PressurePort } from '#core/ports/pressure.ts';
import type { ReadonlySignal } from '@preact/signals-core';
import type { CameraLimits } from './camera-limits.ts';
import type { Connection } from './connection.ts';
import type { LocalTracks } from './media-lines.ts';
import type { NegotiationState } from './negotiation-states.ts';
import type { Sharing } from './sharing.ts';

/** Somebody to whom our pictures go. */
export interface Sharable {
  readonly state: ReadonlySignal<NegotiationState>;
  connection(): Connection | undefined;
}

export interface SharingOptions<P extends Sharable> {
  readonly encode: EncodePort;
  readonly pressure?: PressurePort | undefined;
  readonly clock: ClockPort;
  readonly log: Log;
  readonly peers: () => readonly P[];
  readonly tracks: () => LocalTracks;
  /** What of the camera would go to somebody if nothing were in its way, where it costs no encoder of its own. */
  readonly meantFor: (peer: P) => CameraLimits;
  /** What is left of `meant`. */
  readonly limit: (meant: CameraLimits, peer: P) => CameraLimits;
}

/** To be called twice a second. What shares, once there is anything to share. */
export const createSharingDoor = <P extends Sharable>(
  options: SharingOptions<P>,
  scope: Scope,
): (() => Sharing | undefined) => {
  let sharing: Sharing | undefined;
  let isAsked = !options.encode.isPossible();
  // Where it can't be had, offline with an old cache, each connection goes on as it is.
  return () => {
    sharing?.look();
    if (isAsked || options.peers().length < 2) return sharing;
    isAsked = true;
    import('./sharing.ts').then(
      ({ createSharing }) => {
        sharing = scope.use(createSharing(options));
      },
      (error: unknown) => options.log.warn('sharing-missing', { reason: reasonOf(error) }),
    );
    return sharing;
  };
};
