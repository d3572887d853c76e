// Commands inside network namespaces.

import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs a command to its end; its standard output. `input` is what it reads. Throws with what it said when it fails. */
export const run = (command: string, args: readonly string[], input?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = execFile(command, args, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(' ')}: ${stderr.trim() || textOf(error)}`));
      else resolve(stdout);
    });
    // One that ends without reading says so by its exit.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });

/** Like `run`, inside a network namespace. */
export const runInside = (
  namespace: string,
  command: string,
  args: readonly string[],
  input?: string,
): Promise<string> => run('ip', ['netns', 'exec', namespace, command, ...args], input);

/** Starts a process inside a network namespace. `ip` becomes that process, so its id is the process's own. */
export const spawnInside = (
  namespace: string,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess => spawn('ip', ['netns', 'exec', namespace, command, ...args], options);

/** The processes that live inside a namespace. */
export const processesInside = async (namespace: string): Promise<number[]> =>
  (await run('ip', ['netns', 'pids', namespace])).split('\n').filter(Boolean).map(Number);
