import { expect, test } from 'vitest';
import { mediaLines, planCodecs } from '#engine/mesh/media-lines.ts';

const codec = (mimeType: string): RTCRtpCodec => ({ mimeType, clockRate: 90_000 });

// Their order is the protocol: a line is known by its place.
test('the media lines stand where every version of the app looks for them', () => {
  expect(mediaLines.map(({ place, kind }) => `${place} ${kind}`)).toEqual([
    'microphone audio',
    'camera video',
    'screen video',
    'screen-sound audio',
  ]);
});

test('VP8 comes first, the rest stays in the browser’s order', () => {
  const browser = ['video/H264', 'video/rtx', 'video/vp8', 'video/red', 'video/AV1'];
  expect(planCodecs(browser.map(codec)).map(({ mimeType }) => mimeType)).toEqual([
    'video/vp8',
    'video/H264',
    'video/rtx',
    'video/red',
    'video/AV1',
  ]);
});

test('of the many profiles of a codec only the first is negotiated', () => {
  const profiles = ['42e01f', '42001f', '640034'].map((profile) => ({ ...codec('video/H264'), sdpFmtpLine: profile }));
  expect(planCodecs([...profiles, codec('video/VP8'), codec('video/rtx')])).toEqual([
    codec('video/VP8'),
    profiles[0],
    codec('video/rtx'),
  ]);
});

test('sound that no call uses is left out', () => {
  expect(planCodecs(['audio/opus', 'audio/CN', 'audio/PCMU', 'audio/telephone-event'].map(codec))).toEqual([
    codec('audio/opus'),
  ]);
});

test('RED comes before Opus where the browser has it: that is what turns it on', () => {
  expect(planCodecs(['audio/opus', 'audio/red', 'audio/G722'].map(codec))).toEqual([
    codec('audio/red'),
    codec('audio/opus'),
  ]);
  // The pictures' own RED stays where it is.
  expect(planCodecs(['video/VP8', 'video/red', 'video/ulpfec'].map(codec))[0]).toEqual(codec('video/VP8'));
});

test('a browser that tells nothing keeps its own order', () => {
  expect(planCodecs([])).toEqual([]);
});
