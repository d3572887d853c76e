import { expect, test } from 'vitest';
import type { Borrower } from '#engine/mesh/line-set.ts';
import { borrowLine } from '#engine/mesh/share-line.ts';

/** A line that notes what is done to its sender and its outlet, in that order. */
const setUp = () => {
  const done: string[] = [];
  const track = { contentHint: 'motion', clone: () => ({ stop: () => {} }) } as unknown as MediaStreamTrack;
  let encodings: RTCRtpEncodingParameters[] = [{ active: true }];
  const sender = {
    getParameters: () => ({ encodings: encodings.map((each) => ({ ...each })) }),
    setParameters: async (parameters: RTCRtpSendParameters) => {
      const [before, now] = [encodings[0], parameters.encodings[0]];
      encodings = parameters.encodings;
      if (before?.active !== now?.active) done.push(now?.active ? 'start' : 'stop');
      if (before?.maxBitrate !== now?.maxBitrate) done.push(`grant ${now?.maxBitrate}`);
    },
    track,
    replaceTrack: async (next: MediaStreamTrack | null) => void done.push(next === track ? 'still' : 'other'),
  } as unknown as RTCRtpSender;
  let borrower: Borrower | undefined;
  const line = borrowLine({
    connection: {
      lend: (_, to) => {
        borrower = to;
        return sender;
      },
      giveBack: async () => void done.push('give back'),
      refreshPicture: async () => void done.push('key frame'),
    },
    place: 'camera',
    encoder: {
      attach: () => ({
        track,
        show: (rung) => void done.push(`show ${rung}`),
        [Symbol.dispose]: () => void done.push('outlet ends'),
      }),
    },
    changed: () => {},
    truth: () => ({}),
  });
  if (!line) throw new Error('no line');
  return {
    line,
    hold: (isHeld: boolean) => borrower?.hold(isHeld),
    told: async (): Promise<string[]> => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      return done.splice(0);
    },
  };
};

test('the first frames of all wait for the still track; the sender may take more than a rung needs, and never less again', async () => {
  const { line, told } = setUp();
  line.show(2, 600_000);
  expect(await told()).toEqual(['show 2', 'still', 'grant 1600000']);
  line.show(1, 200_000);
  expect(await told()).toEqual(['show 1']);
  line.show(3, 1_800_000);
  expect(await told()).toEqual(['show 3', 'grant 3200000']);
});

test('what still waits on a flooded path is thrown away before the smaller picture begins', async () => {
  const { line, told } = setUp();
  line.show(3, 1_800_000);
  await told();
  line.show(0, 24_000, true);
  expect(await told()).toEqual(['show undefined', 'stop', 'start', 'show 0']);
});

test('what is decided while it is thrown away is what begins', async () => {
  const { line, told } = setUp();
  line.show(3, 1_800_000);
  await told();
  line.show(1, 200_000, true);
  line.show(0, 24_000);
  expect((await told()).at(-1)).toBe('show 0');
  line.show(undefined, 0, true);
  expect((await told()).at(-1)).toBe('show undefined');
});

test('while a path is broken nothing goes out, and what waited is thrown away; then what is wanted by then begins', async () => {
  const { line, hold, told } = setUp();
  line.show(1, 200_000);
  await told();
  hold(true);
  expect(await told()).toEqual(['show undefined', 'stop', 'other', 'still']);
  line.show(3, 1_800_000);
  line.show(2, 600_000, true);
  expect(await told()).toEqual(['show undefined', 'show undefined', 'grant 3200000']);
  hold(false);
  expect(await told()).toEqual(['show undefined', 'start', 'show 2']);
});

test('the line gets its own picture back, with a key frame', async () => {
  const { line, told } = setUp();
  line.show(1, 200_000);
  await told();
  await line.end();
  expect(await told()).toEqual(['give back', 'outlet ends', 'key frame']);
});
