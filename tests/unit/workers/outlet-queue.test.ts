import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOutletQueue, type Token } from '#workers/outlet-queue.ts';

const small = { of: 'small' };
const large = { of: 'large' };

interface Numbered extends Token {
  readonly name: number;
}

const open = () => {
  const sent: string[] = [];
  const queue = createOutletQueue<Numbered, string>(({ name }, frame) => void sent.push(`${frame}/${name}`));
  /** A token of the still frame of that time. */
  const token = (atMs: number, isKey = false, nowMs = atMs + 5): void =>
    queue.addToken({ name: atMs, isKey, rtpTimestamp: (atMs * 90 + 4_000_000_000) % 2 ** 32 }, nowMs);
  const still = (atMs: number, nowMs = atMs): boolean => {
    const isNeeded = queue.needsStill(nowMs);
    if (isNeeded) queue.stillGiven(atMs * 1_000, nowMs);
    return isNeeded;
  };
  /** A frame is taken, given a still frame, and comes out of the encoder. */
  const frame = (rung: object, atMs: number, isFirst = false): void => {
    queue.expect(rung, atMs * 1_000, isFirst);
    still(atMs);
    queue.fill(rung, atMs * 1_000, `${atMs}`);
  };
  const begin = (): void => {
    still(0);
    token(0, true);
    frame(small, 10, true);
    token(10);
  };
  return { queue, sent, token, still, frame, begin };
};

test('a silent sender is asked now and then, and nothing is encoded for it', () => {
  const { queue, still, token } = open();
  expect([0, 20, 70, 100, 140].map((atMs) => still(atMs))).toEqual([true, false, true, false, true]);
  expect(queue.isAlive()).toBe(false);
  token(140);
  expect([queue.isAlive(), queue.isFlowing(), queue.wantsKey()]).toEqual([true, false, true]);
  expect(still(300)).toBe(false);
});

test('each frame takes the place of one token, in order', () => {
  const { sent, token, frame, begin } = open();
  begin();
  frame(small, 43);
  frame(small, 76);
  token(43);
  token(76);
  expect(sent).toEqual(['10/10', '43/43', '76/76']);
});

test('a token may come before its frame, and waits for it', () => {
  const { queue, sent, token, still, begin } = open();
  begin();
  queue.expect(small, 43_000, false);
  expect(still(43)).toBe(true);
  token(43);
  expect(sent).toEqual(['10/10']);
  queue.fill(small, 43_000, '43');
  expect(sent).toEqual(['10/10', '43/43']);
});

test('a frame that the encoder leaves out gives its token to the next one', () => {
  const { queue, sent, token, still, begin } = open();
  begin();
  queue.expect(small, 43_000, false);
  still(43);
  token(43);
  queue.expect(small, 76_000, false);
  queue.fill(small, 76_000, '76');
  expect(sent).toEqual(['10/10', '76/43']);
  // No more tokens than frames.
  token(76);
  queue.expect(small, 109_000, false);
  expect(still(109)).toBe(false);
});

test('a still frame that the sender left out is known by the time of the next token, and made up for', () => {
  const { sent, token, still, frame, begin } = open();
  begin();
  for (const atMs of [43, 76, 109]) frame(small, atMs);
  token(43);
  token(109);
  expect(still(115)).toBe(true);
  token(115);
  expect(sent).toEqual(['10/10', '43/43', '76/109', '109/115']);
});

test('a still frame that was lost before the first one does not make everything late', () => {
  const { sent, token, still, frame } = open();
  for (const atMs of [0, 70, 140]) still(atMs);
  token(140, true);
  frame(small, 150, true);
  token(150);
  frame(small, 183);
  token(183);
  frame(small, 216);
  token(216);
  expect(sent).toEqual(['150/150', '183/183', '216/216']);
});

test('where the time is not known, a silent encoder is asked again', () => {
  const { queue, still, begin } = open();
  begin();
  queue.expect(small, 43_000, false);
  expect([still(43), still(100), still(200)]).toEqual([true, false, true]);
});

test('the first frame has a token of its own time', () => {
  const { sent, token, still, frame } = open();
  still(0);
  token(0, true);
  frame(small, 100, true);
  expect(sent).toEqual([]);
  token(100);
  expect(sent).toEqual(['100/100']);
});

test('the old size goes on until the new one begins, and frames that come early wait', () => {
  const { queue, sent, token, still, frame, begin } = open();
  begin();
  queue.expect(small, 43_000, false);
  still(43);
  frame(large, 76, true);
  token(43);
  token(76);
  expect(sent).toEqual(['10/10']);
  queue.fill(small, 43_000, '43');
  expect(sent).toEqual(['10/10', '43/43', '76/76']);
});

test('what an encoder still had when it ended is not waited for', () => {
  const { queue, sent, token, frame, begin } = open();
  begin();
  queue.expect(small, 43_000, false);
  frame(large, 76, true);
  token(76);
  queue.forget(small);
  expect(sent).toEqual(['10/10', '76/76']);
});

test('a receiver that asks wants a key frame, unless one is on its way; frames go on', () => {
  const { queue, sent, token, still, frame, begin } = open();
  begin();
  frame(small, 43);
  token(43, true);
  expect([queue.wantsKey(), sent.at(-1)]).toEqual([true, '43/43']);
  queue.expect(small, 76_000, true);
  still(76);
  token(76, true);
  expect(queue.wantsKey()).toBe(false);
});

test('who falls behind begins anew, once the sender makes tokens again', () => {
  const { queue, sent, token, still, frame, begin } = open();
  begin();
  frame(small, 43);
  for (let count = 0; count < 8; count += 1) queue.check();
  expect(queue.isFlowing()).toBe(true);
  queue.check();
  expect([queue.isFlowing(), queue.isAlive()]).toEqual([false, false]);
  frame(small, 410);
  expect(still(500)).toBe(true);
  token(500);
  expect([queue.isAlive(), queue.wantsKey()]).toEqual([true, true]);
  frame(small, 510, true);
  token(510);
  expect(sent).toEqual(['10/10', '510/510']);
});

test('a sender that makes a few tokens less than there are frames makes nobody later and later', () => {
  const { queue, sent, token, still, begin } = open();
  begin();
  const delays: number[] = [];
  let [answers, nextCheckMs] = [0, 40];
  let due: readonly number[] = [];
  for (let atMs = 40; atMs < 60_000; atMs += 1) {
    if (atMs % 33 === 0) {
      queue.expect(small, atMs * 1_000, queue.isAlive() && queue.wantsKey());
      queue.fill(small, atMs * 1_000, `${atMs}`);
    }
    if (still(atMs)) due = [...due, atMs];
    // One in ten still frames makes no token: two of them fell into one drawing of the page.
    if (atMs % 36 === 0 && due[0] !== undefined) {
      if ((answers += 1) % 10 !== 0) token(due[0], false, atMs);
      due = due.slice(1);
    }
    if (atMs >= nextCheckMs) {
      queue.check();
      nextCheckMs += 40;
    }
    const last = sent.at(-1);
    if (last) delays.push(atMs - Number(last.split('/')[0]));
  }
  // What was sent last is never old: in between nothing is sent, until a key frame.
  expect(Math.max(...delays)).toBeLessThan(2_000);
});

test('whatever comes: frames go in order, each once, from a first one on, and no token is left out between two', () => {
  const step = fc.record({ what: fc.constantFrom('take', 'encode', 'token', 'lost', 'turn', 'check'), ms: fc.nat(60) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const { queue, sent, token } = open();
      const stills: number[] = [];
      const waiting: { rung: object; atMs: number }[] = [];
      const [firsts, skips] = [new Set<number>(), new Set<number>()];
      const names: number[] = [];
      let rung: object = small;
      let nowMs = 0;
      let isTurning = false;
      const give = (): void => {
        if (!queue.needsStill(nowMs)) return;
        queue.stillGiven(nowMs * 1_000, nowMs);
        stills.push(nowMs);
      };
      for (const { what, ms } of steps) {
        nowMs += ms + 1;
        if (what === 'turn') isTurning = true;
        if (what === 'take') {
          const isFirst = queue.isAlive() && (queue.wantsKey() || isTurning);
          if (isFirst && isTurning) rung = rung === small ? large : small;
          if (isFirst) isTurning = false;
          if (isFirst) firsts.add(nowMs);
          if (queue.isFlowing() || isFirst) queue.expect(rung, nowMs * 1_000, isFirst);
          waiting.push({ rung, atMs: nowMs });
          give();
        }
        if (what === 'encode') {
          const done = waiting.shift();
          if (done) queue.fill(done.rung, done.atMs * 1_000, `${done.atMs}`);
        }
        const next = what === 'token' || what === 'lost' ? stills.shift() : undefined;
        if (what === 'token' && next !== undefined) {
          names.push(next);
          token(next, false, nowMs);
        }
        if (what === 'lost' && next !== undefined) skips.add(next);
        if (what === 'check') queue.check();
        give();
      }
      let last = -1;
      let lastToken = -1;
      for (const [frame = -1, name = -1] of sent.map((each) => each.split('/').map(Number))) {
        expect(frame).toBeGreaterThan(last);
        if (last < 0) expect(firsts.has(frame)).toBe(true);
        const index = names.indexOf(name);
        if (!firsts.has(frame)) expect(index).toBe(lastToken + 1);
        [last, lastToken] = [frame, index];
      }
    }),
    { numRuns: 500 },
  );
});
