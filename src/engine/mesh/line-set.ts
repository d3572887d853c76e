// Owns the transceivers of one connection: the fixed media lines, and what is sent on each.

import type { RtcPort } from '#core/ports/rtc.ts';
import { encodingFor, limitFirstPicture, type CameraLimits } from './camera-limits.ts';
import { mediaLines, planCodecs, type LocalTracks, type MediaPlace } from './media-lines.ts';

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
  const encoding = () =>
    encodingFor(isFirstPicture ? limitFirstPicture(limits) : limits, current.camera?.getSettings() ?? {});
  const limit = async (): Promise<void> => {
    const sender = lineOf('camera')?.sender;
    const parameters = sender?.getParameters();
    // Not negotiated yet.
    if (!sender || !parameters?.encodings?.length) return;
    parameters.encodings = parameters.encodings.map((each) => ({ ...each, ...encoding() }));
    // A sender whose connection is closing refuses; it sends nothing any more.
    await sender.setParameters(parameters).catch(() => {});
  };
  return {
    limitCamera: (next) => {
      limits = next;
      return limit();
    },
    sendFullSize: () => {
      isFirstPicture = false;
      return limit();
    },
    make: () => {
      if (pc.getTransceivers().length > 0) return;
      for (const { place, kind } of mediaLines) {
        const sendEncodings = place === 'camera' ? [encoding()] : [];
        const line = pc.addTransceiver(kind, { direction: 'sendrecv', streams: [streamOf(place)], sendEncodings });
        const codecs = planCodecs(rtc.sendCodecs(kind));
        if (codecs.length > 0) line.setCodecPreferences?.(codecs);
        if (current[place]) void line.sender.replaceTrack(current[place]);
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
      void limit();
    },
    setTrack: async (place, track) => {
      current[place] = track;
      await lineOf(place)
        ?.sender.replaceTrack(track)
        .catch(() => {});
      // Another camera may have another size.
      if (place === 'camera' && track) await limit();
    },
    receivedTrack: (place) => lineOf(place)?.receiver.track,
  };
};
