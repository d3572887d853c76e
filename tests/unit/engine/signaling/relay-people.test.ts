// Who was heard on the relays, and under which numbers they are written to.

import { expect, test } from 'vitest';
import type { LinkEnd } from '../../../../src/engine/signaling/link-end.ts';
import { createRelayPeople, type Entry } from '../../../../src/engine/signaling/relay-people.ts';
import type { Relay } from '../../../../src/engine/signaling/relay.ts';
import { signalLimits } from '../../../../src/engine/signaling/signal-limits.ts';
import { newPersonId } from './people.ts';

const relay = {} as Relay;

const setUp = () => {
  let nowMs = 1_000;
  const people = createRelayPeople({
    nowMs: () => nowMs,
    openLink: (_, entry) => {
      entry.end = { close: () => void (entry.end = undefined) } as unknown as LinkEnd;
    },
    onFull: () => {},
  });
  const hear = (person: ReturnType<typeof newPersonId>): Entry | undefined =>
    people.note(person, { instance: 'theirs', at: nowMs, kind: 'announcement' }, relay);
  return { hear, pass: (ms: number) => void (nowMs += ms) };
};

test('who was given up and comes back is written to under numbers above all those before', () => {
  const { hear, pass } = setUp();
  const sleeper = newPersonId();
  const before = hear(sleeper);
  if (!before) throw new Error('nobody');
  before.sent = 500;
  pass(600_000);
  hear(newPersonId());
  const after = hear(sleeper);
  expect(after).not.toBe(before);
  expect(after?.firstN).toBeGreaterThan(before.firstN + before.sent);
});

test('a full book does not give up the very person who is heard', () => {
  const { hear } = setUp();
  const first = newPersonId();
  const entry = hear(first);
  if (!entry) throw new Error('nobody');
  const others = Array.from({ length: signalLimits.rememberedPeople }, () => {
    const heard = hear(newPersonId());
    // Their links do not count.
    heard?.end?.close();
    entry.end ??= {} as LinkEnd;
    return heard;
  });
  expect(others.length).toBe(signalLimits.rememberedPeople);
  entry.end = undefined;
  expect(hear(first)).toBe(entry);
  expect(hear(first)).toBe(entry);
});
