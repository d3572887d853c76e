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

/**
 * Codecs that no call of ours uses. Only sound: Firefox 153 leaves the feedback lines of `red` and `ulpfec` behind when they
 * are taken out, and Chromium then refuses the whole description.
 */
const unwanted = /^audio\/(CN|PCMU|PCMA|G722|telephone-event)$/i;

/**
 * What each kind begins with. VP8: its receiver reads key or delta from the payload, which encode-once relies on (FACTS.md).
 * RED (RFC 2198): with it before Opus, Chromium sends each packet's sound once more in the next packet, on our side and,
 * because an answer keeps the offer's order, on the other (docs/decisions/021). Firefox has none, and stays with Opus.
 */
const preferred = /^(video\/vp8|audio\/red)$/i;

/**
 * The codecs to negotiate, the preferred one first. Of each only the first that the browser names: the other profiles are hardly used, and make descriptions of
 * 11 KB, which every join has to send through a relay and which take the browser longer to read. Empty when the browser
 * doesn't tell: then its own order stays.
 */
export const planCodecs = (codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] => {
  const names = codecs.map(({ mimeType }) => mimeType.toLowerCase());
  const wanted = codecs.filter(
    ({ mimeType }, index) => !unwanted.test(mimeType) && names.indexOf(names[index] ?? '') === index,
  );
  const isPreferred = ({ mimeType }: RTCRtpCodec): boolean => preferred.test(mimeType);
  return [...wanted.filter(isPreferred), ...wanted.filter((codec) => !isPreferred(codec))];
};
