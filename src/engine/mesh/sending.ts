// How everything but the camera is sent: sound before all pictures, and a shared screen whole, however many people there
// are, because what cannot be read is worth nothing.

/** What a sender is told for one line. */
export interface Sending {
  readonly encoding: Pick<
    RTCRtpEncodingParameters,
    'active' | 'maxBitrate' | 'maxFramerate' | 'scaleResolutionDownBy' | 'priority' | 'networkPriority'
  >;
  /** What suffers first when the path or the processor cannot carry it; the browser's own choice where absent. */
  readonly preference?: RTCDegradationPreference;
}

/**
 * By the track's `contentHint` (W3C mst-content-hint). A page of text is a key frame of some 200 KB at 1080p and little
 * after it; a film needs its pictures a second more than each dot. What nobody looks at is not encoded.
 */
export const planScreen = (hint: string | undefined, active = true): Sending =>
  hint === 'motion'
    ? {
        encoding: { active, maxBitrate: 2_500_000, maxFramerate: 30, scaleResolutionDownBy: 1 },
        preference: 'maintain-framerate',
      }
    : {
        encoding: { active, maxBitrate: 2_000_000, maxFramerate: 15, scaleResolutionDownBy: 1 },
        preference: 'maintain-resolution',
      };

/**
 * W3C webrtc-priority: four times the share of a picture, whose priority stays the standard's "low"; and where browser and
 * system mark packets (RFC 8837), routers that look at the mark let sound pass first. Browsers ignore what they don't know.
 */
const first = { priority: 'high', networkPriority: 'high' } as const;

/** Opus decides for itself how many bits a voice takes, some 32 kbit/s. */
export const voice: Sending = { encoding: first };

/** A film's sound is music: Opus spends only some 32 kbit/s when it is not told otherwise. */
export const screenSound: Sending = { encoding: { ...first, maxBitrate: 96_000 } };
