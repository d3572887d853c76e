import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInIceServers, builtInRelays } from '../../../../src/engine/signaling/built-in-relays.ts';
import { parseInstanceConfig, stunServersOf, turnServersOf } from '../../../../src/engine/signaling/instance-config.ts';

const page = 'https://calls.example/room/';
const fieldsOf = (value: unknown) =>
  parseInstanceConfig(value, page).problems.map(({ code, details }) => `${code} ${details['field']}`);

describe('starling.json', () => {
  it('may be absent or empty', () => {
    for (const value of [undefined, {}]) {
      const { config, problems } = parseInstanceConfig(value, page);
      expect(problems).toEqual([]);
      expect(config).toEqual({
        name: 'Starling',
        relays: builtInRelays,
        iceServers: builtInIceServers,
        encodeOnce: true,
      });
    }
  });

  it('sets every field', () => {
    const { config, problems } = parseInstanceConfig(
      {
        name: '  Our calls ',
        relays: { nostr: ['/relay', 'wss://one.example/x'], mqtt: [], torrent: ['ws://127.0.0.1:8000/announce'] },
        iceServers: [
          { urls: 'stun:stun.example:3478' },
          { urls: ['turn:turn.example'], username: 'a', credential: 'b' },
        ],
        encodeOnce: false,
      },
      page,
    );
    expect(problems).toEqual([]);
    expect(config).toEqual({
      name: 'Our calls',
      relays: {
        nostr: ['wss://calls.example/relay', 'wss://one.example/x'],
        mqtt: [],
        torrent: ['ws://127.0.0.1:8000/announce'],
      },
      iceServers: [
        { urls: ['stun:stun.example:3478'] },
        { urls: ['turn:turn.example'], username: 'a', credential: 'b' },
      ],
      encodeOnce: false,
    });
    expect(stunServersOf(config.iceServers)).toEqual([{ urls: ['stun:stun.example:3478'] }]);
    expect(turnServersOf(config.iceServers)).toEqual([{ urls: ['turn:turn.example'], username: 'a', credential: 'b' }]);
  });

  it('tells STUN from TURN in one entry, over TCP and TLS as well', () => {
    const urls = ['stun:a.example', 'turn:a.example?transport=tcp', 'turns:a.example:5349'];
    const { config, problems } = parseInstanceConfig({ iceServers: [{ urls, username: 'a', credential: 'b' }] }, page);
    expect(problems).toEqual([]);
    expect(stunServersOf(config.iceServers)).toEqual([{ urls: urls.slice(0, 1) }]);
    expect(turnServersOf(config.iceServers)).toEqual([{ urls: urls.slice(1), username: 'a', credential: 'b' }]);
  });

  it('takes /relay as ws: on a page of http:', () => {
    const { config } = parseInstanceConfig({ relays: { nostr: ['/relay'] } }, 'http://localhost:8080/');
    expect(config.relays.nostr).toEqual(['ws://localhost:8080/relay']);
  });

  it.each<[field: string, value: unknown]>([
    ['starling.json', []],
    ['nmae', { nmae: 'x' }],
    ['name', { name: 5 }],
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(61) }],
    ['relays', { relays: 'wss://one.example' }],
    ['relays.notsr', { relays: { notsr: [] } }],
    ['relays.nostr', { relays: { nostr: 'wss://one.example' } }],
    ['relays.nostr[2]', { relays: { nostr: ['wss://a.example', 'wss://b.example', 7] } }],
    ['relays.nostr[0]', { relays: { nostr: ['https://one.example'] } }],
    ['relays.mqtt[0]', { relays: { mqtt: ['//other.example/x'] } }],
    ['relays.mqtt[0]', { relays: { mqtt: ['wss://user:pass@one.example'] } }],
    ['relays.torrent[1]', { relays: { torrent: ['wss://a.example', `wss://${'x'.repeat(400)}`] } }],
    ['relays.nostr', { relays: { nostr: Array.from({ length: 17 }, (_, index) => `wss://r${index}.example`) } }],
    ['encodeOnce', { encodeOnce: 'no' }],
    ['iceServers', { iceServers: {} }],
    ['iceServers[0].urls', { iceServers: [{ urls: 'http://one.example' }] }],
    ['iceServers[1].username', { iceServers: [{ urls: 'stun:a.example' }, { urls: 'turn:a.example', username: 5 }] }],
    ['iceServers[0].urls', { iceServers: [{ urls: 'turn:a.example?transport=tls', username: 'a', credential: 'b' }] }],
    ['iceServers[0].username', { iceServers: [{ urls: 'turn:a.example', credential: 'b' }] }],
    ['iceServers[0].credential', { iceServers: [{ urls: ['stun:a.example', 'turns:a.example'], username: 'a' }] }],
    ['iceServers[0].secret', { iceServers: [{ urls: 'stun:a.example', secret: 'x' }] }],
  ])('names what is wrong: %s', (field, value) => {
    expect(fieldsOf(value)).toEqual([`config/invalid ${field}`]);
  });

  it('keeps the fields that are right when another is wrong', () => {
    const { config } = parseInstanceConfig({ name: 'Ours', relays: { nostr: [5], mqtt: ['wss://one.example'] } }, page);
    expect(config.name).toBe('Ours');
    expect(config.relays).toEqual({ ...builtInRelays, mqtt: ['wss://one.example'] });
  });

  it('never throws and always gives a whole configuration', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, pageUrl) => {
        const { config } = parseInstanceConfig(value, pageUrl);
        expect(config.name.length).toBeGreaterThan(0);
        expect(Array.isArray(config.relays.nostr) && Array.isArray(config.iceServers)).toBe(true);
      }),
    );
  });
});
