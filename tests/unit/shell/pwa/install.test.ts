import { describe, expect, test } from 'vitest';
import { createInstaller } from '#shell/pwa/install.ts';

const offer = (outcome: 'accepted' | 'dismissed'): Event =>
  Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: () => Promise.resolve({ outcome }) });

describe("the browser's offer to install", () => {
  test.each([
    ['accepted', true],
    ['dismissed', false],
  ] as const)('is kept, used once, and %s', async (outcome, isInstalled) => {
    const target = new EventTarget();
    using installer = createInstaller(target);
    expect(installer.canInstall.value).toBe(false);
    const event = offer(outcome);
    target.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(installer.canInstall.value).toBe(true);
    expect(await installer.install()).toBe(isInstalled);
    expect(installer.canInstall.value).toBe(false);
    expect(await installer.install()).toBe(false);
  });

  test('is gone when the app was installed another way', () => {
    const target = new EventTarget();
    using installer = createInstaller(target);
    target.dispatchEvent(offer('accepted'));
    target.dispatchEvent(new Event('appinstalled'));
    expect(installer.canInstall.value).toBe(false);
  });
});
