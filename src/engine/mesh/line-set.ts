// Owns the transceivers of one connection: the fixed media lines, and what is sent on each.

import type { RtcPort } from '#core/ports/rtc.ts';
import { createArrivalMeter } from './arrival-meter.ts';
import { encodingFor, limitFirstPicture, type CameraLimits } from './camera-limits.ts';
import { mediaLines, planCodecs, type LocalTracks, type MediaPlace } from './media-lines.ts';
import { planScreen, screenSound, type Sending } from './sending.ts';

export interface LineSet {
  /** Makes the lines of an offer, once. */
  make(): void;
  /** The lines that the other's offer made are ours to send on, too. */
  take(): void;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): Promise<void>;
  /** How large the camera is sent from now on. */
  limitCamera(limits: CameraLimits): Promise<void>;
  /** The first pictures are small, to be there soon; from here on they are as large as the limits say. */
  sendFullSize(): Promise<void>;
  receivedTrack(place: MediaPlace): MediaStreamTrack | undefined;
  /** How loud their microphone arrives, 0 to 1; to be read ten times a second. */
  loudness(nowMs: number): number;
}

export interface LineStreams {
  readonly person: MediaStream;
  readonly screen: MediaStream;
}

export interface LineOptions {
  readonly rtc: RtcPort;
  readonly tracks: LocalTracks;
  /** Groups microphone and camera, and screen and its sound, so that the receiver keeps them in step. */
  readonly streams: LineStreams;
  readonly cameraLimits: CameraLimits;
}

/** No lines yet. */
export const createLineSet = (pc: RTCPeerConnection, { rtc, tracks, streams, cameraLimits }: LineOptions): LineSet => {
  let limits = cameraLimits;
  let isFirstPicture = true;
  const current: Record<MediaPlace, MediaStreamTrack | null> = { ...tracks };
  const streamOf = (place: MediaPlace): MediaStream =>
    place === 'screen' || place === 'screen-sound' ? streams.screen : streams.person;
  const lineOf = (place: MediaPlace): RTCRtpTransceiver | undefined =>
    pc.getTransceivers()[mediaLines.findIndex((line) => line.place === place)];
  const camera = (): Sending => ({
    encoding: encodingFor(isFirstPicture ? limitFirstPicture(limits) : limits, current.camera?.getSettings() ?? {}),
  });
  const plans: Readonly<Record<MediaPlace, () => Sending | undefined>> = {
    microphone: () => undefined,
    camera,
    screen: () => planScreen(current.screen?.contentHint),
    'screen-sound': () => screenSound,
  };
  const tune = async (place: MediaPlace): Promise<void> => {
    const plan = plans[place]();
    const sender = lineOf(place)?.sender;
    const parameters = plan && sender?.getParameters();
    // Not negotiated yet.
    if (!plan || !sender || !parameters?.encodings?.length) return;
    parameters.encodings = parameters.encodings.map((each) => ({ ...each, ...plan.encoding }));
    if (plan.preference) parameters.degradationPreference = plan.preference;
    // A sender whose connection is closing refuses; it sends nothing any more.
    await sender.setParameters(parameters).catch(() => {});
  };
  return {
    limitCamera: (next) => {
      limits = next;
      return tune('camera');
    },
    sendFullSize: () => {
      isFirstPicture = false;
      return tune('camera');
    },
    make: () => {
      if (pc.getTransceivers().length > 0) return;
      for (const { place, kind } of mediaLines) {
        const plan = plans[place]();
        const sendEncodings = plan ? [plan.encoding] : [];
        const line = pc.addTransceiver(kind, { direction: 'sendrecv', streams: [streamOf(place)], sendEncodings });
        const codecs = planCodecs(rtc.sendCodecs(kind));
        if (codecs.length > 0) line.setCodecPreferences?.(codecs);
        if (!current[place]) continue;
        void line.sender.replaceTrack(current[place]);
        // What cannot be said above.
        if (plan?.preference) void tune(place);
      }
    },
    take: () => {
      for (const { place } of mediaLines) {
        const line = lineOf(place);
        if (!line) continue;
        line.direction = 'sendrecv';
        line.sender.setStreams?.(streamOf(place));
        // Not waited for: the browser does one thing after the other on a connection, and the answer comes next.
        void line.sender.replaceTrack(current[place]).catch(() => {});
      }
      for (const { place } of mediaLines) void tune(place);
    },
    setTrack: async (place, track) => {
      current[place] = track;
      await lineOf(place)
        ?.sender.replaceTrack(track)
        .catch(() => {});
      // Another camera may have another size, another screen another content.
      if (track) await tune(place);
    },
    receivedTrack: (place) => lineOf(place)?.receiver.track,
    loudness: createArrivalMeter(() => lineOf('microphone')?.receiver.getSynchronizationSources?.() ?? []),
  };
};
