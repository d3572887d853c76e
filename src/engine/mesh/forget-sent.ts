// What a sender keeps of the pictures that it has sent.

import type { PicturePlace } from '#core/ports/encode.ts';

/** Chromium takes a camera for one even without a hint, a screen only with this one (W3C mst-content-hint). */
const isFilm = (place: PicturePlace, hint: string): boolean => hint === 'motion' || (place === 'camera' && hint === '');

/**
 * Nothing that was sent before is sent again. A browser tries out what a path carries with packets that it has sent (libwebrtc,
 * `RtpPacketHistory`), of before a break as well, because what is old is thrown away only when something new is sent. A
 * receiver that had no picture for ten seconds learns its clock anew from the first that comes (`TimestampExtrapolator`): from
 * one that is twenty seconds old it takes all that follow for twenty seconds early, and shows none for three (laboratory,
 * `cut-20`: one in eight).
 *
 * Chromium makes the part that remembers anew when a film becomes a page or a page a film (`WebRtcVideoSendStream`,
 * `is_screencast`); numbers and times go on. To be called while the sender is off, so that the other kind of picture is never
 * encoded. `current`: what is to be sent after it; without it, what was sent before. Where the browser knows no hints, nothing
 * happens. A sender whose connection is closing refuses, which is no harm.
 */
export const forgetSent = async (
  sender: Pick<RTCRtpSender, 'track' | 'replaceTrack'>,
  place: PicturePlace,
  current?: () => MediaStreamTrack | null,
): Promise<void> => {
  const { track } = sender;
  if (!track || !('contentHint' in track)) return;
  const other = track.clone();
  other.contentHint = isFilm(place, track.contentHint) ? 'detail' : 'motion';
  await sender.replaceTrack(other).catch(() => {});
  await sender.replaceTrack(current ? current() : track).catch(() => {});
  other.stop();
};
