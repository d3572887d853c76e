// What the device hears of a joined call, and that all of it is given back.

import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SoundKind } from '#core/ports/sounds.ts';
import type { Stop } from '#core/base/scope.ts';
import { startPresence } from '#shell/presence/start-presence.ts';
import type { News } from '#shell/presence/watch-news.ts';
import { createFakePresence, type FakePresence } from '../../../fakes/presence.ts';
import { createFakeCall, fakeError, fakeId, fakePerson, type FakeCall } from '../../../fixtures/fake-call.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let call: FakeCall;
let presence: FakePresence;
let played: (readonly [SoundKind, string])[];
let news: News;
let nowMs: number;
let stop: Stop;
const unread = signal(0);
const raisedHands = signal(0);

beforeEach(() => {
  call = createFakeCall();
  presence = createFakePresence();
  played = [];
  nowMs = 0;
  unread.value = 0;
  raisedHands.value = 0;
  call.join();
  stop = startPresence({
    call,
    title: 'Birds',
    ports: presence.ports,
    sounds: { play: (kind, speakerId) => void played.push([kind, speakerId]) },
    unread,
    raisedHands,
    nowMs: () => nowMs,
    onNews: (now) => (news = now),
  });
  nowMs = 10_000;
});
afterEach(() => stop());

const kinds = (): readonly SoundKind[] => played.map(([kind]) => kind);
const arrive = (index: number): void => call.notify({ is: 'arrived', name: 'Ana', id: fakeId(index) });

describe('the screen', () => {
  test('stays on, and again after the page was hidden', async () => {
    await settle();
    expect(presence.seen.locks).toBe(1);
    presence.show(false);
    expect(presence.seen.locks).toBe(0);
    presence.show(true);
    await settle();
    expect(presence.seen.locks).toBe(1);
    stop();
    expect(presence.seen.locks).toBe(0);
  });
  test('is let go when the end comes before the browser has answered', async () => {
    stop();
    await settle();
    expect(presence.seen.locks).toBe(0);
  });
});

describe('keys of a headset', () => {
  test('turn the microphone off and on, with a sound', async () => {
    await call.media.setMicrophone(true);
    expect(presence.seen.microphone).toBe(true);
    presence.press('toggle-microphone');
    await settle();
    expect(call.media.microphone.value.is).toBe('off');
    presence.press('toggle-microphone');
    await settle();
    expect(kinds()).toEqual(['muted', 'unmuted']);
    presence.press('toggle-camera');
    await settle();
    expect(presence.seen.camera).toBe(true);
  });
  test('hang up', () => {
    expect(presence.seen.title).toBe('Birds');
    presence.press('hang-up');
    expect(call.state.value.is).toBe('ended');
  });
});

describe('news', () => {
  test('count only while nobody looks, and are over on return', () => {
    arrive(0);
    expect(news.count).toBe(0);
    presence.show(false);
    arrive(1);
    arrive(2);
    unread.value = 3;
    expect(news).toEqual({ count: 2, last: { is: 'arrived', id: fakeId(2), name: 'Ana' } });
    expect(presence.seen.badge).toBe(5);
    presence.show(true);
    expect(news.count).toBe(0);
    expect(presence.seen.badge).toBe(3);
    stop();
    expect(presence.seen.badge).toBe(0);
  });
});

test('a hand, somebody lost and an unplugged device are news as well', () => {
  presence.show(false);
  raisedHands.value = 1;
  expect(news).toEqual({ count: 1, last: { is: 'hand' } });
  raisedHands.value = 0;
  call.notify({ is: 'lost', name: 'Ana', id: fakeId(0) });
  expect(news).toEqual({ count: 2, last: { is: 'lost', id: fakeId(0), name: 'Ana' } });
  call.notify({ is: 'replaced', kind: 'microphone', name: 'Built-in' });
  expect(news).toEqual({ count: 3, last: { is: 'unplugged', kind: 'microphone' } });
  call.set.camera.value = { is: 'failed', error: fakeError('media/unplugged') };
  expect(news).toEqual({ count: 4, last: { is: 'unplugged', kind: 'camera' } });
  // Nobody is called for these.
  call.notify({ is: 'left', name: 'Ana', id: fakeId(0) });
  call.set.camera.value = { is: 'failed', error: fakeError('media/denied') };
  expect([news.count, presence.seen.badge]).toEqual([4, 4]);
});

describe('sounds', () => {
  test('tell coming, going, messages and hands, on the chosen speaker', async () => {
    await call.media.choose('speaker', 'Headset');
    arrive(0);
    call.notify({ is: 'lost', name: 'Ana', id: fakeId(0) });
    unread.value = 1;
    raisedHands.value = 1;
    expect(played).toEqual([
      ['joined', 'Headset'],
      ['left', 'Headset'],
      ['message', 'Headset'],
      ['hand', 'Headset'],
    ]);
  });
  test('are silent when figures fall, and for problems', () => {
    unread.value = 2;
    unread.value = 0;
    raisedHands.value = 0;
    expect(kinds()).toEqual(['message']);
  });
  test('are silent about those who were here before us, and in a crowd', () => {
    nowMs = 1_000;
    arrive(0);
    nowMs = 10_000;
    call.set.people.value = Array.from({ length: 9 }, (_, index) => fakePerson(index));
    arrive(1);
    expect(kinds()).toEqual([]);
  });
  test('end with the call', () => {
    stop();
    arrive(0);
    unread.value = 1;
    expect(kinds()).toEqual([]);
    expect(presence.seen.hasAudio).toBe(false);
  });
});
