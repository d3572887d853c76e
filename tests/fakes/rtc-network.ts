// A network of fake RTCPeerConnections: seeded delay, cuts between people, no browser. What the engine uses of the W3C
// interface behaves as tests/contract/rtc-contract.ts says, which runs on the real thing in Chromium, too.

import type { FakeClock } from './clock.ts';
import { createFakePeerConnection, type FakeEnd } from './rtc-connection.ts';
import type { FakePath } from './rtc-stats.ts';
import type { RtcPort } from '#core/ports/rtc.ts';

export interface FakeNetwork {
  /** The connections of one person's device. */
  port(person: string): RtcPort;
  /** Nothing passes between the two from now on. */
  cut(a: string, b: string): void;
  restore(a: string, b: string): void;
  isCut(a: string, b: string): boolean;
  /** The person's own network is cut, or back. */
  isolate(person: string, isIsolated: boolean): void;
  /** The person's device has another address: what goes to the old one is lost, until a new path is looked for. */
  move(person: string): void;
  /** What goes from `from` to `to` does so on this path from now on; undefined: nothing is measured, as at first. */
  setPath(from: string, to: string, path: FakePath | undefined): void;
  pathOf(from: string, to: string): FakePath | undefined;
  /** No direct path between the two: only what goes through a TURN server passes. */
  block(a: string, b: string): void;
  unblock(a: string, b: string): void;
  isBlocked(a: string, b: string): boolean;
  /** Connections that are not closed. */
  openCount(): number;
  /** Closes everything of one person at once, without a word: the process was killed. */
  kill(person: string): void;
  /** This person has Firefox, as far as their descriptions say. */
  useFirefox(person: string): void;
  /** What stands in the origin line of a person's descriptions. */
  originOf(person: string): string;
  readonly ends: Map<string, FakeEnd>;
  readonly clock: FakeClock;
  delayMs(): number;
}

const pair = (a: string, b: string): string => [a, b].sort().join(' ');

export const createFakeNetwork = (clock: FakeClock): FakeNetwork => {
  const cuts = new Set<string>();
  const isolated = new Set<string>();
  const blocked = new Set<string>();
  const firefoxes = new Set<string>();
  const ends = new Map<string, FakeEnd>();
  const paths = new Map<string, FakePath | undefined>();
  const network: FakeNetwork = {
    ends,
    clock,
    delayMs: () => 5 + clock.random() * 40,
    cut: (a, b) => {
      cuts.add(pair(a, b));
      for (const end of ends.values()) end.pathChanged();
    },
    restore: (a, b) => {
      cuts.delete(pair(a, b));
      for (const end of ends.values()) end.pathChanged();
    },
    isCut: (a, b) => cuts.has(pair(a, b)) || isolated.has(a) || isolated.has(b),
    isolate: (person, isIsolated) => {
      if (isIsolated) isolated.add(person);
      else isolated.delete(person);
      for (const end of ends.values()) end.pathChanged();
    },
    move: (person) => {
      for (const end of ends.values()) if (end.owner === person) end.moved();
      for (const end of ends.values()) end.pathChanged();
    },
    setPath: (from, to, path) => void paths.set(`${from} ${to}`, path),
    pathOf: (from, to) => paths.get(`${from} ${to}`),
    block: (a, b) => {
      blocked.add(pair(a, b));
      for (const end of ends.values()) end.pathChanged();
    },
    unblock: (a, b) => {
      blocked.delete(pair(a, b));
      for (const end of ends.values()) end.pathChanged();
    },
    isBlocked: (a, b) => blocked.has(pair(a, b)),
    useFirefox: (person) => void firefoxes.add(person),
    originOf: (person) => (firefoxes.has(person) ? 'mozilla' : '-'),
    openCount: () => ends.size,
    kill: (person) => {
      for (const end of [...ends.values()]) if (end.owner === person) end.vanish();
    },
    port: (person) => ({
      create: (configuration) => createFakePeerConnection(network, person, configuration),
      sendCodecs: () => [],
    }),
  };
  return network;
};
