import { expect, test } from 'vitest';
import { planIce } from '#engine/mesh/ice-plan.ts';
import { stunServer, turnServer } from '../../../fakes/ice.ts';

const bundlePolicy = 'max-bundle';

test('at first a connection knows STUN alone, and TURN where no direct path was found', () => {
  expect(planIce({ stunServers: [stunServer], turnServers: [turnServer], isRelayOnly: false })).toEqual({
    direct: { iceServers: [stunServer], bundlePolicy },
    relayed: { iceServers: [stunServer, turnServer], bundlePolicy },
    hidesAddress: false,
  });
});

test('without TURN there is nothing to fall back to', () => {
  const plan = planIce({ stunServers: [stunServer], turnServers: [], isRelayOnly: false });
  expect(plan).toEqual({ direct: { iceServers: [stunServer], bundlePolicy }, relayed: undefined, hidesAddress: false });
});

test('relay only asks no STUN server, and TURN at once', () => {
  const hidden = { iceServers: [turnServer], bundlePolicy, iceTransportPolicy: 'relay' };
  expect(planIce({ stunServers: [stunServer], turnServers: [turnServer], isRelayOnly: true })).toEqual({
    direct: hidden,
    relayed: hidden,
    hidesAddress: true,
  });
});

test('relay only without TURN reaches nobody, and never goes direct', () => {
  expect(planIce({ stunServers: [stunServer], turnServers: [], isRelayOnly: true })).toEqual({
    direct: { iceServers: [], bundlePolicy, iceTransportPolicy: 'relay' },
    relayed: undefined,
    hidesAddress: true,
  });
});

test('a server without user or password would make the browser refuse every connection: it is left out', () => {
  const turnServers = [
    { urls: 'turn:a.example' },
    { urls: 'turn:b.example', username: 'us', credential: '' },
    turnServer,
  ];
  const plan = planIce({ stunServers: [], turnServers, isRelayOnly: false });
  expect(plan.relayed?.iceServers).toEqual([turnServer]);
});
