// The fixed media lines of every connection (DESIGN D1): made once and known by their place, so that muting, sharing and
// switching devices never renegotiate, and no metadata message can come late.

export const mediaLines = [
  { place: 'microphone', kind: 'audio' },
  { place: 'camera', kind: 'video' },
  { place: 'screen', kind: 'video' },
  { place: 'screen-sound', kind: 'audio' },
] as const;

export type MediaPlace = (typeof mediaLines)[number]['place'];

/** What is sent on each line; null where there is nothing to send. */
export type LocalTracks = Readonly<Record<MediaPlace, MediaStreamTrack | null>>;

export const noTracks: LocalTracks = { microphone: null, camera: null, screen: null, 'screen-sound': null };

/** Codecs that no call of ours uses; leaving them out makes the offer a third shorter. */
const unwanted = /\/(CN|PCMU|PCMA|G722|telephone-event|ulpfec|flexfec-03|red)$/i;

/**
 * The codecs to negotiate, VP8 first: its receiver reads key or delta from the payload, which encode-once relies on
 * (FACTS.md). Empty when the browser doesn't tell: then its own order stays.
 */
export const planCodecs = (codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] => {
  const wanted = codecs.filter(({ mimeType }) => !unwanted.test(mimeType));
  const isVp8 = ({ mimeType }: RTCRtpCodec): boolean => mimeType.toLowerCase() === 'video/vp8';
  return [...wanted.filter(isVp8), ...wanted.filter((codec) => !isVp8(codec))];
};
