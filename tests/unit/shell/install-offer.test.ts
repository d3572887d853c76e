import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import { createInstallOffer } from '#shell/app/install-offer.ts';
import { createMemoryStorage } from '../../fixtures/memory-storage.ts';

const start = (isAccepted = true, storage = createMemoryStorage()) => {
  const canInstall = signal(true);
  const installer = {
    canInstall,
    install: async () => {
      canInstall.value = false;
      return isAccepted;
    },
  };
  return { offer: createInstallOffer(installer, storage), canInstall, storage };
};

describe('the offer to install', () => {
  test('is open as long as the browser would', () => {
    const { offer, canInstall } = start();
    expect(offer.isOpen.value).toBe(true);
    canInstall.value = false;
    expect(offer.isOpen.value).toBe(false);
  });

  test('a no is remembered', () => {
    const { offer, storage } = start();
    offer.decline();
    expect([offer.isOpen.value, start(true, storage).offer.isOpen.value]).toEqual([false, false]);
  });

  test("a no in the browser's own dialog is one, too; a yes is not", async () => {
    const [no, yes] = [start(false), start(true)];
    await no.offer.accept();
    await yes.offer.accept();
    expect(start(true, no.storage).offer.isOpen.value).toBe(false);
    expect(start(true, yes.storage).offer.isOpen.value).toBe(true);
  });

  test('never without an installer', () => {
    expect(createInstallOffer(undefined, createMemoryStorage()).isOpen.value).toBe(false);
  });

  test('storage that refuses breaks nothing', () => {
    const refuse = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    const offer = createInstallOffer(
      { canInstall: signal(true), install: async () => true },
      { getItem: refuse, setItem: refuse },
    );
    offer.decline();
    expect(offer.isOpen.value).toBe(false);
  });
});
