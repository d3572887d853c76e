// Which servers a call may use, and that those of a link are used only where somebody agreed to them.

import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createRoomSecret, type RoomLink } from '#engine/signaling/room-link.ts';
import { createTurnServers } from '#screens/prefs/turn-servers.ts';
import { createTurn } from '#shell/app/turn.ts';
import { createMemoryStorage } from '../../fixtures/memory-storage.ts';

const server = (host: string) => ({ url: `turn:${host}.example`, username: 'us', credential: 'secret' });
const inRtc = (host: string) => ({ urls: [`turn:${host}.example`], username: 'us', credential: 'secret' });
const hostServers = [{ urls: ['stun:stun.example', 'turn:host.example'], username: 'us', credential: 'secret' }];
const linkWith = (...hosts: readonly string[]): RoomLink => ({
  secret: createRoomSecret(),
  name: 'tea',
  turnServers: hosts.map(server),
});

const setUp = (opened?: RoomLink, servers = hostServers, tab = createMemoryStorage()) => {
  const own = createTurnServers(createMemoryStorage());
  const hidesAddress = signal(false);
  const link = signal<RoomLink | undefined>(opened);
  return { turn: createTurn({ hostServers: servers, own, hidesAddress, link, tab }), own, hidesAddress, link, tab };
};

test('the host’s and the own servers are there for every call, new ones at once', () => {
  const { turn, hidesAddress } = setUp();
  const stunServers = [{ urls: ['stun:stun.example'] }];
  expect(turn.ice.value).toEqual({ stunServers, turnServers: [inRtc('host')], isRelayOnly: false });
  turn.add(server('own'));
  hidesAddress.value = true;
  expect(turn.ice.value).toEqual({ stunServers, turnServers: [inRtc('host'), inRtc('own')], isRelayOnly: true });
});

test('says whether there is any', () => {
  const { turn } = setUp(undefined, []);
  expect(turn.isAnyKnown.value).toBe(false);
  turn.add(server('own'));
  expect(turn.isAnyKnown.value).toBe(true);
  turn.remove(server('own').url);
  expect(turn.isAnyKnown.value).toBe(false);
});

test('the servers of a link wait for an answer', () => {
  const { turn } = setUp(linkWith('a', 'a', 'b'), []);
  expect(turn.ofLink.value).toEqual({ hosts: ['a.example', 'b.example'], isWelcome: undefined });
  expect(turn.ice.value.turnServers).toEqual([]);
  turn.answerLink(true);
  expect(turn.ofLink.value?.isWelcome).toBe(true);
  expect(turn.ice.value.turnServers).toEqual([inRtc('a'), inRtc('a'), inRtc('b')]);
  turn.answerLink(false);
  expect([turn.ofLink.value?.isWelcome, turn.ice.value.turnServers]).toEqual([false, []]);
});

test('the answer holds for this link in this tab: over a reload, for no other room and no other server', () => {
  const opened = linkWith('a');
  const before = setUp(opened);
  before.turn.answerLink(true);
  const { turn, link } = setUp(opened, [], before.tab);
  expect(turn.ofLink.value?.isWelcome).toBe(true);
  link.value = { ...opened, name: 'another name' };
  expect(turn.ofLink.value?.isWelcome).toBe(true);
  link.value = { ...opened, turnServers: [server('evil')] };
  expect([turn.ofLink.value?.isWelcome, turn.ice.value.turnServers]).toEqual([undefined, []]);
  link.value = linkWith('a');
  expect(turn.ofLink.value?.isWelcome).toBeUndefined();
  expect(setUp(opened).turn.ofLink.value?.isWelcome).toBeUndefined();
});

test('gives the own servers along in a link, and nobody else’s', () => {
  const { turn } = setUp(linkWith('a'));
  turn.answerLink(true);
  const room = 'FeEUVT89Jc6WA3Sd8q7G87';
  const plain = `https://starling.example/x/?y#/tea-at-five~${room}`;
  expect(turn.giveAlong(plain)).toBe(plain);
  turn.add({ ...server('own'), credential: '$& 1' });
  expect(turn.giveAlong(plain)).toBe(`${plain}?turn=turn:own.example,us,%24%26%201`);
  expect(turn.giveAlong('no link')).toBe('no link');
});

test('a link without servers asks nothing', () => {
  const { turn, link } = setUp({ secret: createRoomSecret(), name: '' });
  turn.answerLink(true);
  expect(turn.ofLink.value).toBeUndefined();
  link.value = undefined;
  turn.answerLink(true);
  expect(turn.ofLink.value).toBeUndefined();
});

test.each(['null', 'garbage', '[]', '{"0":"x"}', '["x",true]'])('a spoilt answer is none: %s', (kept) => {
  const { turn } = setUp(linkWith('a'), [], createMemoryStorage({ 'starling.link-servers': kept }));
  expect(turn.ofLink.value?.isWelcome).toBeUndefined();
});

test('where the tab keeps nothing, nothing is used', () => {
  const refuse = (): never => {
    throw new DOMException('no', 'SecurityError');
  };
  const own = createTurnServers(createMemoryStorage());
  const tab = { getItem: refuse, setItem: refuse };
  const link = signal(linkWith('a'));
  const turn = createTurn({ hostServers: [], own, hidesAddress: signal(false), link, tab });
  turn.answerLink(true);
  expect(turn.ice.value.turnServers).toEqual([]);
});
