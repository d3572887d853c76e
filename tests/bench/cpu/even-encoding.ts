// The plain path for comparison: every receiver's own encoder gets the very size that the shared one has, whatever the app would
// save with so many people. And a screen that can be shared without anybody choosing one. Each runs in the page and stands alone.

export interface EvenSize {
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
}

interface EvenPage {
  even: (size: EvenSize) => void;
}

/** Before the page's own scripts. The camera is 720 rows high. */
export const encodeEvenly = (first: EvenSize): void => {
  let size = first;
  const senders = new Set<RTCRtpSender>();
  const { setParameters } = RTCRtpSender.prototype;
  const level = (parameters: RTCRtpSendParameters): RTCRtpSendParameters => ({
    ...parameters,
    // A processor that is too slow shows in the frames, not in a size that would be another in each column.
    degradationPreference: 'maintain-resolution',
    encodings: parameters.encodings.map((encoding) => ({
      ...encoding,
      active: true,
      maxBitrate: size.bitrateBps,
      maxFramerate: size.framesPerSecond,
      scaleResolutionDownBy: Math.max(1, 720 / size.height),
    })),
  });
  const isCamera = ({ track }: RTCRtpSender): boolean => track?.kind === 'video' && track.contentHint === '';
  RTCRtpSender.prototype.setParameters = function even(this: RTCRtpSender, parameters, ...options) {
    senders.add(this);
    return setParameters.call(this, isCamera(this) ? level(parameters) : parameters, ...options);
  };
  (window as unknown as EvenPage).even = (next) => {
    size = next;
    // Of a connection that is closed a sender refuses.
    for (const sender of senders)
      if (isCamera(sender))
        void setParameters.call(sender, level(sender.getParameters())).catch(() => senders.delete(sender));
  };
};

/** Where nothing was made even, nothing happens. */
export const evenTo = (size: EvenSize): void => (window as unknown as Partial<EvenPage>).even?.(size);
