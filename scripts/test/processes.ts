// Runs a command for `npm test` and sees to it that nothing that it started outlives it.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * Everything that is started here carries this mark in its environment and passes it on. Browsers leave the process
 * group of whoever starts them, so a group alone would not find them.
 */
const MARK = `STARLING_TEST_RUN=${randomUUID()}`;

export interface Done {
  readonly isOk: boolean;
  /** Standard output and error, when they were not shown at once. */
  readonly output: string;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Shows the output while it comes instead of keeping it. */
  readonly isShown?: boolean;
}

const running = new Set<ChildProcess>();

const [markName = '', markValue = ''] = MARK.split('=');

export const runCommand = ({ command, args, env = {}, isShown = false }: Command): Promise<Done> =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
      env: { ...process.env, ...env, [markName]: markValue },
      shell: process.platform === 'win32',
    });
    let output = '';
    running.add(child);
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ isOk: false, output: `${command}: ${error.message}` }));
    child.on('close', (code) => {
      running.delete(child);
      resolve({ isOk: code === 0, output });
    });
  });

const nameOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '?';
  }
};

/** The processes that carry our mark. Only Linux shows the environment of others; elsewhere none are found. */
const marked = (): number[] => {
  let entries: string[] = [];
  try {
    entries = readdirSync('/proc');
  } catch {
    return [];
  }
  return entries.map(Number).filter((pid) => {
    if (!Number.isInteger(pid) || pid === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(MARK);
    } catch {
      return false;
    }
  });
};

/** Ends whatever is left and names it. */
export const endLeftovers = (): string[] => {
  for (const child of running) child.kill('SIGKILL');
  return marked().map((pid) => {
    const name = `${nameOf(pid)} (${pid})`;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
    return name;
  });
};
