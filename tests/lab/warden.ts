// Sees to it that namespaces, and all that lives in them, end with the process that made them, however that ends.

import { spawn } from 'node:child_process';

/**
 * It waits until its standard input closes, which the kernel does even for a process that is killed, and cleans up then.
 * A process that has just died still holds its namespace for a moment: `ip netns del` does not mind.
 */
const script = `
cat > /dev/null
for namespace in "$@"; do
  for pid in $(ip netns pids "$namespace" 2> /dev/null); do kill -9 "$pid" 2> /dev/null; done
done
for namespace in "$@"; do ip netns del "$namespace" 2> /dev/null; done
exit 0
`;

export interface Warden {
  /** Cleans up now; resolves when nothing is left. */
  dismiss(): Promise<void>;
}

/** Everything inside these namespaces belongs to whoever calls this, the namespaces too. */
export const postWarden = (namespaces: readonly string[]): Warden => {
  // In a session of its own: an interrupt from the keyboard ends us and not it. In an environment of its own: whoever
  // ends all processes of a test run spares it.
  const warden = spawn('sh', ['-c', script, 'warden', ...namespaces], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  warden.unref();
  const gone = new Promise<void>((resolve) => {
    warden.once('exit', () => resolve());
    warden.once('error', () => resolve());
  });
  return {
    dismiss: () => {
      warden.ref();
      warden.stdin?.end();
      return gone;
    },
  };
};
