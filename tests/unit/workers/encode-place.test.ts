// Several receivers of one size: what one of them asks for is not paid by the others.

import { beforeEach, expect, test, vi } from 'vitest';
import type { PlaceOutlet } from '#workers/encode-place.ts';
import { createKeyFrameBudget } from '#workers/key-frame-budget.ts';
import { createOutletQueue, type Token } from '#workers/outlet-queue.ts';

let nowMs = 0;
vi.stubGlobal('performance', { now: () => nowMs });

class FakeFrame {
  readonly displayWidth = 640;
  readonly displayHeight = 360;
  readonly timestamp: number;
  constructor(_source: unknown, { timestamp }: { readonly timestamp: number }) {
    this.timestamp = timestamp;
  }
  close(): void {}
}
vi.stubGlobal('VideoFrame', FakeFrame);

interface FakeChunk {
  readonly timestamp: number;
  readonly type: 'key' | 'delta';
  readonly byteLength: number;
}
class FakeEncoder {
  state = 'configured';
  readonly init: { output(chunk: FakeChunk): void };
  constructor(init: { output(chunk: FakeChunk): void }) {
    this.init = init;
  }
  configure(): void {}
  encode({ timestamp }: FakeFrame, { keyFrame }: { readonly keyFrame: boolean }): void {
    queueMicrotask(() => this.init.output({ timestamp, type: keyFrame ? 'key' : 'delta', byteLength: 2_000 }));
  }
  close(): void {
    this.state = 'closed';
  }
}
vi.stubGlobal('VideoEncoder', FakeEncoder);
const { createEncodePlace } = await import('#workers/encode-place.ts');

beforeEach(() => {
  nowMs = 0;
});

/** Its sender answers each still frame 5 ms later, and its receiver asks for a key frame every `askEveryMs`. */
const createReceiver = (askEveryMs: number) => {
  const got: FakeChunk[] = [];
  let due: readonly { readonly atMs: number; readonly rtpTimestamp: number }[] = [];
  let [lastAskMs, lastUs] = [0, -Infinity];
  const queue = createOutletQueue<Token, FakeChunk>((_, chunk) => void got.push(chunk));
  const outlet = {
    queue,
    keyFrames: createKeyFrameBudget(),
    feed: (atUs: number, atMs: number): void => {
      if (!queue.needsStill(atMs)) return;
      lastUs = Math.max(atUs, lastUs + 1_000);
      queue.stillGiven(lastUs, atMs);
      due = [...due, { atMs: atMs + 5, rtpTimestamp: Math.round(lastUs * 0.09) }];
    },
  };
  const step = (): void => {
    for (const { rtpTimestamp } of due.filter(({ atMs }) => atMs <= nowMs)) {
      const isKey = got.length > 0 && nowMs - lastAskMs >= askEveryMs;
      if (isKey) lastAskMs = nowMs;
      queue.addToken({ isKey, rtpTimestamp }, nowMs);
    }
    due = due.filter(({ atMs }) => atMs > nowMs);
  };
  return { outlet: outlet as unknown as PlaceOutlet, step, got };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Two get the same size for that long; one of them asks. */
const run = async (askEveryMs: number, seconds: number) => {
  let camera: ReadableStreamDefaultController<unknown> | undefined;
  const frames = new ReadableStream({ start: (controller) => void (camera = controller) });
  const place = createEncodePlace((error) => {
    throw error;
  });
  place.setRungs([{ maxHeight: 360, maxFramerate: 30, bitrateBps: 600_000 }]);
  place.setSource(frames as never);
  const [honest, asking] = [createReceiver(Infinity), createReceiver(askEveryMs)];
  for (const { outlet } of [honest, asking]) place.show(outlet, 0);
  for (; nowMs < seconds * 1_000; nowMs += 1) {
    if (nowMs % 33 === 0) {
      camera?.enqueue(new FakeFrame(undefined, { timestamp: nowMs * 1_000 }));
      await turn();
    }
    for (const { step } of [honest, asking]) step();
    if (nowMs % 40 === 0) place.tick(nowMs);
  }
  await turn();
  place[Symbol.dispose]();
  const keysOf = (chunks: readonly FakeChunk[]): number => chunks.filter(({ type }) => type === 'key').length;
  return { keys: keysOf(honest.got), frames: honest.got.length, askingGot: asking.got.length };
};

test('whoever asks for key frames all the time does not make everybody’s picture of them', async () => {
  const { keys, frames, askingGot } = await run(200, 20);
  expect(keys).toBeLessThanOrEqual(6 + 20 * 0.5 + 1);
  expect(keys).toBeGreaterThan(6);
  expect(frames).toBeGreaterThan(550);
  expect(askingGot).toBe(frames);
});

test('a receiver that lost a picture now and then has a key frame at once, each time', async () => {
  const { keys } = await run(2_500, 20);
  expect(keys).toBe(1 + 7);
});
