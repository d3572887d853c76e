// The small window is opened by what is loaded for it, and closed without.

import { afterEach, expect, test, vi } from 'vitest';
import { floatStage } from '#screens/stage/float-stage.ts';

afterEach(() => vi.unstubAllGlobals());

test('opens the window, and says so where what fills it can not be had', async () => {
  const windows = { window: null };
  vi.stubGlobal('documentPictureInPicture', windows);
  const open = vi.fn(async (_windows: unknown) => {});
  await floatStage(open, null);
  expect(open).toHaveBeenCalledExactlyOnceWith(windows);
  await expect(floatStage(() => Promise.reject(new Error('offline')), null)).rejects.toThrow('offline');
});

test('closes the one that is open, and loads nothing for it', async () => {
  const close = vi.fn<() => void>();
  vi.stubGlobal('documentPictureInPicture', { window: { close } });
  const open = vi.fn(async () => {});
  await floatStage(open, null);
  expect([close.mock.calls.length, open.mock.calls.length]).toEqual([1, 0]);
});

test('where pages get no window, the picture floats within the click', () => {
  const requestPictureInPicture = vi.fn(async () => {});
  vi.stubGlobal('document', { pictureInPictureElement: null });
  const open = vi.fn(async () => {});
  void floatStage(open, { querySelector: () => ({ requestPictureInPicture }) } as unknown as HTMLElement);
  expect([requestPictureInPicture.mock.calls.length, open.mock.calls.length]).toEqual([1, 0]);
});
