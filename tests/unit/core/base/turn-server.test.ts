import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeTurnUrl, findTurnFault, turnHost } from '#core/base/turn-server.ts';

test.each([
  ['turn:turn.example.org', 'turn.example.org'],
  ['turn:Turn.Example.org:3478', 'turn.example.org'],
  ['turn:turn.example.org:80?transport=tcp', 'turn.example.org'],
  ['turns:turn.example.org:443', 'turn.example.org'],
  ['turns:192.0.2.1?transport=udp', '192.0.2.1'],
  ['turn:[2001:db8::1]:3478', '[2001:db8::1]'],
  ['turn:xn--bcher-kva.example', 'xn--bcher-kva.example'],
])('%s is on %s', (url, host) => {
  expect(turnHost(url)).toBe(host);
});

test.each([
  '',
  'turn:',
  'turn.example.org',
  'stun:turn.example.org',
  'https://turn.example.org',
  'turn://turn.example.org',
  'turn:user@turn.example.org',
  'turn:turn.example.org:0',
  'turn:turn.example.org:70000',
  'turn:turn.example.org?transport=tls',
  'turn:turn.example.org/x',
  'turn:a b.example',
  'turn:bücher.example',
  'turn:turn.example\u202egro',
  `turn:${'x'.repeat(254)}`,
])('%s is no address of a TURN server', (url) => {
  expect(turnHost(url)).toBeUndefined();
});

test('names the first field that a browser would refuse', () => {
  const server = { url: 'turn:turn.example.org', username: 'us', credential: 'secret' };
  expect(findTurnFault(server)).toBeUndefined();
  expect(findTurnFault({})).toBe('url');
  expect(findTurnFault({ ...server, url: 7 })).toBe('url');
  expect(findTurnFault({ ...server, username: '' })).toBe('username');
  expect(findTurnFault({ ...server, username: '\ud83d' })).toBe('username');
  expect(findTurnFault({ ...server, credential: 'x'.repeat(501) })).toBe('credential');
});

test('a host name alone is meant as turn:, whatever stands around it', () => {
  expect(completeTurnUrl(' turn.example.org:3478 ')).toBe('turn:turn.example.org:3478');
  expect(completeTurnUrl('turns:turn.example.org')).toBe('turns:turn.example.org');
  expect(completeTurnUrl('https://turn.example.org')).toBe('https://turn.example.org');
  expect(completeTurnUrl('  ')).toBe('');
});

test('what is shown of any address is short and plain', () => {
  const isPlain = (url: string): boolean => /^[\w.:[\]-]{0,253}$/.test(turnHost(url) ?? '');
  const anything = fc.string({ unit: 'binary', maxLength: 100 });
  fc.assert(fc.property(anything, (text) => isPlain(text) && isPlain(`turn:${text}`)));
});
