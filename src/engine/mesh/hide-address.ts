// Takes the own address out of what is sent to people. The browser's policy (`iceTransportPolicy: 'relay'`) does the same at
// its end; this is for what it forgets, and for a connection that was made before somebody wanted to hide.

import type { Candidate } from '#core/wire/signal.ts';

/** RFC 8839 5.1: what stands for an address that is kept back. */
const noAddress = '0.0.0.0';
const noPort = '9';

/** As ICE writes it: foundation, component, transport, priority, address, port, then the type (RFC 8839 5.1). */
const isRelayed = (text: string): boolean => /^candidate:\S+ \d+ \S+ \d+ \S+ \d+ typ relay(?: |$)/i.test(text);

/** A relayed candidate tells at its end from where the server was asked. */
const withoutOrigin = (text: string): string =>
  text.replace(/ raddr \S+/gi, ` raddr ${noAddress}`).replace(/ rport \S+/gi, ` rport ${noPort}`);

/** What may be sent of a candidate: relayed ones, without their origin; undefined for all others. */
export const hideInCandidate = (candidate: Candidate): Candidate | undefined =>
  isRelayed(candidate.candidate) ? { ...candidate, candidate: withoutOrigin(candidate.candidate) } : undefined;

/**
 * What may be sent of a description. Beside the candidates an address stands in `o=`, `c=` and `a=rtcp:` (RFC 8866, RFC
 * 3605); with trickled candidates nobody reads it (RFC 8840 4.1.1).
 */
export const hideInSdp = (sdp: string): string =>
  sdp
    .split(/(?<=\n)/)
    .filter((line) => !/^a=candidate:/i.test(line) || isRelayed(line.slice('a='.length).trimEnd()))
    .map((line) => (/^a=candidate:/i.test(line) ? withoutOrigin(line) : line))
    .join('')
    .replace(/^((?:o=|c=|a=rtcp:).*?\bIN )IP[46] \S+/gim, `$1IP4 ${noAddress}`);
