import { describe, expect, test } from 'vitest';
import { deviceTroubles } from '#screens/words/device-words.ts';
import { areRelaysGone, relayLine, summarizeRelays, type Relays } from '#screens/words/relay-words.ts';
import { createFakeCall, fakeError } from '../../fixtures/fake-call.ts';

type State = Relays[number]['state'];
const relay = (name: string, state: State, network: Relays[number]['network'] = 'nostr'): Relays[number] => ({
  name,
  network,
  state,
});
const open: State = { is: 'open', roundTripMs: 20 };
const waiting: State = { is: 'waiting', attempt: 1, retryAtMs: 0 };
const device = relay('this device', open, 'device');

describe('the line about relays', () => {
  test('counts those that answer, also one that is being probed, but not this device', () => {
    const relays = [relay('a', open), relay('b', { is: 'probing' }), relay('c', waiting), device];
    expect(relayLine(relays, true)).toBe('2 meeting points answer');
    expect(relayLine([relay('a', open), device], true)).toBe('1 meeting point answers');
  });
  test('looks for them before any has failed', () => {
    expect(summarizeRelays([relay('a', { is: 'connecting' }), device]).is).toBe('looking');
    expect(summarizeRelays([]).is).toBe('looking');
  });
  test('names those that were tried, a few of many', () => {
    const relays = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => relay(name, waiting));
    expect(relayLine(relays, true)).toContain('Tried: a, b, c, d +2.');
  });
  test('says when the device itself has no network, and when there is nothing but the device', () => {
    expect(relayLine([relay('a', waiting)], false)).toContain('no network');
    expect(summarizeRelays([device]).is).toBe('device-only');
  });
});

describe('that no relay answers', () => {
  const connecting: State = { is: 'connecting' };
  const silent: State = { is: 'open', roundTripMs: undefined };
  test('is said when all have failed, and not while they are looked for', () => {
    expect(areRelaysGone([relay('a', connecting), device], false)).toBe(false);
    expect(areRelaysGone([relay('a', waiting), relay('b', connecting), device], false)).toBe(true);
    expect(areRelaysGone([relay('a', waiting), relay('b', open)], false)).toBe(false);
  });
  test('stays said while they are tried again, until one has answered', () => {
    expect(areRelaysGone([relay('a', connecting)], true)).toBe(true);
    expect(areRelaysGone([relay('a', silent)], true)).toBe(true);
    expect(areRelaysGone([relay('a', waiting), device], true)).toBe(true);
    expect(areRelaysGone([relay('a', waiting), relay('b', open)], true)).toBe(false);
  });
});

describe('trouble with devices', () => {
  test('is said once when both have the same', () => {
    const call = createFakeCall();
    call.set.microphone.value = { is: 'failed', error: fakeError('media/denied') };
    call.set.camera.value = { is: 'failed', error: fakeError('media/denied') };
    expect(deviceTroubles(call.media).map(({ title }) => title)).toEqual(['Microphone and camera: not allowed']);
    call.set.camera.value = { is: 'failed', error: fakeError('media/missing') };
    expect(deviceTroubles(call.media).map(({ title }) => title)).toEqual([
      'Microphone: not allowed',
      'Camera: not found',
    ]);
    call.set.microphone.value = { is: 'off' };
    expect(deviceTroubles(call.media)).toHaveLength(1);
  });
});
