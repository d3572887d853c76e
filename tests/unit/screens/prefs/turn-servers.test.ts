import { expect, test } from 'vitest';
import { createTurnServers, maxTurnServers, turnServersKey } from '#screens/prefs/turn-servers.ts';
import { createMemoryStorage } from '../../../fixtures/memory-storage.ts';

const server = (host: string, credential = 'secret') => ({ url: `turn:${host}.example`, username: 'us', credential });

test('servers are there again for the next page, and what was removed is not', () => {
  const storage = createMemoryStorage();
  const turn = createTurnServers(storage);
  for (const host of ['a', 'b', 'c']) turn.add(server(host));
  turn.remove(server('b').url);
  expect(createTurnServers(storage).servers.value).toEqual([server('a'), server('c')]);
});

test('another password for the same address takes the place of the old one', () => {
  const turn = createTurnServers(createMemoryStorage());
  turn.add(server('a', 'old'));
  turn.add(server('a', 'new'));
  expect(turn.servers.value).toEqual([server('a', 'new')]);
});

test('there are never more than make sense', () => {
  const turn = createTurnServers(createMemoryStorage());
  for (let index = 0; index < 9; index += 1) turn.add(server(`host${index}`));
  expect(turn.servers.value).toHaveLength(maxTurnServers);
});

test('cleared: nothing of it is left in storage', () => {
  const storage = createMemoryStorage();
  const turn = createTurnServers(storage);
  turn.add(server('a'));
  expect(storage.getItem(turnServersKey)).toContain('secret');
  turn.clear();
  expect([turn.servers.value, storage.getItem(turnServersKey)]).toEqual([[], null]);
});

test('takes over what another window has set', () => {
  const storage = createMemoryStorage();
  const [here, there] = [createTurnServers(storage), createTurnServers(storage)];
  there.add(server('a'));
  here.reread();
  expect(here.servers.value).toEqual([server('a')]);
});

test.each([
  '',
  'null',
  '{}',
  'garbage',
  '[7, null, {"url":"https://a.example"}, {"url":"turn:a.example","username":5}]',
])('what was spoilt in storage is left out: %s', (kept) => {
  expect(createTurnServers(createMemoryStorage({ [turnServersKey]: kept })).servers.value).toEqual([]);
});

test('lasts as long as the page where storage refuses', () => {
  const refuse = (): never => {
    throw new DOMException('no', 'SecurityError');
  };
  const turn = createTurnServers({ getItem: refuse, setItem: refuse, removeItem: refuse });
  turn.add(server('a'));
  expect(turn.servers.value).toEqual([server('a')]);
  turn.clear();
  expect(turn.servers.value).toEqual([]);
});
