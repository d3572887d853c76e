// The contract of microphones and cameras, kept by Chromium's own with its fake devices.

import { onTestFinished } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createMedia } from '#shell/platform/media.ts';
import { mediaContract } from '../../contract/media-contract.ts';

mediaContract(
  () => {
    const media = createMedia();
    onTestFinished(() => media[Symbol.dispose]());
    return media;
  },
  () => userEvent.click(document.body),
);
