// What a call is given, and what belongs together in it.

import type { Log } from '#core/base/log.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { EncodePort } from '#core/ports/encode.ts';
import type { ForwardPort } from '#core/ports/forward.ts';
import type { Rendezvous } from '#core/ports/link.ts';
import type { MediaPort } from '#core/ports/media.ts';
import type { NetPort } from '#core/ports/net.ts';
import type { PressurePort } from '#core/ports/pressure.ts';
import type { RtcPort } from '#core/ports/rtc.ts';
import type { StorePort } from '#core/ports/store.ts';
import type { LocalMediaModel } from '#engine/media/local-media.ts';
import type { IceServers } from '#engine/mesh/ice-plan.ts';
import type { LoadLadders } from '#engine/mesh/relief.ts';
import type { Identity } from '#engine/security/identity.ts';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Feature } from './api.ts';
import type { DataUseModel } from './data-use.ts';
import type { HelpingModel } from './helping.ts';
import type { Roster } from './roster.ts';

export interface CallOptions {
  readonly identity: Identity;
  /** Random for this page load and call; the rendezvous announces the same. */
  readonly instance: string;
  /** RoomKeys.bindingId. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly rendezvous: Rendezvous;
  readonly rtc: RtcPort;
  readonly forward: ForwardPort;
  /** Undefined where each connection is to encode for itself. */
  readonly encode?: EncodePort | undefined;
  readonly pressure?: PressurePort | undefined;
  readonly media: MediaPort;
  readonly clock: ClockPort;
  readonly store: StorePort;
  readonly net: NetPort;
  readonly log: Log;
  /** Servers for finding paths, and whether to hide behind them; may change at any time. */
  readonly ice: ReadonlySignal<IceServers>;
  /** The app's version, told to others. */
  readonly app: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- features of all kinds stand in one list
  readonly features: readonly Feature<any>[];
  readonly isInAnotherWindow: ReadonlySignal<boolean>;
  readonly loadLadders?: LoadLadders;
}

/** What belongs together from the green room to the end. */
export interface CallParts {
  readonly name: ReadonlySignal<string>;
  readonly roster: Roster;
  readonly localMedia: LocalMediaModel;
  readonly dataUse: DataUseModel;
  readonly helping: HelpingModel;
  /** How long we have been in the call. */
  readonly inCallMs: () => number;
}
