// Owns the transceivers of one connection: the fixed media lines, and what is sent on each.

import type { RtcPort } from '#core/ports/rtc.ts';
import { encodingFor, type CameraLimits } from './camera-limits.ts';
import { mediaLines, planCodecs, type LocalTracks, type MediaPlace } from './media-lines.ts';

export interface LineSet {
  /** Makes the lines of an offer, once. */
  make(): void;
  /** The lines that the other's offer made are ours to send on, too. */
  take(): Promise<void>;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): Promise<void>;
  /** How large the camera is sent from now on. */
  limitCamera(limits: CameraLimits): Promise<void>;
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
  const current: Record<MediaPlace, MediaStreamTrack | null> = { ...tracks };
  const streamOf = (place: MediaPlace): MediaStream =>
    place === 'screen' || place === 'screen-sound' ? streams.screen : streams.person;
  const lineOf = (place: MediaPlace): RTCRtpTransceiver | undefined =>
    pc.getTransceivers()[mediaLines.findIndex((line) => line.place === place)];
  const encoding = () => encodingFor(limits, current.camera?.getSettings() ?? {});
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
    take: async () => {
      const taking = mediaLines.map(async ({ place }) => {
        const line = lineOf(place);
        if (!line) return;
        line.direction = 'sendrecv';
        line.sender.setStreams?.(streamOf(place));
        await line.sender.replaceTrack(current[place]);
      });
      await Promise.all(taking);
      await limit();
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
