import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import { createRoomSecret } from '#engine/signaling/room-link.ts';
import { prefsKey } from '#screens/prefs/prefs.ts';
import { createMemory } from '#shell/app/memory.ts';
import type { SessionState } from '#shell/app/session.ts';
import type { WebStorage } from '#shell/platform/web-storage.ts';
import { createFakeCall, fakePerson } from '../../fixtures/fake-call.ts';
import { createMemoryStorage } from '../../fixtures/memory-storage.ts';

const start = (local = createMemoryStorage(), tab = createMemoryStorage()) => {
  const state = signal<SessionState>({ is: 'landing' });
  const target = new EventTarget();
  const clearStore = vi.fn(async () => {});
  const goHome = vi.fn(() => void (state.value = { is: 'landing' }));
  const memory = createMemory({ local, tab, session: { state }, goHome, clearStore, target, dateMs: () => 1_000 });
  const join = () => {
    const call = createFakeCall();
    const link = { secret: createRoomSecret(), name: 'Sunday-birds' };
    state.value = { is: 'call', call, link };
    return { call, link };
  };
  const tellOf = (key: string | null): void => void target.dispatchEvent(Object.assign(new Event('storage'), { key }));
  return { memory, state, local, tab, clearStore, goHome, join, tellOf };
};

const keysOf = (storage: WebStorage): readonly (string | null)[] =>
  Array.from({ length: storage.length }, (_, index) => storage.key(index));

test('a call is noted once it is joined, under the name that people read', () => {
  const { memory, join } = start();
  const { call, link } = join();
  expect(memory.recentCalls.value).toEqual([]);
  call.join();
  expect(memory.recentCalls.value).toEqual([{ secret: link.secret, name: 'Sunday birds', atMs: 1_000 }]);
});

test('who was met in a call is noted once they have proved who they are', () => {
  const { memory, join } = start();
  const { call } = join();
  call.join();
  call.set.people.value = [fakePerson(0), fakePerson(1, { connection: { is: 'greeting', sinceMs: 0 } })];
  expect(memory.recentCalls.value[0]?.people).toEqual(['Ana']);
  call.set.people.value = [];
  expect(memory.recentCalls.value[0]?.people).toEqual(['Ana']);
});

test('switching recent calls off forgets them, and switching on again in a call notes this one', () => {
  const { memory, join } = start();
  join().call.join();
  memory.prefs.set('keepsRecentCalls', false);
  expect(memory.recentCalls.value).toEqual([]);
  memory.prefs.set('keepsRecentCalls', true);
  expect(memory.recentCalls.value).toHaveLength(1);
});

test('what another window changes is the same here', () => {
  const local = createMemoryStorage();
  const [here, there] = [start(local), start(local)];
  there.memory.prefs.set('theme', 'contrast');
  here.tellOf('something else');
  expect(here.memory.prefs.values.theme.value).toBe('system');
  here.tellOf(prefsKey);
  expect(here.memory.prefs.values.theme.value).toBe('contrast');
  local.removeItem(prefsKey);
  here.tellOf(null);
  expect(here.memory.prefs.values.theme.value).toBe('system');
});

test('forgetting everything leaves the call first, and nothing of ours behind', async () => {
  const local = createMemoryStorage({ 'starling.install': 'declined', 'another.page': 'stays', starlings: 'stays' });
  const tab = createMemoryStorage({ 'starling/seat': 'a', 'starling.seat': 'b' });
  const { memory, clearStore, goHome, join } = start(local, tab);
  join().call.join();
  memory.prefs.set('theme', 'dark');
  clearStore.mockImplementation(async () => {
    expect(goHome).toHaveBeenCalledOnce();
    expect(memory.hasForgotten.value).toBe(false);
  });
  await memory.forgetEverything();
  expect(clearStore).toHaveBeenCalledOnce();
  expect([keysOf(local), keysOf(tab)]).toEqual([['another.page', 'starlings'], []]);
  expect([memory.recentCalls.value, memory.prefs.values.theme.value]).toEqual([[], 'system']);
  expect(memory.hasForgotten.value).toBe(true);
});

test('once disposed of, it notes nothing', () => {
  const { memory, join } = start();
  memory[Symbol.dispose]();
  join().call.join();
  expect(memory.recentCalls.value).toEqual([]);
});
