// The stage is still being loaded: what the person is told, and when the page begins anew by itself.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { reloadOnce, stageCame, StageWait, type ReloadPorts } from '#shell/app/stage-wait.tsx';
import '../../fixtures/all-texts.ts';
import { faults, show } from './show.tsx';

let hide = (): void => {};
afterEach(() => {
  hide();
  vi.useRealTimers();
});

const createPorts = (isThere: boolean, storage = new Map<string, string>()) => ({
  storage: {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
    removeItem: (key: string) => void storage.delete(key),
  },
  isServerThere: vi.fn<ReloadPorts['isServerThere']>(() => Promise.resolve(isThere)),
  reload: vi.fn<ReloadPorts['reload']>(),
});

test('a while later there is a button, and the page begins anew where the server answers', async () => {
  vi.useFakeTimers();
  const ports = createPorts(true);
  hide = show(<StageWait ports={ports} />);
  await vi.advanceTimersByTimeAsync(3_900);
  expect(ports.isServerThere).toHaveBeenCalledTimes(1);
  expect(ports.reload).not.toHaveBeenCalled();
  expect(page.getByRole('button').elements()).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(ports.reload).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
  await page.getByRole('button', { name: 'Load the page anew' }).click();
  expect(ports.reload).toHaveBeenCalledTimes(2);
  expect(await faults()).toEqual([]);
});

test('a server that answers late is asked until it does', async () => {
  vi.useFakeTimers();
  const ports = createPorts(false);
  hide = show(<StageWait ports={ports} />);
  await vi.advanceTimersByTimeAsync(6_500);
  expect(ports.reload).not.toHaveBeenCalled();
  ports.isServerThere.mockResolvedValue(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ports.reload).toHaveBeenCalledTimes(1);
  const { length } = ports.isServerThere.mock.calls;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ports.isServerThere).toHaveBeenCalledTimes(length);
});

test('what is loaded in time asks nobody', async () => {
  vi.useFakeTimers();
  const ports = createPorts(true);
  show(<StageWait ports={ports} />)();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ports.isServerThere).not.toHaveBeenCalled();
});

describe('by itself the page begins anew', () => {
  test('once, as long as the stage does not come', async () => {
    const storage = new Map<string, string>();
    for (const times of [1, 0]) {
      const ports = createPorts(true, storage);
      reloadOnce(ports);
      expect(ports.reload).toHaveBeenCalledTimes(times);
    }
  });

  test('and again after a reload that brought the stage', async () => {
    const ports = createPorts(true);
    reloadOnce(ports);
    stageCame(ports);
    reloadOnce(ports);
    expect(ports.reload).toHaveBeenCalledTimes(2);
  });

  test('not where the tab can remember nothing', async () => {
    const ports = createPorts(true);
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    const storage = { getItem: () => null, setItem: refuse, removeItem: refuse };
    reloadOnce({ ...ports, storage });
    stageCame({ storage });
    expect(ports.reload).not.toHaveBeenCalled();
  });
});
