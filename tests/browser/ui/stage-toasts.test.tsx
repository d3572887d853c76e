// What is said in passing on the stage: who came, and what was written while the chat is closed.

import '#screens/stage/stage.tsx';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StageToasts } from '#screens/stage/stage-toasts.tsx';
import { chat, hands } from '#features/registry.ts';
import { createFakeCall, fakeId, fakePerson, type FakeCall } from '../../fixtures/fake-call.ts';
import { show } from './show.tsx';

let call: FakeCall;
let remove = (): void => {};
const copies = signal(0);
const failedFloats = signal(0);

beforeEach(() => {
  call = createFakeCall({ name: 'Mira' });
  call.set.people.value = [fakePerson(0), fakePerson(1)];
  remove = show(
    <StageToasts
      call={call}
      hands={call.feature(hands)}
      chat={call.feature(chat)}
      reactions={undefined}
      copies={copies}
      failedFloats={failedFloats}
    />,
  );
});
afterEach(() => remove());

let written = 0;
const write = (...texts: readonly string[]): void => {
  const fresh = texts.map((text) => {
    written += 1;
    return { id: `message-${written}`, from: fakeId(0), name: 'Ana', text, sentAtMs: written, isOwn: false };
  });
  call.set.messages.value = [...call.set.messages.value, ...fresh];
  call.set.unread.value += fresh.length;
};
const said = (): readonly string[] => [...document.querySelectorAll('p')].map(({ textContent }) => textContent ?? '');

test('the first words of a message are said, as they were written; of several in a row, that there are some', async () => {
  write('<b>Hello</b>\nto all of you, and a good deal more than finds room in one line of the stage');
  await expect.poll(said).toEqual(['Ana: <b>Hello</b> to all of you, and a good deal more than finds…']);
  expect(document.querySelector('b')).toBeNull();
  write('And one more');
  await expect.poll(said).toEqual(['New messages in the chat']);
  write('And a third');
  await expect.poll(said).toEqual(['New messages in the chat']);
  // Opened: it was read.
  call.set.unread.value = 0;
  await expect.poll(said).toEqual([]);
});

test('what was written before one came is said once', async () => {
  write('One', 'Two', 'Three');
  await expect.poll(said).toEqual(['New messages in the chat']);
});

test('nothing is said of one’s own messages, nor of any while the chat is open', async () => {
  call.set.messages.value = [
    { id: 'own', from: call.selfId, name: 'Mira', text: 'Mine', sentAtMs: 1, isOwn: true },
    { id: 'read', from: fakeId(1), name: 'Bo', text: 'Read at once', sentAtMs: 2, isOwn: false },
  ];
  call.set.hands.value = [{ person: fakeId(1), sinceMs: 0 }];
  await expect.poll(said).toEqual(['Bo Nilsson raised a hand']);
});

/** All that a screen reader would say from now on. */
const listen = (): readonly string[] => {
  const heard: string[] = [];
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      if (!element?.closest('[role="status"], [role="alert"]')) continue;
      heard.push(...[...addedNodes].flatMap(({ textContent }) => textContent || []));
    }
  }).observe(document.body, { subtree: true, childList: true });
  return heard;
};

test('who comes is said: “Ana is here”', async () => {
  call.join();
  const heard = listen();
  call.notify({ is: 'arrived', name: 'Ana', id: fakeId(0) });
  await expect.poll(() => heard).toEqual(['Ana is here']);
});

test('entering a call of thirty is no roll call, and who comes later is named again', async () => {
  call.join();
  const heard = listen();
  const early = Array.from({ length: 29 }, (_, index) => ({ ...fakePerson(index), joinedAtMs: -1 - index }));
  for (const [index, person] of early.entries()) {
    call.set.people.value = early.slice(0, index + 1);
    const next = { is: 'arrived', name: person.name.value, id: person.id, key: index } as const;
    call.set.notices.value = [...call.set.notices.value, next].slice(-20);
    // One after the other, as they are connected.
    await new Promise(requestAnimationFrame);
  }
  await expect.poll(() => heard).toEqual(['Ana is here', 'Bo Nilsson is here', 'Others are here, too']);
  const late = fakePerson(30, { name: 'Zoe' });
  call.set.people.value = [...early, late];
  call.set.notices.value = [
    ...call.set.notices.value.slice(1),
    { is: 'arrived' as const, name: 'Zoe', id: late.id, key: 40 },
  ];
  await expect.poll(() => heard.at(-1)).toBe('Zoe is here');
});

test('that the link was copied is said each time', async () => {
  copies.value += 1;
  await expect.poll(said).toEqual(['Link copied']);
});

test('so is that the small window could not be loaded', async () => {
  failedFloats.value += 1;
  await expect
    .poll(() => said().at(-1))
    .toBe('The small window could not be loaded. Check your network and try again.');
});

test('it lies beside what else is said: at most two at a time in each place', async () => {
  for (let index = 0; index < 9; index += 1) call.notify({ is: 'arrived', name: `Guest ${index}`, id: fakeId(index) });
  // What the tests before left is gone after a while of its own.
  const news = (): string[] => said().filter((text) => /^(Guest|Ana)/.test(text));
  await expect.poll(news).toEqual(['Guest 7 is here', 'Guest 8 is here']);
  write('Hello');
  await expect.poll(news).toEqual(['Guest 7 is here', 'Guest 8 is here', 'Ana: Hello']);
  expect([...document.querySelectorAll('[role="status"]')].map((each) => each.getAttribute('aria-live'))).toEqual([
    'polite',
    'polite',
  ]);
});
