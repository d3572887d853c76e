import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import { limits } from '#core/wire/limits.ts';
import type { Signal } from '#core/wire/signal.ts';
import { createSignalBox } from '#engine/mesh/signal-box.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createTestLink } from './fake-link.ts';

const setUp = (
  sendInCall: (text: string) => void = () => {},
  session: () => string | undefined = () => undefined,
  mayBegin: (session: string) => boolean = () => true,
) => {
  const clock = createFakeClock();
  const log = createLog(clock.nowMs);
  const names = { instance: 'page-here', otherInstance: 'page-there' };
  const box = createSignalBox({ ...names, clock, log, session, mayBegin, sendInCall });
  const heard: Signal[] = [];
  let repeated = 0;
  box.onSignal.on((signal) => heard.push(signal));
  box.onRepeatedOffer.on(() => (repeated += 1));
  return { clock, log, box, heard, repeated: () => repeated, kinds: () => heard.map(({ kind, n }) => `${kind} ${n}`) };
};

const signal = (
  n: number,
  kind: 'offer' | 'answer' | 'candidates' = 'offer',
  instance = 'page-there',
  session = 'session',
): string =>
  JSON.stringify({
    instance,
    n,
    session,
    kind,
    offer: 1,
    ...(kind === 'candidates' ? { candidates: [] } : { sdp: 'v=0' }),
  });

const candidate = (name: string) => ({ candidate: name, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null });

test('each signal passes once, however many links carry it', () => {
  const { box, kinds } = setUp();
  const [one, two] = [createTestLink(), createTestLink()];
  box.addLink(one);
  box.addLink(two);
  for (const text of [signal(1), signal(2, 'candidates'), signal(3, 'answer')]) {
    one.onMessage.emit(text);
    two.onMessage.emit(text);
    box.receive(text);
  }
  expect(kinds()).toEqual(['offer 1', 'candidates 2', 'answer 3']);
});

test('a description that is older than the last one is dropped, candidates pass in any order', () => {
  const { box, kinds } = setUp();
  for (const text of [signal(5, 'candidates'), signal(4), signal(2), signal(3, 'answer'), signal(1, 'candidates')])
    box.receive(text);
  expect(kinds()).toEqual(['candidates 5', 'offer 4', 'candidates 1']);
});

test('descriptions come out with rising numbers and nothing twice, whatever comes in', () => {
  const text = fc.tuple(
    fc.integer({ min: 1, max: 12 }),
    fc.constantFrom('offer' as const, 'answer' as const, 'candidates' as const),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 100 }), (list) => {
      const { box, heard } = setUp();
      for (const [n, kind] of list) box.receive(signal(n, kind));
      const descriptions = heard.filter(({ kind }) => kind !== 'candidates').map(({ n }) => n);
      expect(descriptions).toEqual([...new Set(descriptions)].toSorted((a, b) => a - b));
      const candidates = heard.filter(({ kind }) => kind === 'candidates').map(({ n }) => n);
      expect(new Set(candidates).size).toBe(candidates.length);
    }),
  );
});

test('an offer that comes again says that our answer was lost; an older one says nothing', () => {
  const { box, repeated, kinds } = setUp();
  box.receive(signal(1));
  box.receive(signal(3));
  box.receive(signal(3));
  box.receive(signal(1));
  expect(repeated()).toBe(1);
  expect(kinds()).toEqual(['offer 1', 'offer 3']);
});

test('what another page load of the person sends is not for us', () => {
  const { box, heard } = setUp();
  box.receive(signal(1, 'offer', 'page-before'));
  expect(heard).toEqual([]);
});

test('rubbish is dropped and noted', () => {
  const { box, heard, log } = setUp();
  for (const text of ['', '{}', 'x'.repeat(limits.signalBytes + 1)]) box.receive(text);
  expect(heard).toEqual([]);
  expect(log.entries().map(({ event, details }) => `${event} ${String(details['code'])}`)).toEqual([
    'signal-refused wire/malformed',
    'signal-refused wire/malformed',
    'signal-refused wire/too-large',
  ]);
});

test('a flood is cut off before it is parsed, and heals with time', async () => {
  const { box, heard, clock } = setUp();
  for (let n = 1; n <= 1_000; n += 1) box.receive(signal(n, 'candidates'));
  expect(heard).toHaveLength(limits.signalBurst);
  await clock.advance(1_000);
  for (let n = 2_001; n <= 3_000; n += 1) box.receive(signal(n, 'candidates'));
  expect(heard).toHaveLength(limits.signalBurst + limits.signalPerSecond);
});

test('one that listens and throws does not keep the next signal away', () => {
  const { box, heard } = setUp();
  box.onSignal.on(() => {
    throw new Error('broken');
  });
  box.receive(signal(1));
  box.receive(signal(2));
  expect(heard).toHaveLength(2);
});

test('what is posted goes over all open links, counted up, and again as it was', () => {
  const { box } = setUp();
  const [open, closed] = [createTestLink(), createTestLink()];
  box.addLink(open);
  box.addLink(closed);
  closed.isOpen = false;
  const { n, text } = box.post({ kind: 'offer', session: 'session', sdp: 'v=0' });
  box.post({ kind: 'answer', session: 'session', sdp: 'v=0', offer: 7 });
  box.repeat(text);
  expect(n).toBeGreaterThan(0);
  expect(open.sent.map((each) => (JSON.parse(each) as Signal).n)).toEqual([n, n + 1, n]);
  expect(JSON.parse(text)).toEqual({ instance: 'page-here', n, kind: 'offer', session: 'session', sdp: 'v=0' });
  expect(closed.sent).toEqual([]);
});

test('what is posted goes through the call’s own channel as well: it may have just died without anybody knowing', () => {
  const inCall: string[] = [];
  const { box } = setUp((text) => inCall.push(text));
  const link = createTestLink();
  box.addLink(link);
  box.post({ kind: 'offer', session: 'session', sdp: 'v=0' });
  expect(inCall).toHaveLength(1);
  expect(link.sent).toEqual(inCall);
});

test('candidates of one moment and session go together, at most forty at a time, and none is lost', async () => {
  const { box, clock } = setUp();
  const link = createTestLink();
  box.addLink(link);
  for (let index = 0; index < 50; index += 1) box.postCandidate('session-a', candidate(`${index}`));
  box.postCandidate('session-b', candidate('b'));
  expect(link.sent).toEqual([]);
  await clock.advance(30);
  box.postCandidate('session-a', candidate('late'));
  await clock.advance(30);
  const sent = link.sent.map((text) => JSON.parse(text) as { session: string; candidates: unknown[] });
  expect(sent.map(({ session, candidates }) => `${session} ${candidates.length}`)).toEqual([
    'session-a 40',
    'session-a 10',
    'session-b 1',
    'session-a 1',
  ]);
});

test('a number forged in their name silences no later attempt', () => {
  const { box, heard } = setUp();
  const link = createTestLink();
  box.addLink(link);
  const from = { instance: 'page-there' };
  const signal = (more: object): void => link.onMessage.emit(JSON.stringify({ ...from, sdp: 'v=0', ...more }));
  signal({ kind: 'answer', session: 'forged', n: Number.MAX_SAFE_INTEGER, offer: 5 });
  signal({ kind: 'offer', session: 'real', n: 7 });
  // The same once more is told from the next.
  signal({ kind: 'offer', session: 'real', n: 7 });
  signal({ kind: 'offer', session: 'real', n: 6 });
  expect(heard.filter(({ session }) => session === 'real').map(({ n }) => n)).toEqual([7]);
});

test('a link too many is closed at once, so that nothing piles up behind it', () => {
  const { box } = setUp();
  const links = Array.from({ length: 9 }, () => createTestLink());
  const closed: number[] = [];
  links.forEach((link, index) => {
    const dispose = link[Symbol.dispose];
    link[Symbol.dispose] = () => {
      closed.push(index);
      dispose.call(link);
    };
    box.addLink(link);
  });
  expect(closed).toEqual([8]);
});

test('knows whether a link is open, and forgets one that closes', () => {
  const { box, heard } = setUp();
  const link = createTestLink();
  let opened = 0;
  box.onLinkOpened.on(() => (opened += 1));
  expect(box.hasLink()).toBe(false);
  box.addLink(link);
  box.addLink(link);
  expect([box.hasLink(), opened]).toEqual([true, 1]);
  link.close();
  link.onMessage.emit(signal(1));
  expect(box.hasLink()).toBe(false);
  expect(heard).toEqual([]);
});

test('holds eight links and no more', () => {
  const { box } = setUp();
  const links = Array.from({ length: 9 }, () => createTestLink());
  for (const link of links) box.addLink(link);
  box.post({ kind: 'offer', session: 'session', sdp: '' });
  expect(links.map(({ sent }) => sent.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0]);
});

test('ends with all its links and timers', () => {
  const { box, clock } = setUp();
  const link = createTestLink();
  box.addLink(link);
  box.postCandidate('session', candidate('x'));
  box[Symbol.dispose]();
  const late = createTestLink();
  box.addLink(late);
  expect([link.isDisposed, box.isLinked(), clock.pending()]).toEqual([true, false, 0]);
});

test('an offer that was overtaken by what they said in the attempt under way is of no use any more', () => {
  let current: string | undefined = 'ours';
  const { box, kinds } = setUp(undefined, () => current);
  box.receive(signal(5, 'answer', 'page-there', 'ours'));
  box.receive(signal(4, 'offer', 'page-there', 'theirs'));
  expect(kinds()).toEqual(['answer 5']);
  // Since then they have begun anew.
  box.receive(signal(6, 'offer', 'page-there', 'another'));
  expect(kinds()).toEqual(['answer 5', 'offer 6']);
  current = undefined;
  box.receive(signal(3, 'offer', 'page-there', 'third'));
  expect(kinds()).toEqual(['answer 5', 'offer 6', 'offer 3']);
});

test('while there is a connection, what was overtaken before it came about is of no use, and no number that came later counts', () => {
  let current: string | undefined = 'ours';
  const { box, kinds } = setUp(undefined, () => current);
  box.receive(signal(5, 'answer', 'page-there', 'ours'));
  box.accepted();
  current = '';
  box.receive(signal(Number.MAX_SAFE_INTEGER, 'answer', 'page-there', 'ours'));
  box.receive(signal(4, 'offer', 'page-there', 'theirs'));
  box.receive(signal(6, 'offer', 'page-there', 'another'));
  expect(kinds().slice(2)).toEqual(['offer 6']);
});

test('an offer that may not be taken now is as if it had not come, and is taken when it comes again', () => {
  let may = false;
  const { box, kinds, repeated } = setUp(undefined, undefined, () => may);
  box.receive(signal(5));
  expect(kinds()).toEqual([]);
  may = true;
  box.receive(signal(5));
  expect([kinds(), repeated()]).toEqual([['offer 5'], 0]);
});

test('a box that takes the place of another goes on counting: the other end remembers the numbers of the first', async () => {
  const clock = createFakeClock();
  const make = () =>
    createSignalBox({
      instance: 'page-here',
      otherInstance: 'page-there',
      clock,
      log: createLog(clock.nowMs),
      session: () => undefined,
      mayBegin: () => true,
      sendInCall: () => {},
    });
  const first = make();
  const before = [1, 2, 3].map(() => first.post({ kind: 'candidates', session: 'one', candidates: [] }).n);
  first[Symbol.dispose]();
  await clock.advance(1_000);
  expect(make().post({ kind: 'candidates', session: 'two', candidates: [] }).n).toBeGreaterThan(Math.max(...before));
});
