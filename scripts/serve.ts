// `npm start`: builds when something changed and serves the app, with its relay, on one port.
import { join } from 'node:path';
import process from 'node:process';
import { buildIfChanged, DIST, ROOT } from './build-if-changed.ts';
import { certificateNames, loadCertificate } from './serve/certificate.ts';
import { parsePort, type RunningServer, startServer } from './serve/server.ts';
import { lanAddresses, welcome } from './serve/welcome.ts';

const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why the server cannot start, in one line. */
const explain = (error: unknown, port: number | undefined): string => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return `Port ${port ?? ''} is taken. Choose another: PORT=3000 npm start`;
  if (code === 'EACCES') return `Port ${port ?? ''} needs more rights than this user has. Choose one above 1023.`;
  return `Starling cannot start: ${messageOf(error)}`;
};

const stopOnSignal = (server: RunningServer): void => {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

const main = async (): Promise<void> => {
  const given = process.env['PORT'];
  const port = parsePort(given);
  if (port === null) return fail(`PORT must be a number from 0 to 65535, not "${given}".`);
  const started = performance.now();
  if (await buildIfChanged()) {
    process.stdout.write(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
  }
  const addresses = lanAddresses();
  const certificate = await loadCertificate(join(ROOT, '.cache', 'https.pem'), certificateNames(addresses));
  const server = await startServer({ directory: DIST, port, certificate }).catch((error: unknown) =>
    fail(explain(error, port)),
  );
  stopOnSignal(server);
  process.stdout.write(`${welcome(server.port, addresses)}\n`);
};

main().catch((error: unknown) => fail(`Starling cannot start: ${messageOf(error)}`));
