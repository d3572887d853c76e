import { expect, test } from 'vitest';
import { countCandidates, noCandidates, totalOf } from '#engine/mesh/candidate-counts.ts';

const line = (protocol: string, address: string, port: number, rest: string): string =>
  `a=candidate:1 1 ${protocol} 2122260223 ${address} ${port} ${rest}`;
const sdpOf = (...lines: readonly string[]): string =>
  ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', ...lines, ''].join('\r\n');
const reflexive = (port: number, base = 'raddr 192.168.1.7 rport 50000'): string =>
  line('udp', '198.51.100.7', port, `typ srflx ${base} generation 0`);

test('kinds, transports and families are counted', () => {
  const counts = countCandidates(
    sdpOf(
      line('udp', '192.168.1.7', 50000, 'typ host generation 0 network-id 1'),
      line('udp', '2001:db8::7', 50001, 'typ host'),
      line('udp', '7d3f6a52-6b1e-4b0e-9f5e-1a1a1a1a1a1a.local', 50002, 'typ host'),
      line('TCP', '192.168.1.7', 9, 'typ host tcptype active'),
      reflexive(41000),
      line('udp', '203.0.113.9', 49152, 'typ relay raddr 198.51.100.7 rport 41000'),
    ),
  );
  expect(counts).toEqual({
    host: 3,
    hidden: 1,
    reflexive: 1,
    relayed: 1,
    udp: 5,
    tcp: 1,
    ipv4: 4,
    ipv6: 1,
    isPublic: true,
    isShifting: false,
  });
  expect(totalOf(counts)).toBe(6);
});

test('the same address under several lines counts once, and a text without any counts nothing', () => {
  const host = line('udp', '192.168.1.7', 50000, 'typ host');
  expect(totalOf(countCandidates(sdpOf(host, 'm=video 9 UDP/TLS/RTP/SAVPF 96', host)))).toBe(1);
  expect(countCandidates('')).toEqual(noCandidates);
  expect(countCandidates('a=candidate:nonsense\r\na=candidate:1 1 udp 1')).toEqual(noCandidates);
});

test.each([
  ['one mapping', [reflexive(41000)], false],
  ['another port for each server', [reflexive(41000), reflexive(41001)], true],
  ['one of two sockets keeps its mapping', [reflexive(1), reflexive(2), reflexive(3, 'raddr 10.0.0.7 rport 5')], false],
  ['the base is hidden', [reflexive(41000, 'raddr 0.0.0.0 rport 0'), reflexive(41001, 'raddr 0.0.0.0 rport 0')], true],
  ['not seen from outside', [], false],
])('a NAT that shows another door to each: %s', (_, lines, isShifting) =>
  expect(countCandidates(sdpOf(...lines)).isShifting).toBe(isShifting),
);

test.each([
  ['192.168.1.7', false],
  ['10.1.2.3', false],
  ['172.20.0.1', false],
  ['100.64.0.1', false],
  ['169.254.3.4', false],
  ['198.51.100.7', true],
  ['fe80::1', false],
  ['fd12:3456::1', false],
  ['2a00:1450::1', true],
  ['abcd.local', false],
])('a device at %s can be reached from outside: %s', (address, isPublic) =>
  expect(countCandidates(sdpOf(line('udp', address, 5, 'typ host'))).isPublic).toBe(isPublic),
);
