// A small world in network namespaces: an internet, and homes, each behind a router of its own.
//
//   home-1 (10.98.1.2) -- lan, router-1, wan (198.18.1.2) -- to-1, internet (198.18.0.1)
//
// All wires run from namespace to namespace: the machine's own network is neither used nor changed.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processesInside, run, runInside } from './inside.ts';
import {
  firewallRules,
  goodRouter,
  lineRules,
  natRules,
  rateArgs,
  type Direction,
  type Nat,
  type RouterState,
} from './packet-rules.ts';
import { postWarden } from './warden.ts';

/** Where everything in the internet answers, but for relays. */
export const internetAddress = '198.18.0.1';
/**
 * Relays belong to different people, so each has an address of its own: Firefox opens one WebSocket after the other to the same
 * one (RFC 6455 4.1), and each would wait for what the one before has of patience.
 */
export const relayAddresses: readonly string[] = Array.from({ length: 8 }, (_, index) => `198.18.0.${index + 2}`);

/** `unplugged`: the device sees that its cable is out. `silent`: it sees nothing, packets are lost on the way. */
export type CutKind = 'unplugged' | 'silent';

export interface HomeNetwork {
  /** The namespace in which this home's devices live. */
  readonly namespace: string;
  cut(how: CutKind): Promise<void>;
  restore(): Promise<void>;
  /** Another address, inside and outside, as when a phone goes from Wi-Fi to mobile data. */
  move(): Promise<void>;
  loseOnTheWay(direction: Direction, percent: number): Promise<void>;
  /** At most so many kilobits a second; null: as many as there are. */
  setRate(direction: Direction, kbps: number | null): Promise<void>;
  /** To every process of this home. */
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void>;
}

export interface World extends AsyncDisposable {
  /** The namespace of whatever serves everybody. */
  readonly internet: string;
  /** For sockets and scripts; goes with the world. */
  readonly folder: string;
  readonly homes: readonly HomeNetwork[];
  /** A firewall between two homes, both ways; what they exchange with others passes. */
  block(one: HomeNetwork, other: HomeNetwork): Promise<void>;
  unblock(): Promise<void>;
}

let worldsMade = 0;

/** One home for each NAT. */
export const createWorld = async (nats: readonly Nat[]): Promise<World> => {
  worldsMade += 1;
  const prefix = `starling-lab-${process.pid}-${worldsMade}`;
  const internet = `${prefix}-internet`;
  const names = nats.flatMap((_, index) => [`${prefix}-router-${index + 1}`, `${prefix}-home-${index + 1}`]);
  const folder = mkdtempSync(join(tmpdir(), 'starling-lab-'));
  const warden = postWarden(folder, [internet, ...names]);
  const dispose = (): Promise<void> => warden.dismiss();
  try {
    for (const namespace of [internet, ...names]) await addNamespace(namespace);
    for (const address of [internetAddress, ...relayAddresses])
      await run('ip', ['-n', internet, 'address', 'add', `${address}/32`, 'dev', 'lo']);
    await letThrough(internet);
    // What nobody has the address of is lost without a word, as in the real one: coturn ends a session whose packets it is
    // refused to send, and it is asked to send some to the private addresses of both homes.
    await run('ip', ['-n', internet, 'link', 'add', 'nowhere', 'type', 'veth', 'peer', 'name', 'nobody']);
    await run('ip', ['-n', internet, 'link', 'set', 'nowhere', 'arp', 'off', 'up']);
    await run('ip', ['-n', internet, 'link', 'set', 'nobody', 'up']);
    await run('ip', ['-n', internet, 'route', 'add', 'default', 'dev', 'nowhere']);
    const homes: HomeNetwork[] = [];
    for (const [index, nat] of nats.entries()) homes.push(await addHome({ prefix, internet, number: index + 1, nat }));
    const wireOf = (home: HomeNetwork): string => `to-${homes.indexOf(home) + 1}`;
    const setFirewall = (blocked: readonly (readonly [string, string])[]): Promise<string> =>
      runInside(internet, 'nft', ['-f', '-'], firewallRules(blocked));
    return {
      internet,
      folder,
      homes,
      block: async (one, other) => {
        await setFirewall([[wireOf(one), wireOf(other)]]);
      },
      unblock: async () => {
        await setFirewall([]);
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
};

const addNamespace = async (namespace: string): Promise<void> => {
  await run('ip', ['netns', 'add', namespace]);
  await run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
};

const letThrough = (namespace: string): Promise<string> =>
  runInside(namespace, 'sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);

interface Place {
  readonly prefix: string;
  readonly internet: string;
  /** From 1. */
  readonly number: number;
  readonly nat: Nat;
}

const addHome = async ({ prefix, internet, number, nat }: Place): Promise<HomeNetwork> => {
  const namespace = `${prefix}-home-${number}`;
  const router = `${prefix}-router-${number}`;
  const wire = `to-${number}`;
  const at = (where: string, ...args: string[]): Promise<string> => run('ip', ['-n', where, ...args]);
  await at(internet, 'link', 'add', wire, 'type', 'veth', 'peer', 'name', 'wan', 'netns', router);
  await at(router, 'link', 'add', 'lan', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
  for (const [where, device] of [
    [internet, wire],
    [router, 'wan'],
    [router, 'lan'],
    [namespace, 'eth0'],
  ] as const)
    await at(where, 'link', 'set', device, 'up');
  await at(internet, 'address', 'add', `198.18.${number}.1/24`, 'dev', wire);
  await at(router, 'address', 'add', `10.98.${number}.1/24`, 'dev', 'lan');
  await letThrough(router);

  let host = 1;
  const takeAddress = async (): Promise<void> => {
    host += 1;
    await at(namespace, 'address', 'flush', 'dev', 'eth0', 'scope', 'global');
    await at(namespace, 'address', 'add', `10.98.${number}.${host}/24`, 'dev', 'eth0');
    await at(namespace, 'route', 'replace', 'default', 'via', `10.98.${number}.1`);
    await at(router, 'address', 'flush', 'dev', 'wan', 'scope', 'global');
    await at(router, 'address', 'add', `198.18.${number}.${host}/24`, 'dev', 'wan');
    await at(router, 'route', 'replace', 'default', 'via', `198.18.${number}.1`);
    if (nat === 'none')
      await at(internet, 'route', 'replace', `10.98.${number}.0/24`, 'via', `198.18.${number}.${host}`);
  };
  await takeAddress();

  let state: RouterState = goodRouter(nat);
  const setLine = async (change: Partial<RouterState>): Promise<void> => {
    state = { ...state, ...change };
    await runInside(router, 'nft', ['-f', '-'], lineRules(state));
  };
  await runInside(router, 'nft', ['-f', '-'], natRules(state));
  return {
    namespace,
    cut: async (how) => {
      if (how === 'silent') await setLine({ isSilent: true });
      else await at(router, 'link', 'set', 'lan', 'down');
    },
    restore: async () => {
      if (state.isSilent) await setLine({ isSilent: false });
      else await at(router, 'link', 'set', 'lan', 'up');
    },
    move: takeAddress,
    loseOnTheWay: (direction, percent) => setLine({ lossPercent: { ...state.lossPercent, [direction]: percent } }),
    setRate: async (direction, kbps) => {
      if (direction === 'in') await runInside(router, 'tc', rateArgs('lan', kbps));
      else await runInside(namespace, 'tc', rateArgs('eth0', kbps));
    },
    signal: async (name) => {
      for (const pid of await processesInside(namespace)) signalTo(pid, name);
    },
  };
};

const signalTo = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended by itself.
  }
};
