// A port of this machine's loopback that leads to the port of the same number on the loopback inside a namespace.

import { createServer, type AddressInfo } from 'node:net';
import { spawnInside } from './inside.ts';

/** Joins its standard input and output to a port. It is handed over as text: it runs as a process of its own. */
const end = (port: number): string =>
  `const socket = require('node:net').connect(${port}, '127.0.0.1');
   process.stdin.pipe(socket).pipe(process.stdout);
   socket.on('error', () => process.exit(1));`;

/** The number of the port. It is open as long as this process runs, which it does not keep running. */
export const openTunnel = (namespace: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      const { port } = server.address() as AddressInfo;
      const inside = spawnInside(namespace, process.execPath, ['-e', end(port)], { stdio: ['pipe', 'pipe', 'ignore'] });
      const cut = (): void => void socket.destroy();
      if (!inside.stdin || !inside.stdout) return cut();
      socket.pipe(inside.stdin).on('error', cut);
      inside.stdout.pipe(socket);
      inside.on('exit', cut).on('error', cut);
      socket.on('close', () => inside.kill()).on('error', cut);
    });
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.unref();
      resolve((server.address() as AddressInfo).port);
    });
  });
