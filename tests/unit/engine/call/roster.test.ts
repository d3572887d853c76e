import { describe, expect, test } from 'vitest';
import { AppError } from '#core/base/errors.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { NegotiationState } from '#engine/mesh/negotiation-states.ts';
import { connectionStateOf, createRoster } from '#engine/call/roster.ts';
import { signal } from '@preact/signals-core';

const [ana, ben] = ['A'.repeat(22), 'B'.repeat(22)] as [PersonId, PersonId];
const state = { name: 'Ana', microphone: true, camera: true, inCallMs: 1, sees: [ben] };

const createEmpty = (isPictureWanted = signal(true)) =>
  createRoster({ report: async () => undefined, journal: async () => undefined, isPictureWanted });

test('each person has one entry, in the order of arrival once it is known', () => {
  const roster = createEmpty();
  expect(roster.ensure(ana, 10)).toBe(roster.ensure(ana, 20));
  roster.ensure(ben, 30);
  roster.seat(ben, 5);
  expect(roster.people.value.map(({ id, joinedAtMs }) => [id, joinedAtMs])).toEqual([
    [ben, 5],
    [ana, 10],
  ]);
  roster.remove(ben);
  roster.remove(ben);
  expect(roster.people.value.map(({ id }) => id)).toEqual([ana]);
});

test('an entry says what the person says, in signals that stay', () => {
  const roster = createEmpty();
  const model = roster.ensure(ana, 0);
  const [person] = roster.people.value;
  model.setState(state);
  model.setSameDevice(true);
  // Not before they have proved on this very connection who they are.
  expect(person?.isCameraOn.value).toBe(false);
  model.setConnection({ is: 'connected', sinceMs: 0 });
  expect(person).toBe(roster.people.value[0]);
  expect([
    person?.name.value,
    person?.isMicrophoneOn.value,
    person?.isCameraOn.value,
    person?.isSameDevice.value,
  ]).toEqual(['Ana', true, true, true]);
  expect(model.sees()).toEqual([ben]);
});

test('a picture that is paused is none, and no camera that is off; whoever wants none sees nobody paused', () => {
  const isPictureWanted = signal(true);
  const model = createEmpty(isPictureWanted).ensure(ana, 0);
  const { isCameraOn, isPicturePaused } = model.participant;
  const seen = () => [isCameraOn.value, isPicturePaused.value];
  model.setState({ ...state, camera: false, paused: true });
  expect(seen()).toEqual([false, false]);
  model.setConnection({ is: 'connected', sinceMs: 0 });
  expect(seen()).toEqual([false, true]);
  isPictureWanted.value = false;
  expect(seen()).toEqual([false, false]);
  isPictureWanted.value = true;
  // Nonsense: their picture comes.
  model.setState({ ...state, camera: true, paused: true });
  expect(seen()).toEqual([true, false]);
});

test('the last twenty notices are kept, each with a key of its own', () => {
  const roster = createEmpty();
  for (let count = 0; count < 100; count += 1)
    roster.notify({ is: 'problem', error: new AppError('wire/too-many'), name: `${count}` });
  const notices = roster.notices.value;
  expect([notices.length, notices[0]?.name, notices.at(-1)?.name]).toEqual([20, '80', '99']);
  expect(new Set(notices.map(({ key }) => key)).size).toBe(20);
});

describe('what the screens say of a connection', () => {
  const sinceMs = 7;
  const session = 's';
  const rows: [NegotiationState, boolean, unknown][] = [
    [{ is: 'waiting', sinceMs, failures: 1 }, false, undefined],
    [{ is: 'waiting', sinceMs, failures: 1 }, true, 'failed peer/unreachable'],
    [{ is: 'calling', session, sinceMs, sent: 1, failures: 0 }, false, undefined],
    [{ is: 'calling', session, sinceMs, sent: 1, failures: 0 }, true, 'calling 7'],
    [{ is: 'connecting', session, sinceMs, failures: 0 }, false, 'connecting 7'],
    [{ is: 'greeting', session, sinceMs, failures: 0 }, true, 'greeting 7'],
    [{ is: 'connected', session, sinceMs }, true, 'connected 7'],
    [{ is: 'reconnecting', session, sinceMs, restartedMs: 9, isAway: false }, true, 'reconnecting 7'],
    [{ is: 'reconnecting', session, sinceMs, restartedMs: 9, isAway: true }, true, 'away 7'],
    [{ is: 'over', why: 'left' }, true, undefined],
    [{ is: 'over', why: 'lost' }, true, undefined],
    [{ is: 'over', why: 'wire/old-app' }, false, 'failed wire/old-app'],
    [{ is: 'over', why: 'security/wrong-identity' }, true, 'failed security/wrong-identity'],
  ];
  test.each(rows)('%o, answered: %s', (negotiation, wasAnswered, expected) => {
    const shown = connectionStateOf(negotiation, wasAnswered);
    expect(shown && `${shown.is} ${'error' in shown ? shown.error.code : shown.sinceMs}`).toBe(expected);
  });
});
