import { expect, test } from 'vitest';
import { planCalls, readChoice, receiverCounts, type CpuSample } from '../../../bench/cpu/cpu-plan.ts';

const chosen = (...words: string[]) => {
  const choice = readChoice(words);
  if (!choice) throw new Error('not understood');
  return choice;
};

const sample = (path: CpuSample['path'], picture: CpuSample['picture'], receivers: number): CpuSample => ({
  path,
  picture,
  receivers,
  cores: 1,
  receiverCores: 0.5,
  framesPerSecond: [30],
  kbps: [600],
  size: '640x360',
  freezes: 0,
  keyFrames: 0,
  keyFrameRequests: 0,
});

test('nothing named is all of it, five times', () => {
  const choice = chosen();
  expect(choice).toMatchObject({ receivers: receiverCounts, runs: 5, isDry: false, isContinued: false });
  expect(planCalls(choice, [])).toHaveLength(5 * 2 * receiverCounts.length);
});

test('what is named is chosen, and a number of runs is no number of receivers', () => {
  expect(chosen('360p', '11', '--runs', '2')).toMatchObject({ pictures: ['360p'], receivers: [11], runs: 2 });
  expect(chosen('screen', 'plain', '1', '3')).toMatchObject({
    pictures: ['screen'],
    paths: ['plain'],
    receivers: [1, 3],
  });
});

test.each([['480p'], ['0'], ['--runs', 'many'], ['--fast']])('what means nothing is no choice: %s %s', (...words) => {
  expect(readChoice(words)).toBeUndefined();
});

test('plain and shared take turns, and in who is first', () => {
  const calls = planCalls(chosen('360p', '3', '--runs', '2'), []);
  expect(calls.map(({ path }) => path)).toEqual(['plain', 'shared', 'shared', 'plain']);
});

test('what was measured is not measured again', () => {
  const kept = [sample('plain', '360p', 3), sample('plain', '360p', 3), sample('shared', '360p', 3)];
  const calls = planCalls(chosen('360p', '720p', '3', '--runs', '2'), kept);
  expect(calls.map(({ run, path, pictures }) => [run, path, pictures])).toEqual([
    [0, 'plain', ['720p']],
    [0, 'shared', ['720p']],
    [1, 'shared', ['360p', '720p']],
    [1, 'plain', ['720p']],
  ]);
});
