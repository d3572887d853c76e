import { expect, test } from 'vitest';
import type { GatheredCandidate } from '#core/ports/path-check.ts';
import { judgePath } from '#screens/green-room/judge-path.ts';

const host = (address: string, change: Partial<GatheredCandidate> = {}): GatheredCandidate => ({
  type: 'host',
  protocol: 'udp',
  address,
  port: 5000,
  relatedAddress: undefined,
  relatedPort: undefined,
  ...change,
});
const reflexive = (port: number, change: Partial<GatheredCandidate> = {}): GatheredCandidate => ({
  type: 'srflx',
  protocol: 'udp',
  address: '203.0.113.7',
  port,
  relatedAddress: '192.168.1.7',
  relatedPort: 5000,
  ...change,
});
const relay = reflexive(9000, { type: 'relay' });
const judge = (candidates: readonly GatheredCandidate[], stunServers = 2, hasTurn = false) =>
  judgePath({ candidates, stunServers, hasTurn });

test('without a server to ask nothing can be told', () => {
  expect(judge([host('192.168.1.7')], 0)).toEqual({ verdict: 'unknown', hasRelay: false });
});
test('one and the same mapping for every server: a direct path is likely', () => {
  expect(judge([host('192.168.1.7'), reflexive(5000)]).verdict).toBe('likely');
  expect(judge([reflexive(5000), reflexive(5000)]).verdict).toBe('likely');
});
test('another port for every server: it works with some people only', () => {
  expect(judge([reflexive(7000), reflexive(7001)]).verdict).toBe('hard');
  const hidden = { relatedAddress: '0.0.0.0', relatedPort: undefined };
  expect(judge([reflexive(7000, hidden), reflexive(7001, hidden)]).verdict).toBe('hard');
});
test('two networks of one device are no shifting mapping', () => {
  expect(judge([reflexive(7000), reflexive(7001, { relatedAddress: '10.0.0.9', relatedPort: 5001 })]).verdict).toBe(
    'likely',
  );
  const v6 = { address: '2001:db8::7', relatedPort: undefined };
  expect(judge([reflexive(7000, { relatedPort: undefined }), reflexive(7001, v6)]).verdict).toBe('likely');
});
test('one steady way is enough', () => {
  const other = { relatedAddress: '10.0.0.9', relatedPort: 5001 };
  expect(judge([reflexive(7000), reflexive(7001), reflexive(8000, other)]).verdict).toBe('likely');
});
test('no server answered: UDP does not get out', () => {
  expect(judge([host('192.168.1.7')]).verdict).toBe('blocked');
  expect(judge([]).verdict).toBe('blocked');
  expect(judge([host('192.168.1.7'), reflexive(5000, { protocol: 'tcp' })]).verdict).toBe('blocked');
  expect(judge([host('ab12.local'), host('100.64.0.7'), host('172.20.1.1')]).verdict).toBe('blocked');
});
test('an address of its own needs no server', () => {
  expect(judge([host('198.51.100.20')]).verdict).toBe('likely');
});
test('a TURN server that answered is a way in any case', () => {
  expect(judge([relay], 1, true)).toEqual({ verdict: 'blocked', hasRelay: true });
  expect(judge([reflexive(5000)], 2, true).hasRelay).toBe(false);
});
