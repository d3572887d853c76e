import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog } from '#core/base/log.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { Link } from '#core/ports/link.ts';
import { limits } from '#core/wire/limits.ts';
import { createIntroductions } from '#engine/call/introductions.ts';
import { planWays } from '#engine/call/plan-introductions.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { fakeId } from '../../../fixtures/fake-call.ts';

const [self, ana, ben, cem] = [fakeId(0), fakeId(1), fakeId(2), fakeId(3)];

const open = (connected: ReadonlyMap<PersonId, string>) => {
  const clock = createFakeClock(1);
  const sent: { readonly to: PersonId; readonly type: string; readonly body: unknown }[] = [];
  const links: Link[] = [];
  const introductions = createIntroductions({
    self,
    clock,
    log: createLog(() => clock.nowMs()),
    instanceOf: (person) => connected.get(person),
    send: (to, type, body) => void sent.push({ to, type, body }),
    addLink: (link) => void links.push(link),
  });
  return { introductions, clock, sent, links };
};

describe('ways', () => {
  const people = fc.integer({ min: 0, max: 6 }).map(fakeId);
  const visit = fc.tuple(people, fc.constantFrom('page-1', 'page-2'));
  const talk = fc.uniqueArray(
    fc.tuple(
      people.filter((id) => id !== self),
      fc.array(visit, { maxLength: 12 }),
    ),
    {
      selector: ([person]) => person,
    },
  );

  test('never to oneself, never through the one whom it is to, at most two to one, and one wherever there is any', () => {
    fc.assert(
      fc.property(talk, (said) => {
        const ways = [...planWays(self, new Map(said)).values()];
        const counts = new Map<string, number>();
        for (const { through, to, instance } of ways) {
          expect(to).not.toBe(self);
          expect(to).not.toBe(through);
          counts.set(`${to} ${instance}`, (counts.get(`${to} ${instance}`) ?? 0) + 1);
        }
        for (const count of counts.values()) expect(count).toBeLessThanOrEqual(2);
        for (const [through, visits] of said)
          for (const [to, instance] of visits)
            if (to !== self && to !== through) expect(counts.has(`${to} ${instance}`)).toBe(true);
      }),
    );
  });
});

describe('handing on', () => {
  test('what is for somebody whom we are connected to goes to them, with the name of who sent it as we know it', () => {
    const { introductions, sent } = open(
      new Map([
        [ana, 'page-a'],
        [ben, 'page-b'],
      ]),
    );
    introductions.takePass(ana, { to: [ben, 'page-b'], text: 'hello' });
    expect(sent).toEqual([{ to: ben, type: 'passed', body: { from: [ana, 'page-a'], text: 'hello' } }]);
  });

  test.each([
    ['nobody we know', { to: [cem, 'page-c'], text: 'x' }],
    ['another page load', { to: [ben, 'page-z'], text: 'x' }],
    ['ourselves', { to: [self, 'page-s'], text: 'x' }],
    ['whoever sent it', { to: [ana, 'page-a'], text: 'x' }],
    ['too long', { to: [ben, 'page-b'], text: 'x'.repeat(limits.signalBytes + 1) }],
    ['no text', { to: [ben, 'page-b'] }],
    ['no person', { to: ['', ''], text: 'x' }],
    ['nothing', null],
  ])('for %s: dropped', (_, body) => {
    const { introductions, sent } = open(
      new Map([
        [ana, 'page-a'],
        [ben, 'page-b'],
      ]),
    );
    introductions.takePass(ana, body);
    expect(sent).toEqual([]);
  });
});

describe('links', () => {
  test('one opens through whoever says to reach somebody, carries both ways, and closes when they do not any more', () => {
    const { introductions, sent, links } = open(new Map([[ana, 'page-a']]));
    introductions.tell(ana, [[ben, 'page-b']]);
    const [link] = links;
    if (!link) throw new Error('no link');
    expect([link.to, link.instance, link.via, link.isOpen]).toEqual([ben, 'page-b', 'person', true]);
    link.send('offer');
    expect(sent).toEqual([{ to: ana, type: 'pass', body: { to: [ben, 'page-b'], text: 'offer' } }]);
    const heard: string[] = [];
    link.onMessage.on((text) => heard.push(text));
    introductions.takePassed(ana, { from: [ben, 'page-b'], text: 'answer' });
    expect(heard).toEqual(['answer']);
    let isClosed = false;
    link.onClose.on(() => (isClosed = true));
    introductions.tell(ana, []);
    expect([isClosed, link.isOpen, links.length]).toEqual([true, false, 1]);
  });

  test('one that was given up is tried again later, and not at every word', async () => {
    const { introductions, clock, links } = open(new Map([[ana, 'page-a']]));
    introductions.tell(ana, [[ben, 'page-b']]);
    links[0]?.[Symbol.dispose]();
    for (let round = 0; round < 10; round += 1) introductions.tell(ana, [[ben, 'page-b']]);
    expect(links).toHaveLength(1);
    await clock.advance(40_000);
    expect(links).toHaveLength(2);
  });

  test('somebody who makes up thousands of people opens a bounded number of links', () => {
    const { introductions, links } = open(new Map([[ana, 'page-a']]));
    for (let index = 0; index < 5_000; index += 1)
      introductions.takePassed(ana, { from: [fakeId(100 + index), 'page-x'], text: 'offer' });
    expect(links.length).toBe(12);
  });

  test('the next strangers come when the ones before have proved who they are; of whom we know there is no limit', () => {
    const connected = new Map([[ana, 'page-a']]);
    const { introductions, links } = open(connected);
    const many = Array.from({ length: 30 }, (_, index): [PersonId, string] => [fakeId(100 + index), 'page-x']);
    introductions.tell(ana, many);
    expect(links).toHaveLength(12);
    for (const { to } of links.slice(0, 5)) connected.set(to, 'page-x');
    introductions.tell(ana, many);
    expect(links).toHaveLength(17);
    for (const [to] of many) connected.set(to, 'page-x');
    introductions.tell(ana, many);
    expect(links).toHaveLength(30);
  });

  test('nothing is left behind', async () => {
    const { introductions, clock, links } = open(new Map([[ana, 'page-a']]));
    introductions.tell(ana, [
      [ben, 'page-b'],
      [cem, 'page-c'],
    ]);
    introductions[Symbol.dispose]();
    expect(links.map(({ isOpen }) => isOpen)).toEqual([false, false]);
    await clock.advance(60_000);
    expect([clock.pending(), links.length]).toEqual([0, 2]);
  });
});
