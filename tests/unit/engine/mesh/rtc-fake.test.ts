// The fake connections keep the contract that Chromium keeps (tests/browser/engine/rtc.test.ts).

import { onTestFinished } from 'vitest';
import { rtcContract } from '../../../contract/rtc-contract.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeTrack } from '../../../fakes/media.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';

rtcContract(() => {
  const clock = createFakeClock();
  const network = createFakeNetwork(clock);
  return {
    create: (end, configuration = { bundlePolicy: 'max-bundle' }) => {
      const pc = network.port(end).create(configuration);
      onTestFinished(() => pc.close());
      return pc;
    },
    track: (kind) => createFakeTrack(kind === 'audio' ? 'microphone' : 'camera'),
    play: () => {},
    eventually: async (check) => {
      for (let left = 600; ; left -= 1) {
        try {
          return check();
        } catch (error) {
          if (left === 0) throw error;
          await clock.advance(100);
        }
      }
    },
  };
});
