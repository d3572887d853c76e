// The internet of a world: the page's host, relays and coturn, served by a process of their own inside its namespace.

import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Network } from '../e2e/harness/relays.ts';
import { spawnInside } from './inside.ts';
import type { Answered, Asked, CommandName, Commands } from './internet-words.ts';
import type { RelayFault } from './relay-faults.ts';
import type { World } from './world.ts';

export interface InternetOptions {
  /** One relay for each entry. */
  readonly relays: readonly Network[];
  /** Whether starling.json names a TURN server; STUN is always there. */
  readonly hasTurn?: boolean;
}

export interface Internet {
  /** The address of the landing page. */
  readonly address: string;
  readonly networks: readonly Network[];
  /** What all relays of this network do from now on; null: what good ones do. */
  spoil(network: Network, fault: RelayFault | null): Promise<void>;
  spoilAll(fault: RelayFault | null): Promise<void>;
  /** Sockets that are open to relays. */
  socketCount(): Promise<number>;
}

/** Ends with the world. */
export const openInternet = async (world: World, { relays, hasTurn = false }: InternetOptions): Promise<Internet> => {
  const script = fileURLToPath(new URL('internet-process.ts', import.meta.url));
  const child = spawnInside(world.internet, process.execPath, [script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const tell = createTeller(child);
  const { address } = await tell('open', { relays, hasTurn });
  const networks = [...new Set(relays)];
  const spoil: Internet['spoil'] = async (network, fault) => {
    await tell('spoil', { network, fault });
  };
  return {
    address,
    networks,
    spoil,
    spoilAll: async (fault) => {
      for (const network of networks) await spoil(network, fault);
    },
    socketCount: async () => (await tell('count', null)).reduce((sum, count) => sum + count, 0),
  };
};

type Teller = <Name extends CommandName>(name: Name, ask: Commands[Name]['ask']) => Promise<Commands[Name]['answer']>;

const createTeller = (child: ChildProcess): Teller => {
  const waiting = new Map<number, (answered: Answered) => void>();
  let lastId = 0;
  child.on('message', (answered: Answered) => waiting.get(answered.id)?.(answered));
  child.once('exit', (code) => {
    for (const [id, settle] of waiting) settle({ id, error: `the internet's process ended (${code})` });
  });
  return (name, ask) =>
    new Promise((resolve, reject) => {
      const asked: Asked = { id: (lastId += 1), name, ask };
      waiting.set(asked.id, (answered) => {
        waiting.delete(answered.id);
        if ('error' in answered) reject(new Error(answered.error));
        else resolve(answered.answer as never);
      });
      child.send(asked);
    });
};
