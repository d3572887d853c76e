// How a shared screen is sent: whole, however many people there are, because what cannot be read is worth nothing.

/** What a sender is told for one line. */
export interface Sending {
  readonly encoding: Pick<RTCRtpEncodingParameters, 'maxBitrate' | 'maxFramerate' | 'scaleResolutionDownBy'>;
  /** What suffers first when the path or the processor cannot carry it; the browser's own choice where absent. */
  readonly preference?: RTCDegradationPreference;
}

/**
 * By the track's `contentHint` (W3C mst-content-hint). A page of text is a key frame of some 200 KB at 1080p and little
 * after it; a film needs its pictures a second more than each dot.
 */
export const planScreen = (hint: string | undefined): Sending =>
  hint === 'motion'
    ? {
        encoding: { maxBitrate: 2_500_000, maxFramerate: 30, scaleResolutionDownBy: 1 },
        preference: 'maintain-framerate',
      }
    : {
        encoding: { maxBitrate: 2_000_000, maxFramerate: 15, scaleResolutionDownBy: 1 },
        preference: 'maintain-resolution',
      };

/** A film's sound is music: Opus spends only some 32 kbit/s when it is not told otherwise. */
export const screenSound: Sending = { encoding: { maxBitrate: 96_000 } };
