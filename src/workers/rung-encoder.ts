// Encodes one size of a picture, once for all who get it.

import { createBitDebt } from './bit-debt.ts';
import { createConfigThrift, type EncoderHabits } from './config-thrift.ts';
import type { RungReading, RungSize } from './encode-messages.ts';
import { fitRung, type PictureSize } from './fit-rung.ts';
import { createFramePace } from './frame-pace.ts';
import { createKeyFrameDuty } from './key-frame-duty.ts';

/** What is done with the next frame. */
export interface FrameVerdict {
  readonly isKey: boolean;
}

export interface RungEncoder extends Disposable {
  /** Another bitrate or frame rate goes on without a key frame; the size comes with the frames. */
  set(size: RungSize): void;
  /** Whether it takes the frame of that moment; undefined: no. `isKeyWanted`: somebody waits for a key frame. */
  judge(atUs: number, nowMs: number, isKeyWanted: boolean): FrameVerdict | undefined;
  /** The frame stays the caller's. */
  encode(frame: VideoFrame, verdict: FrameVerdict, nowMs: number): void;
  read(nowMs: number): Omit<RungReading, 'outlets'>;
}

export interface RungOptions {
  readonly size: RungSize;
  readonly habits: EncoderHabits;
  /** The source's `contentHint`. */
  readonly hint: string;
  onFrame(chunk: EncodedVideoChunk): void;
  onError(error: unknown): void;
}

/**
 * So slow that each is a key frame: what moved in a second leaves another frame hardly smaller, and on the path that gets no
 * more the one before it may be lost, with all that would be built on it.
 */
const aloneFps = 1;
/**
 * libvpx gives a key frame that many times the bits of a frame, as if it were one of many (vp8_calc_iframe_target; measured in
 * Chromium 156: 16 KB each of a noisy picture, told 24 kbit/s). Where there is nothing else, that is what goes out.
 */
const keyFrameRatio = 5;
const isAlone = ({ maxFramerate }: RungSize): boolean => maxFramerate <= aloneFps;
/**
 * A page that was turned over is worth a large frame, or it would be blurred first. Of anything else a frame that is large takes
 * longer on its way, and a receiver keeps all that follows back for as long (libwebrtc, JitterEstimator). With `variable`,
 * which is the default, Chromium 156 makes one of five times the usual size every few seconds: 38 ms more delay at 720p.
 */
const isText = (hint: string): boolean => hint === 'text' || hint === 'detail';
/** A camera that stumbles for a moment is told to be slower only after that: each frame would get more bits at once. */
const slowDownMs = 2_000;
/** One that is being encoded and one that waits: what would wait longer is old when its turn comes. */
const maxUnderWay = 2;
/** Longer no encoder takes: that frame was left out. */
const longestMs = 500;
const secondMs = 1_000;

const configure = (size: RungSize, picture: PictureSize, more: { hint: string; rate: number }): VideoEncoderConfig => ({
  // Its receivers read from the payload alone what a frame is; those of other codecs also from the frame that it replaces.
  codec: 'vp8',
  width: picture.width,
  height: picture.height,
  bitrate: isAlone(size) ? Math.round(size.bitrateBps / keyFrameRatio) : size.bitrateBps,
  framerate: more.rate,
  latencyMode: 'realtime',
  bitrateMode: isText(more.hint) ? 'variable' : 'constant',
  ...(more.hint !== '' && { contentHint: more.hint }),
});

/** Counts what comes out. */
const createTally = () => {
  const startedMs = new Map<number, number>();
  let [framesEncoded, keyFrames, bytes, framesDropped] = [0, 0, 0, 0];
  let took: readonly { readonly atMs: number; readonly ms: number }[] = [];
  return {
    started: (atUs: number, nowMs: number): void => void startedMs.set(atUs, nowMs),
    /** Chromium's own count (`encodeQueueSize`) leaves out those, five at most, that its encoder has taken and not yet begun. */
    underWay: (nowMs: number): number => [...startedMs.values()].filter((ms) => nowMs - ms < longestMs).length,
    dropped: (): void => void (framesDropped += 1),
    ended: ({ timestamp, type, byteLength }: EncodedVideoChunk, nowMs: number): void => {
      framesEncoded += 1;
      if (type === 'key') keyFrames += 1;
      bytes += byteLength;
      const ms = nowMs - (startedMs.get(timestamp) ?? nowMs);
      // What the encoder left out never ends.
      for (const atUs of startedMs.keys()) if (atUs <= timestamp) startedMs.delete(atUs);
      took = [...took.filter(({ atMs }) => nowMs - atMs < secondMs), { atMs: nowMs, ms }];
    },
    read: (nowMs: number) => {
      const recent = took.filter(({ atMs }) => nowMs - atMs < secondMs);
      const encodeMs = recent.length === 0 ? 0 : recent.reduce((sum, { ms }) => sum + ms, 0) / recent.length;
      return { framesEncoded, keyFrames, bytes, framesDropped, encodeMs };
    },
  };
};

export const createRungEncoder = (options: RungOptions): RungEncoder => {
  let { size } = options;
  const pace = createFramePace(isText(options.hint) ? 0 : slowDownMs);
  const duty = createKeyFrameDuty();
  const tally = createTally();
  const debt = createBitDebt();
  let picture: PictureSize = { width: 0, height: 0 };
  const thrift = createConfigThrift(options.habits);
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const nowMs = performance.now();
      tally.ended(chunk, nowMs);
      debt.sent(chunk.byteLength, size.bitrateBps, nowMs);
      thrift.made(chunk.timestamp, chunk.type === 'key');
      options.onFrame(chunk);
    },
    error: options.onError,
  });
  /** Only what has changed: Chromium's encoder waits for all that is under way before it takes a new configuration. */
  const keepConfigured = (frame: VideoFrame, isKey: boolean, nowMs: number): void => {
    picture = fitRung({ width: frame.displayWidth, height: frame.displayHeight }, size.maxHeight);
    const wanted = configure(size, picture, { hint: options.hint, rate: Math.min(pace.rate(), size.maxFramerate) });
    const config = thrift.choose(wanted, { atUs: frame.timestamp, nowMs, isKey });
    if (config) encoder.configure(config);
  };
  return {
    set: (next) => {
      size = next;
    },
    judge: (atUs, nowMs, isKeyWanted) => {
      const isDue = duty.isDue(isKeyWanted, nowMs);
      if (!pace.takes(atUs, size.maxFramerate, isDue)) return undefined;
      if (debt.isTooMuch(nowMs) && !isDue) return undefined;
      if (tally.underWay(nowMs) < maxUnderWay) return { isKey: isDue || isAlone(size) };
      tally.dropped();
      return undefined;
    },
    encode: (frame, { isKey }, nowMs) => {
      if (isKey) duty.done(nowMs);
      tally.started(frame.timestamp, nowMs);
      keepConfigured(frame, isKey, nowMs);
      encoder.encode(frame, { keyFrame: isKey });
    },
    read: (nowMs) => ({ ...size, ...picture, ...tally.read(nowMs) }),
    [Symbol.dispose]: () => {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
};
