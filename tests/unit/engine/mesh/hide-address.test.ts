import { expect, test } from 'vitest';
import { hideInCandidate, hideInSdp } from '#engine/mesh/hide-address.ts';

const own = /192\.0\.2\.7|198\.51\.100\.7|2001:db8::7|\.local/;

const host = 'candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host generation 0 ufrag x network-id 1';
const hidden = 'candidate:1 1 udp 2122260223 0b1c2d3e-4f50-4a6b-8c7d-8e9f0a1b2c3d.local 50000 typ host';
const reflexive = 'candidate:2 1 udp 1686052607 198.51.100.7 50000 typ srflx raddr 192.0.2.7 rport 50000';
const sixth = 'candidate:4 1 tcp 1518280447 2001:db8::7 9 typ host tcptype active';
const peerReflexive = 'candidate:5 1 udp 1686052607 198.51.100.7 50000 typ prflx raddr 192.0.2.7 rport 50000';
const relayed =
  'candidate:3 1 udp 41885695 203.0.113.7 49160 typ relay raddr 198.51.100.7 rport 50000 generation 0 ufrag x';
const relayedClean =
  'candidate:3 1 udp 41885695 203.0.113.7 49160 typ relay raddr 0.0.0.0 rport 9 generation 0 ufrag x';

const hide = (candidate: string): string | undefined =>
  hideInCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'x' })?.candidate;

test.each([host, hidden, reflexive, sixth, peerReflexive])('%s does not leave', (candidate) => {
  expect(hide(candidate)).toBeUndefined();
});

test('a relayed candidate leaves without its origin, and is otherwise as it was', () => {
  expect(hide(relayed)).toBe(relayedClean);
  expect(hide(relayed.replace('198.51.100.7', '2001:db8::7'))).toBe(relayedClean);
  const bare = 'candidate:3 1 udp 41885695 203.0.113.7 49160 typ relay';
  expect(hide(bare)).toBe(bare);
});

test.each([
  '',
  'garbage',
  'candidate:',
  'candidate:3 1 udp 41885695 192.0.2.7 49160 typ host typ relay',
  'candidate:3 1 udp 41885695 192.0.2.7 49160 typ relayed',
  'candidate:3 1 udp 41885695 192.0.2.7 49160 extra typ relay',
])('what only looks like one does not: %s', (candidate) => {
  expect(hide(candidate)).toBeUndefined();
});

const sdp = [
  'v=0',
  'o=- 1 2 IN IP4 192.0.2.7',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=audio 50000 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 198.51.100.7',
  'a=rtcp:50000 IN IP6 2001:db8::7',
  ...[host, hidden, reflexive, sixth, relayed].map((each) => `a=${each}`),
  'a=ice-ufrag:x',
  'a=fingerprint:sha-256 AA:BB',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP6 2001:db8::7',
  '',
].join('\r\n');

test('a description keeps its relayed candidates and everything that is no address of ours', () => {
  const told = hideInSdp(sdp);
  expect(told).not.toMatch(own);
  expect(told.split('\r\n')).toEqual([
    'v=0',
    'o=- 1 2 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1',
    'm=audio 50000 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=rtcp:50000 IN IP4 0.0.0.0',
    `a=${relayedClean}`,
    'a=ice-ufrag:x',
    'a=fingerprint:sha-256 AA:BB',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    '',
  ]);
});

test('line ends of one character are line ends, too, and nothing stays nothing', () => {
  expect(hideInSdp(sdp.replaceAll('\r\n', '\n'))).toBe(hideInSdp(sdp).replaceAll('\r\n', '\n'));
  expect(hideInSdp('')).toBe('');
});
