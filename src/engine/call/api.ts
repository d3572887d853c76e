// The only door out of the engine: what features, screens and the shell may know of a call.

import type { AppError } from '#core/base/errors.ts';
import type { Log } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { Scope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Device } from '#core/ports/media.ts';
import type { RelayStatus } from '#core/ports/link.ts';
import type { StorePort } from '#core/ports/store.ts';
import type { Shown, Wish } from '#core/wire/wish-messages.ts';
import type { ReadonlySignal } from '@preact/signals-core';
import type { BaseIssue, BaseSchema } from 'valibot';
import type { CandidateCounts } from '#engine/mesh/candidate-counts.ts';
import type { JournalRecord } from '#engine/mesh/read-journal.ts';
import type { Diagnosis, DiagnosisCode, DiagnosisStep } from './diagnosis.ts';
import type { EncodingReport, PictureEncoding } from './encoding-report.ts';

export type { CandidateCounts, Diagnosis, DiagnosisCode, DiagnosisStep, JournalRecord, Shown, Wish };
export type { EncodingReport, PictureEncoding };

/** `automatic`: what the call can bear. `save-data`: small pictures both ways. `sound-only`: no camera either way; shared screens still come. */
export type DataUse = 'automatic' | 'save-data' | 'sound-only';

/**
 * What becomes of our own camera's picture on the way to most of the others, by itself: smaller or paused, because the path is
 * slow or the processor busy. `full` also where no picture is to be sent.
 */
export type OwnPicture =
  | { readonly is: 'full' }
  | { readonly is: 'smaller'; readonly because: 'path' | 'processor' }
  | { readonly is: 'paused' };

export type CallState =
  | { readonly is: 'green-room' }
  | { readonly is: 'joined'; readonly sinceMs: number }
  | { readonly is: 'ended'; readonly durationMs: number };

/** A microphone or a camera of this device. `off` is the person's wish; `failed` says what happened to it. */
export type CaptureState =
  | { readonly is: 'off' }
  | { readonly is: 'opening' }
  | { readonly is: 'on'; readonly deviceId: string; readonly label: string }
  | { readonly is: 'failed'; readonly error: AppError };

/** What is on the shared screen: a still page that must be sharp, or a film that must be smooth. */
export type ScreenContent = 'text' | 'motion';

/** The own screen, shared with everybody. `failed` is forgotten at the next try; a cancelled choice is no failure. */
export type ScreenState =
  | { readonly is: 'off' }
  | { readonly is: 'choosing' }
  | { readonly is: 'on'; readonly content: ScreenContent; readonly hasSound: boolean }
  | { readonly is: 'failed'; readonly error: AppError };

/** What the browser does to the sound of the microphone. */
export interface SoundProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

export interface LocalMedia {
  readonly microphone: ReadonlySignal<CaptureState>;
  readonly camera: ReadonlySignal<CaptureState>;
  readonly screen: ReadonlySignal<ScreenState>;
  /** False where the browser cannot share a screen (phones): nothing is offered there. */
  readonly canShareScreen: boolean;
  /** The own shared screen, without sound; null when nothing is shared. */
  readonly screenPreview: ReadonlySignal<MediaStream | null>;
  /** The id of the chosen speaker; '' is the system's, also while the chosen one is not there. */
  readonly speaker: ReadonlySignal<string>;
  /** The ids of the devices that the person chose, there or not; '' follows the system. Remembered on this device. */
  readonly chosen: Readonly<Record<'microphone' | 'camera' | 'speaker', ReadonlySignal<string>>>;
  readonly processing: ReadonlySignal<SoundProcessing>;
  /** How loud the own microphone is, 0 to 1 in steps of 0.1, ten times a second; also while muted (see `isTalkingWhileMuted`). */
  readonly level: ReadonlySignal<number>;
  /** From the level, while the microphone is on; with a tail, so that it does not flicker between words. */
  readonly isSpeaking: ReadonlySignal<boolean>;
  /** The microphone is off and the person talks. */
  readonly isTalkingWhileMuted: ReadonlySignal<boolean>;
  /** The microphone is on and gives no sound at all, not even noise, for some seconds: a hardware switch, or the wrong one. */
  readonly isSilent: ReadonlySignal<boolean>;
  /** Which way the camera in use looks; undefined where that is not known. */
  readonly facing: ReadonlySignal<'user' | 'environment' | undefined>;
  /** A device that was plugged in during the call and is not in use; offered once. A speaker, too, also where none can be chosen. */
  readonly offeredDevice: ReadonlySignal<Device | undefined>;
  /** Own picture, without sound; null when the camera is off. */
  readonly preview: ReadonlySignal<MediaStream | null>;
  readonly devices: ReadonlySignal<readonly Device[]>;
  /** Opens (and asks for permission) or mutes. Never rejects: a failure is a state. */
  setMicrophone(isOn: boolean): Promise<void>;
  setCamera(isOn: boolean): Promise<void>;
  /** Chooses a device and switches to it at once where it is in use. '' follows the system's default. Remembered. */
  choose(kind: 'microphone' | 'camera' | 'speaker', deviceId: string): Promise<void>;
  /** Takes or declines `offeredDevice`. */
  answerOffer(isTaken: boolean): Promise<void>;
  /** From the front camera to the rear one and back. */
  flipCamera(): Promise<void>;
  /** Changes some of it, at once where the microphone is open. Remembered. */
  setProcessing(change: Partial<SoundProcessing>): Promise<void>;
  /** Asks the person which screen, window or tab; to be called from a click. Never rejects. */
  shareScreen(content: ScreenContent): Promise<void>;
  /** Changes the kind of what is being shared. */
  setScreenContent(content: ScreenContent): void;
  stopScreen(): void;
}

/** The connection to one person, in the order in which it normally happens. */
export type ConnectionState =
  /** A path for signaling is there; an offer is on its way. */
  | { readonly is: 'calling'; readonly sinceMs: number }
  /** Descriptions are exchanged; a direct path is looked for. */
  | { readonly is: 'connecting'; readonly sinceMs: number }
  /** The channel is open; both prove who they are. */
  | { readonly is: 'greeting'; readonly sinceMs: number }
  | { readonly is: 'connected'; readonly sinceMs: number }
  | { readonly is: 'reconnecting'; readonly sinceMs: number }
  /** Nothing has come from them for some seconds, and it is not our network: they count as gone. Their place is kept for a while. */
  | { readonly is: 'away'; readonly sinceMs: number }
  | { readonly is: 'failed'; readonly error: AppError };

/** How well picture and sound of a person arrive. */
export type ConnectionQuality = 'unknown' | 'good' | 'fair' | 'poor';

/** One way of one medium, over the last seconds. Undefined: not known, or nothing goes this way. */
export interface FlowReport {
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  readonly bitrateBps?: number;
  /** Of the packets, 0 to 1. */
  readonly lossRatio?: number;
  /** Of the sound that was played, what had to be invented, 0 to 1. */
  readonly concealedRatio?: number;
  readonly jitterMs?: number;
  readonly codec?: string;
  /** Why the browser sends less than asked: "bandwidth", "cpu". */
  readonly limitedBy?: string;
}

/** What goes between us and one person. Without addresses. */
export interface PersonReport {
  readonly roundTripMs?: number;
  /** How the two reach each other. */
  readonly path?: 'same-device' | 'local-network' | 'direct' | 'relayed';
  readonly protocol?: 'udp' | 'tcp' | 'tls';
  readonly availableOutgoingBps?: number;
  readonly sent: Readonly<Partial<Record<'microphone' | 'camera' | 'screen', FlowReport>>>;
  readonly received: Readonly<Partial<Record<'microphone' | 'camera' | 'screen', FlowReport>>>;
}

/** Somebody else in the call. */
export interface Participant {
  readonly id: PersonId;
  readonly name: ReadonlySignal<string>;
  readonly connection: ReadonlySignal<ConnectionState>;
  readonly isMicrophoneOn: ReadonlySignal<boolean>;
  readonly isCameraOn: ReadonlySignal<boolean>;
  /** Their camera is on, but what lies between us cannot carry its picture at present; then `isCameraOn` is false. */
  readonly isPicturePaused: ReadonlySignal<boolean>;
  /**
   * Camera and microphone together. It is there a moment before the person has proved who they are, because an element
   * takes a while to begin to play: until then it is silent, and `isCameraOn` is false, so that its picture isn't shown.
   */
  readonly stream: ReadonlySignal<MediaStream | null>;
  /** Their shared screen with its sound; null when they share none. */
  readonly screen: ReadonlySignal<MediaStream | null>;
  readonly screenContent: ReadonlySignal<ScreenContent>;
  /** How loud they are, 0 to 1 in steps of 0.1, ten times a second while connected. */
  readonly level: ReadonlySignal<number>;
  /** From the level, with a tail, so that it does not flicker between words. */
  readonly isSpeaking: ReadonlySignal<boolean>;
  readonly quality: ReadonlySignal<ConnectionQuality>;
  /** How loud we play them, 0 to 1. Ours alone: they are not told. Kept while the call lasts, over their reloads. */
  readonly volume: ReadonlySignal<number>;
  setVolume(volume: number): void;
  /** "Mute for me". */
  readonly isMutedForMe: ReadonlySignal<boolean>;
  setMutedForMe(isMuted: boolean): void;
  /** What is sent and received, measured since the last call of this function (at least a second should lie between); undefined while not connected. Rejects when the code for it can't be had. */
  report(): Promise<PersonReport | undefined>;
  /** Where the way to them stops, and why; undefined while they are connected, and in the first 2 s. */
  readonly diagnosis: ReadonlySignal<Diagnosis | undefined>;
  /** What has happened on the way to them so far, without addresses; undefined when nothing is known. */
  journal(): Promise<JournalRecord | undefined>;
  /** Where this person stands in the order of arrival; smaller came earlier. */
  readonly joinedAtMs: number;
  /** The same device and browser as ours: another window of this very person. */
  readonly isSameDevice: ReadonlySignal<boolean>;
  /** The third person through whom we reach them; undefined where there is a way of our own. */
  readonly carrier: ReadonlySignal<PersonId | undefined>;
}

/** Something to tell the person in passing. */
export type CallNotice =
  | { readonly is: 'arrived' | 'left' | 'lost'; readonly name: string; readonly id: PersonId }
  /** A device of ours was unplugged, and the one of this name has taken its place. */
  | { readonly is: 'replaced'; readonly kind: 'microphone' | 'camera' | 'speaker'; readonly name: string }
  | { readonly is: 'problem'; readonly error: AppError; readonly name: string };

export interface Call extends Disposable {
  readonly selfId: PersonId;
  readonly state: ReadonlySignal<CallState>;
  readonly name: ReadonlySignal<string>;
  /** Cleaned of control and direction characters and cut to 60 characters; remembered on this device. */
  setName(name: string): void;
  readonly media: LocalMedia;
  /** The others, in the order of arrival. */
  readonly people: ReadonlySignal<readonly Participant[]>;
  readonly relays: ReadonlySignal<readonly RelayStatus[]>;
  /** The last notices, newest last; at most 20. */
  readonly notices: ReadonlySignal<readonly (CallNotice & { readonly key: number })[]>;
  /** Who speaks, or spoke last: stays on somebody until another one has clearly taken over. Undefined before anybody spoke. */
  readonly speaker: ReadonlySignal<PersonId | undefined>;
  /** In the green room: names of who is in the call already, as they answered; undefined while nobody has. Empty names are guests. */
  readonly present: ReadonlySignal<readonly { readonly id: PersonId; readonly name: string }[] | undefined>;
  /** How much picture goes and comes. Remembered on this device. */
  readonly dataUse: ReadonlySignal<DataUse>;
  setDataUse(use: DataUse): void;
  readonly ownPicture: ReadonlySignal<OwnPicture>;
  /** What is encoded of our pictures, measured since the last call of this function; for whoever looks at it. Rejects when the code for it can't be had. */
  encoding(): Promise<EncodingReport>;
  /**
   * How somebody's camera and screen are shown here, whenever that may have changed: they send no more than that. What is
   * absent comes as large as the call allows, as it does of whoever was never shown.
   */
  setShown(person: PersonId, shown: Wish): void;
  /** Pairs who cannot reach each other and are with each other through us. */
  readonly carrying: ReadonlySignal<readonly { readonly between: readonly [PersonId, PersonId] }[]>;
  /** Whether we would carry others. Remembered on this device. */
  readonly isHelping: ReadonlySignal<boolean>;
  setHelping(isHelping: boolean): void;
  /** True when the same person already stands in this call in another window of this browser. */
  readonly isInAnotherWindow: ReadonlySignal<boolean>;
  /** The soft limit of people: above it the screen says that the call may get slow. */
  readonly isCrowded: ReadonlySignal<boolean>;
  join(): void;
  leave(): void;
  /** The running feature's model, or undefined when it is broken or unknown. */
  feature<M extends Disposable>(feature: Feature<M>): M | undefined;
  readonly log: Log;
}

/** A valibot schema of any kind. */
export type Schema<T = unknown> = BaseSchema<unknown, T, BaseIssue<unknown>>;

/** A folder that plugs into the call (docs/ARCHITECTURE.md, "A feature"). */
export interface Feature<M extends Disposable> {
  /** Also its name on the wire. */
  readonly id: string;
  /** Announced in hello; a peer without it is not sent to. */
  readonly version: number;
  /** One schema for each message type. What doesn't fit is counted and dropped. */
  readonly messages: Readonly<Record<string, Schema>>;
  start(host: FeatureHost): M;
  /** What somebody who comes later must be told. `load` gets only what passed `schema`. */
  readonly late?: {
    readonly schema: Schema;
    save(model: M): unknown;
    /** Takes over what is new; true when anything was. */
    load(model: M, state: unknown, from: PersonId): boolean;
    /** Short, and the same for two models that would save the same: whoever differs asks. */
    digest(model: M): string;
  };
}

/** A feature whose handlers know the type that each schema yields. */
export const defineFeature = <M extends Disposable>(feature: Feature<M>): Feature<M> => feature;

export interface FeatureHost {
  readonly self: PersonId;
  readonly selfName: ReadonlySignal<string>;
  readonly people: ReadonlySignal<readonly Participant[]>;
  /** Ends with the call. */
  readonly scope: Scope;
  /** To everybody who has the feature, or only to `to`. Dropped for whoever is not connected. */
  send(type: string, body: unknown, to?: PersonId): void;
  /** Gets only what passed the schema of `type`. */
  on<T>(type: string, handler: (body: T, from: PersonId) => void): void;
  readonly clock: ClockPort;
  /** Named after the feature; gone with "forget everything". */
  readonly store: StorePort;
  readonly log: Log;
}
