// What the composition root gives to the screens.

import type { ReadonlySignal } from '@preact/signals-core';
import type { AppError } from '#core/base/errors.ts';
import type { RoomSecret } from '#core/base/ids.ts';
import type { Log } from '#core/base/log.ts';
import type { Result } from '#core/base/result.ts';
import type { Stop } from '#core/base/scope.ts';
import type { Call } from '#engine/call/api.ts';
import type { IceServers } from '#engine/mesh/ice-plan.ts';
import type { IceServerConfig } from '#engine/signaling/instance-config.ts';
import type { RelayCount } from '#engine/signaling/probe-relays.ts';
import type { RoomLink } from '#engine/signaling/room-link.ts';
import type { PresencePorts } from '#core/ports/presence.ts';
import type { ScreenPorts } from '#screens/ports/screen-ports.ts';
import type { Prefs } from '#screens/prefs/prefs.ts';
import type { Installer } from '#shell/pwa/install.ts';

export interface AppDeps {
  readonly instanceName: string;
  /** Problems found at start: unusable fields of starling.json (config/invalid, details.field). */
  readonly problems: readonly AppError[];
  /** Why no call is possible here at all: app/insecure-origin, app/no-webrtc, app/old-browser. */
  readonly obstacle: AppError | undefined;
  /** Servers for finding paths, of starling.json. Without it, none. */
  readonly iceServers?: readonly IceServerConfig[];
  /** Makes the call of a room, in the green room state. One at a time: the old one is disposed of before. */
  openCall(link: RoomLink, ice: ReadonlySignal<IceServers>): Promise<Call>;
  createRoomSecret(): RoomSecret;
  parseRoomLink(text: string): Result<RoomLink, AppError>;
  formatRoomHash(link: RoomLink): string;
  /** Held while in a call, so that updates wait. */
  holdCallLock(): Stop;
  /** What screens need of the browser. Without it nothing sounds and no speaker can be chosen. */
  createScreenPorts?(prefs: Prefs, ice: ReadonlySignal<IceServers>): ScreenPorts & Disposable;
  /** What the system hears of a call. Without it, nothing. */
  readonly presence?: PresencePorts;
  /** Asks each configured relay for a sign of life; over at once when `signal` is aborted. Without it, nothing is said of relays. */
  probeRelays?(signal: AbortSignal): Promise<RelayCount>;
  /** A camera for reading codes; whoever gets the stream stops its tracks. Codes: media/denied, media/in-use, media/missing, media/unknown. */
  openRearCamera?(): Promise<Result<MediaStream, AppError>>;
  /** Without it, installing is never offered. */
  readonly installer?: Pick<Installer, 'canInstall' | 'install'>;
  /** Empties what the engine keeps on this device: identity, name, devices. Never rejects. */
  clearStore?(): Promise<void>;
  readonly log: Log;
}
