// The contract of connections, kept by Chromium itself.

import { onTestFinished } from 'vitest';
import { createRtc } from '#shell/platform/rtc.ts';
import { rtcContract } from '../../contract/rtc-contract.ts';
import { eventually } from '../../contract/eventually.ts';

rtcContract(() => {
  const rtc = createRtc();
  return {
    create: (_end, configuration = { bundlePolicy: 'max-bundle' }) => {
      const pc = rtc.create(configuration);
      onTestFinished(() => pc.close());
      return pc;
    },
    track: (kind) => {
      if (kind === 'video')
        return document.createElement('canvas').captureStream().getVideoTracks()[0] as MediaStreamTrack;
      const context = new AudioContext();
      onTestFinished(() => context.close());
      const tone = context.createOscillator();
      const destination = context.createMediaStreamDestination();
      tone.connect(destination);
      tone.start();
      return destination.stream.getAudioTracks()[0] as MediaStreamTrack;
    },
    play: (track) => {
      const element = new Audio();
      element.srcObject = new MediaStream([track]);
      void element.play();
      onTestFinished(() => element.pause());
    },
    eventually,
  };
});
