import { expect, test } from 'vitest';
import { canShareScreen, openScreen, screenFailureOf } from '#shell/platform/screen.ts';

test('a person’s "no" is no failure; the system’s is, and so is everything else', () => {
  const outcome = (message: string, name: string): string => {
    const result = screenFailureOf(new DOMException(message, name));
    return result.ok ? 'cancelled' : result.error.code;
  };
  expect(outcome('Permission denied', 'NotAllowedError')).toBe('cancelled');
  expect(outcome('Permission denied by user', 'NotAllowedError')).toBe('cancelled');
  expect(outcome('The request is not allowed by the user agent', 'NotAllowedError')).toBe('cancelled');
  expect(outcome('Permission denied by system', 'NotAllowedError')).toBe('media/denied');
  expect(outcome('Could not start video source', 'NotReadableError')).toBe('media/in-use');
  expect(outcome('No screen', 'NotFoundError')).toBe('media/missing');
  expect(outcome('No click', 'InvalidStateError')).toBe('media/unknown');
  expect(screenFailureOf(undefined)).toMatchObject({ ok: false, error: { code: 'media/unknown' } });
});

test('a phone offers nothing and refuses', async () => {
  const phone = { getUserMedia: async () => undefined } as unknown as MediaDevices;
  for (const devices of [phone, undefined]) {
    expect(canShareScreen(devices)).toBe(false);
    expect(await openScreen(devices, 'text')).toMatchObject({ ok: false, error: { code: 'media/missing' } });
  }
});

/** Asks for a screen in a browser with these constraints, and gives the request. */
const requestIn = async (supported: object): Promise<Record<string, unknown>> => {
  let request: Record<string, unknown> = {};
  const devices = {
    getSupportedConstraints: () => supported,
    getDisplayMedia: async (wish: Record<string, unknown>) => {
      request = wish;
      throw new DOMException('', 'NotAllowedError');
    },
  } as unknown as MediaDevices;
  expect(await openScreen(devices, 'text')).toEqual({ ok: true, value: undefined });
  return request;
};

test('the whole system’s sound is taken only where the call’s own voices can be left out of it', async () => {
  expect(await requestIn({})).toMatchObject({ systemAudio: 'exclude', selfBrowserSurface: 'exclude' });
  expect(await requestIn({ restrictOwnAudio: true })).toMatchObject({
    systemAudio: 'include',
    audio: { restrictOwnAudio: true, echoCancellation: false },
  });
});
