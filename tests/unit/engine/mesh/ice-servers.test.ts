import { expect, test } from 'vitest';
import { planIce, type IceServers } from '#engine/mesh/ice-plan.ts';
import { createIceServers } from '#engine/mesh/ice-servers.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { noServers, stunServer, turnServer } from '../../../fakes/ice.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';

const setUp = (servers: Partial<IceServers> = {}) => {
  let plan = planIce({ ...noServers, stunServers: [stunServer], turnServers: [turnServer], ...servers });
  const own = createIceServers(() => plan);
  const pc = createFakeNetwork(createFakeClock()).port('Ana').create(own.wanted());
  const asked = () => pc.getConfiguration().iceServers;
  return { own, pc, asked, change: (next: Partial<IceServers>) => void (plan = planIce({ ...noServers, ...next })) };
};

test('asks TURN from the moment it is allowed, however often', () => {
  const { own, pc, asked } = setUp();
  expect(asked()).toEqual([stunServer]);
  expect([own.allowRelays(pc), own.allowRelays(pc)]).toEqual([true, true]);
  expect(asked()).toEqual([stunServer, turnServer]);
});

test('says where there is no TURN server, and takes one that becomes known later', () => {
  const { own, pc, asked, change } = setUp({ turnServers: [] });
  expect(own.allowRelays(pc)).toBe(false);
  change({ stunServers: [stunServer], turnServers: [turnServer] });
  expect(own.update(pc)).toBe(true);
  expect(asked()).toEqual([stunServer]);
  expect(own.allowRelays(pc)).toBe(true);
  expect(asked()).toEqual([stunServer, turnServer]);
});

test('says where the browser can’t change what a connection asks, or doesn’t want to', () => {
  const { own } = setUp();
  expect(own.allowRelays({})).toBe(false);
  const refusing = () => {
    throw new DOMException('an address that it can’t read', 'SyntaxError');
  };
  expect(own.allowRelays({ setConfiguration: refusing })).toBe(false);
});

test('somebody who begins to hide in the call: nothing of the old connection tells the address any more', () => {
  const { own, pc, change } = setUp();
  const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.7 9 typ host', sdpMid: '0', sdpMLineIndex: 0 };
  const told = () => own.candidateToTell({ ...candidate, usernameFragment: null });
  expect(told()).toMatchObject(candidate);
  change({ turnServers: [turnServer], isRelayOnly: true });
  expect([told(), own.sdpToTell(`a=${candidate.candidate}\r\n`)]).toEqual([undefined, '']);
  own.update(pc);
  expect(pc.getConfiguration()).toMatchObject({ iceTransportPolicy: 'relay', iceServers: [turnServer] });
});
