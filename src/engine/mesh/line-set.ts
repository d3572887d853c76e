// Owns the transceivers of one connection: the fixed media lines, and what is sent on each.

import type { RtcPort } from '#core/ports/rtc.ts';
import { mediaLines, planCodecs, type LocalTracks, type MediaPlace } from './media-lines.ts';

export interface LineSet {
  /** Makes the lines of an offer, once. */
  make(): void;
  /** The lines that the other's offer made are ours to send on, too. */
  take(): Promise<void>;
  setTrack(place: MediaPlace, track: MediaStreamTrack | null): Promise<void>;
  receivedTrack(place: MediaPlace): MediaStreamTrack | undefined;
}

export interface LineStreams {
  readonly person: MediaStream;
  readonly screen: MediaStream;
}

/** `streams` groups microphone and camera, and screen and its sound, so that the receiver keeps them in step. */
export const createLineSet = (
  pc: RTCPeerConnection,
  rtc: RtcPort,
  tracks: LocalTracks,
  streams: LineStreams,
): LineSet => {
  const current: Record<MediaPlace, MediaStreamTrack | null> = { ...tracks };
  const streamOf = (place: MediaPlace): MediaStream =>
    place === 'screen' || place === 'screen-sound' ? streams.screen : streams.person;
  const lineOf = (place: MediaPlace): RTCRtpTransceiver | undefined =>
    pc.getTransceivers()[mediaLines.findIndex((line) => line.place === place)];
  return {
    make: () => {
      if (pc.getTransceivers().length > 0) return;
      for (const { place, kind } of mediaLines) {
        const line = pc.addTransceiver(kind, { direction: 'sendrecv', streams: [streamOf(place)] });
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
    },
    setTrack: async (place, track) => {
      current[place] = track;
      await lineOf(place)
        ?.sender.replaceTrack(track)
        .catch(() => {});
    },
    receivedTrack: (place) => lineOf(place)?.receiver.track,
  };
};
