import { describe, expect, test } from 'vitest';
import { heldCallLocks, holdCallLock, whenReleased } from '#shell/pwa/call-lock.ts';
import { isOurs } from '#shell/pwa/script-url.ts';
import { planReload, planUpdate, settleUpdate } from '#shell/pwa/update.ts';

describe('a new version', () => {
  test.each([
    [false, [], { is: 'nothing' }],
    [false, ['starling-call:1'], { is: 'nothing' }],
    [true, [], { is: 'activate' }],
    [true, ['starling-call:1'], { is: 'wait', locks: ['starling-call:1'] }],
  ])('waiting %s, calls %j: %j', (isWaiting, locks, step) => {
    expect(planUpdate(isWaiting, locks)).toEqual(step);
  });

  test.each([
    [{ hadController: false, canReload: true }, 'nothing'],
    [{ hadController: true, canReload: true }, 'now'],
    [{ hadController: true, canReload: false }, 'later'],
  ] as const)('took over %j: reload %s', (takeover, plan) => {
    expect(planReload(takeover)).toBe(plan);
  });

  test('waits for the end of every call, also of one that begins while it waits', async () => {
    const steps: string[] = [];
    const calls = [['a', 'b'], ['c'], []];
    await settleUpdate({
      isWaiting: () => true,
      callLocks: () => Promise.resolve(calls.shift() ?? []),
      whenReleased: (names) => Promise.resolve(void steps.push(`waited for ${names.join(' and ')}`)),
      activate: () => steps.push('activated'),
    });
    expect(steps).toEqual(['waited for a and b', 'waited for c', 'activated']);
  });

  test('is left alone when it is gone by the end of the call', async () => {
    let isWaiting = true;
    let calls = ['a'];
    let activations = 0;
    await settleUpdate({
      isWaiting: () => isWaiting,
      callLocks: () => Promise.resolve(calls),
      whenReleased: () => {
        isWaiting = false;
        calls = [];
        return Promise.resolve();
      },
      activate: () => (activations += 1),
    });
    expect(activations).toBe(0);
  });
});

describe('the call lock', () => {
  // Node has the very API of browsers.
  const { locks } = navigator;
  const { signal } = new AbortController();

  test('is seen by others until it is released', async () => {
    const stopOne = holdCallLock(locks);
    const stopTwo = holdCallLock(locks);
    const held = await heldCallLocks(locks);
    expect(held).toHaveLength(2);
    stopOne();
    stopTwo();
    await whenReleased(held, signal, locks);
    expect(await heldCallLocks(locks)).toEqual([]);
  });

  test('does nothing where there are no locks', async () => {
    expect(() => holdCallLock(null)()).not.toThrow();
    expect(await heldCallLocks(null)).toEqual([]);
    await whenReleased(['starling-call:1'], signal, null);
  });
});

describe('scripts of ours', () => {
  const page = 'https://call.example/starling/#/abc';
  test.each([
    ['https://call.example/starling/sw.js', true],
    ['assets/frame.worker-12345678.js', true],
    ['https://call.example/other/sw.js', false],
    ['https://evil.example/starling/sw.js', false],
    ['data:text/javascript,1', false],
    ['blob:https://call.example/x', false],
    ['../sw.js', false],
  ])('%s: %s', (url, expected) => {
    expect(isOurs(url, page)).toBe(expected);
  });
});
