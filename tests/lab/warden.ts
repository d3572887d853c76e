// Sees to it that namespaces, and all that lives in them, end with the process that made them, however that ends.

import { spawn } from 'node:child_process';

/**
 * It waits until its standard input closes, which the kernel does even for a process that is killed, and cleans up then.
 * Asked again until nobody is left: a browser starts processes while others of it are ended.
 */
const script = `
cat > /dev/null
folder=$1
shift
for namespace in "$@"; do
  tries=0
  while pids=$(ip netns pids "$namespace" 2> /dev/null) && [ -n "$pids" ] && [ $tries -lt 50 ]; do
    kill -9 $pids 2> /dev/null
    tries=$((tries + 1))
    sleep 0.05
  done
done
for namespace in "$@"; do ip netns del "$namespace" 2> /dev/null; done
rm -rf "$folder"
exit 0
`;

export interface Warden {
  /** Cleans up now; resolves when nothing is left. */
  dismiss(): Promise<void>;
}

/** Everything inside these namespaces belongs to whoever calls this, the namespaces and the folder too. */
export const postWarden = (folder: string, namespaces: readonly string[]): Warden => {
  // In a session of its own: an interrupt from the keyboard ends us and not it. In an environment of its own: whoever
  // ends all processes of a test run spares it.
  const warden = spawn('sh', ['-c', script, 'warden', folder, ...namespaces], {
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
