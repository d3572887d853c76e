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
 * The codecs to negotiate, VP8 first: its receiver reads key or delta from the payload, which encode-once relies on
 * (FACTS.md). Of each only the first that the browser names: the other profiles are hardly used, and make descriptions of
 * 11 KB, which every join has to send through a relay and which take the browser longer to read. Empty when the browser
 * doesn't tell: then its own order stays.
 */
export const planCodecs = (codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] => {
  const names = codecs.map(({ mimeType }) => mimeType.toLowerCase());
  const wanted = codecs.filter(
    ({ mimeType }, index) => !unwanted.test(mimeType) && names.indexOf(names[index] ?? '') === index,
  );
  const isVp8 = ({ mimeType }: RTCRtpCodec): boolean => mimeType.toLowerCase() === 'video/vp8';
  return [...wanted.filter(isVp8), ...wanted.filter((codec) => !isVp8(codec))];
};
