import { expect, test } from 'vitest';
import { forgetSent } from '#engine/mesh/forget-sent.ts';

const trackWith = (contentHint: string | undefined): MediaStreamTrack => {
  const track = {
    readyState: 'live',
    ...(contentHint !== undefined && { contentHint }),
    clone: () => trackWith(contentHint),
    stop: () => void (track.readyState = 'ended'),
  };
  return track as unknown as MediaStreamTrack;
};

const senderOf = (track: MediaStreamTrack | null, isRefusing = false) => {
  const sent: (MediaStreamTrack | null)[] = [];
  const replaceTrack = async (next: MediaStreamTrack | null): Promise<void> => {
    if (isRefusing) throw new DOMException('', 'InvalidStateError');
    sent.push(next);
  };
  return { sender: { track, replaceTrack }, sent };
};

test.each([
  ['camera', '', 'detail'],
  ['camera', 'motion', 'detail'],
  ['screen', 'motion', 'detail'],
  ['screen', 'text', 'motion'],
  ['screen', '', 'motion'],
] as const)('a %s with the hint "%s" is for a moment one with "%s"', async (place, hint, other) => {
  const track = trackWith(hint);
  const { sender, sent } = senderOf(track);
  await forgetSent(sender, place, () => track);
  expect(sent.map((each) => each?.contentHint)).toEqual([other, hint]);
  expect(sent[1]).toBe(track);
  // A copy that goes on would keep the camera on.
  expect(sent.map((each) => each?.readyState)).toEqual(['ended', 'live']);
});

test('without word of another, what was sent before is sent again', async () => {
  const track = trackWith('');
  const { sender, sent } = senderOf(track);
  await forgetSent(sender, 'screen');
  expect(sent.at(-1)).toBe(track);
});

test('who has changed the camera meanwhile sends the new one', async () => {
  const next = trackWith('motion');
  const { sender, sent } = senderOf(trackWith(''));
  await forgetSent(sender, 'camera', () => next);
  expect(sent.at(-1)).toBe(next);
});

test('nothing happens without a picture, nor in a browser that knows no hints; one that refuses is let be', async () => {
  for (const track of [null, trackWith(undefined)]) {
    const { sender, sent } = senderOf(track);
    await forgetSent(sender, 'camera', () => track);
    expect(sent).toEqual([]);
  }
  const { sender } = senderOf(trackWith(''), true);
  await expect(forgetSent(sender, 'camera')).resolves.toBeUndefined();
});
