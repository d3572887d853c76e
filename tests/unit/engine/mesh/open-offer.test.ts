import { effect } from '@preact/signals-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PersonId } from '#core/base/ids.ts';
import { decodeSignal } from '#core/wire/signal.ts';
import { createOpenOffer, isToTake } from '#engine/mesh/open-offer.ts';
import { createSpare } from '#engine/mesh/spare.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';
import { createTestConnection } from './test-connection.ts';

const setUp = async () => {
  const clock = createFakeClock();
  const network = createFakeNetwork(clock);
  const rtc = network.port('Ana');
  const create = () => createTestConnection(rtc);
  const spare = createSpare(create, clock);
  const openOffer = createOpenOffer('page-of-ana', spare, clock);
  const texts: (string | undefined)[] = [];
  effect(() => void texts.push(openOffer.text.value));
  await clock.advance(100);
  return { clock, network, spare, openOffer, texts };
};

const sessionOf = (text: string | undefined): string => {
  const decoded = decodeSignal(text);
  return decoded.ok ? decoded.value.session : '';
};

test('of all who see each other exactly one takes an open offer', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 30 }), (names) => {
      const people = names as PersonId[];
      const takers = people.filter((self) =>
        isToTake(
          self,
          people.filter((other) => other !== self),
        ),
      );
      expect(takers).toHaveLength(1);
    }),
  );
});

test('what is prepared is offered with its addresses, to anybody', async () => {
  const { openOffer } = await setUp();
  const decoded = decodeSignal(openOffer.text.value);
  expect(decoded.ok && decoded.value).toMatchObject({ kind: 'offer', n: 0, instance: 'page-of-ana' });
  expect(openOffer.text.value).toContain('a=candidate');
});

test('the text stays what it is while it goes out, and the first who answers gets the connection', async () => {
  const { openOffer, spare, texts } = await setUp();
  const told = texts.at(-1);
  const connection = spare.waiting();
  openOffer.send();
  expect([openOffer.isOut(), openOffer.text.value, texts.at(-1)]).toEqual([true, told, told]);
  expect(openOffer.claim('another-session')).toBeUndefined();
  expect(openOffer.claim(sessionOf(told))?.connection).toBe(connection);
  expect(openOffer.claim(sessionOf(told))).toBeUndefined();
  expect([openOffer.isOut(), openOffer.text.value]).toEqual([false, undefined]);
});

test('another one may cross it for a second; it can be answered for three', async () => {
  const { clock, openOffer } = await setUp();
  expect(openOffer.mayCross()).toBe(false);
  openOffer.send();
  await clock.advance(999);
  expect([openOffer.mayCross(), openOffer.isOut()]).toEqual([true, true]);
  await clock.advance(1);
  expect([openOffer.mayCross(), openOffer.isOut()]).toEqual([false, true]);
});

test('an offer that nobody answered is given up, and so is one whose network is gone', async () => {
  const { clock, network, openOffer, texts } = await setUp();
  const session = sessionOf(texts.at(-1));
  openOffer.send();
  await clock.advance(5_000);
  // The next spare is there, and it is nobody's opening.
  expect([openOffer.isOut(), openOffer.claim(session), network.openCount()]).toEqual([false, undefined, 1]);
  expect(openOffer.text.value).toBeUndefined();
  const other = await setUp();
  other.openOffer.send();
  other.openOffer.withdraw();
  expect(other.openOffer.claim(sessionOf(other.texts[0]))).toBeUndefined();
  expect(other.network.openCount()).toBe(0);
});

test('without a prepared connection nothing is offered', async () => {
  const { clock, openOffer, spare } = await setUp();
  spare.take();
  openOffer.send();
  expect([openOffer.isOut(), openOffer.text.value]).toEqual([false, undefined]);
  await clock.advance(5_000);
  openOffer.send();
  expect(openOffer.isOut()).toBe(false);
});
