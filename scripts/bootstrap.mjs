// What must run before anything is installed: plain JavaScript for Node 18 and later, with no dependency.
// It checks Node, installs what package-lock.json names when that is missing, and hands over to a TypeScript file.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
/** The hash of the package-lock.json that node_modules was last seen to agree with. */
const STAMP = join(ROOT, 'node_modules', '.starling-lock');
/** What Vite and the linters ask for. */
const OLDEST = [20, 19];
/** From here on Node runs TypeScript by itself. */
const RUNS_TYPESCRIPT = [22, 18];
const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET/;

/** @type {(version: string, least: number[]) => boolean} */
export const isAtLeast = (version, least) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
};

/** @type {(sentence: string) => never} */
const fail = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

/**
 * True when npm itself already installed what the lock file names, for instance because somebody ran `npm install`.
 * @type {(wanted: string, installed: string) => boolean}
 */
export const isInstalled = (wanted, installed) => {
  const there = JSON.parse(installed).packages;
  return Object.entries(JSON.parse(wanted).packages).every(([path, entry]) => {
    if (path === '') return true;
    return there[path] === undefined ? entry.optional === true : there[path].version === entry.version;
  });
};

const lockText = () => readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
const hashOf = (text) => createHash('sha256').update(text).digest('hex');

const isUpToDate = () => {
  const hidden = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const lock = lockText();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8').trim() === hashOf(lock)) return true;
  if (!isInstalled(lock, readFileSync(hidden, 'utf8'))) return false;
  writeFileSync(STAMP, `${hashOf(lock)}\n`);
  return true;
};

/**
 * Why `npm ci` failed, in one line.
 * @type {(output: string) => string}
 */
export const installFailure = (output) => {
  if (NO_NETWORK.test(output)) {
    return 'Starling cannot install its packages: no package registry can be reached. Check the network and try again.';
  }
  const reason = output.split('\n').find((line) => /^npm (error|ERR!) (?!code )\S/.test(line));
  return `Starling cannot install its packages: ${reason?.replace(/^npm (error|ERR!) /, '') ?? 'npm ci failed'}`;
};

/** Runs npm: the one that runs this script, where there is one. */
const npm = (args, timeout) => {
  const options = { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], timeout };
  const running = process.env.npm_execpath;
  return running?.endsWith('.js')
    ? spawnSync(process.execPath, [running, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
};

/** Without a registry `npm ci` would try for many minutes, so one question with one answer comes first. */
const isRegistryReachable = () => {
  const asked = npm(['view', 'preact', 'version', '--fetch-retries=0', '--fetch-timeout=15000'], 30_000);
  return asked.status === 0 || !(asked.error || NO_NETWORK.test(asked.stderr));
};

const install = () => {
  process.stdout.write('Installing packages (once; this can take a minute) ...\n');
  const options = ['--no-audit', '--no-fund', '--loglevel=error'];
  // Everything may still be in npm's cache.
  if (!isRegistryReachable()) options.push('--offline');
  let done = npm(['ci', ...options]);
  // npm also refuses when the lock file lacks an optional package of another platform, as it does after an install
  // from a registry that has only this one's. The versions that are locked stay locked this way, too.
  if (done.status !== 0 && done.stderr?.includes('EUSAGE')) done = npm(['install', '--no-save', ...options]);
  if (done.error) fail(`Starling cannot install its packages: ${done.error.message}`);
  if (done.status !== 0) fail(installFailure(done.stderr));
  writeFileSync(STAMP, `${hashOf(lockText())}\n`);
};

/** The Node to go on with: the one that the packages bring, else this one. */
const findNode = () => {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const brought = join(ROOT, 'node_modules', `node-${platform}-${process.arch}`, 'bin', file);
  // It is of no use where it cannot run, as on systems with another C library.
  if (existsSync(brought) && spawnSync(brought, ['--version']).status === 0) return brought;
  if (isAtLeast(process.versions.node, RUNS_TYPESCRIPT)) return process.execPath;
  return fail(`Starling needs Node ${RUNS_TYPESCRIPT.join('.')} or later on this system; this is ${process.version}.`);
};

/** Sets everything up and runs `script` (relative to the project) with the arguments of this process. */
export const run = (script) => {
  if (!isAtLeast(process.versions.node, OLDEST)) {
    fail(`Starling needs Node ${OLDEST.join('.')} or later; this is ${process.version}.`);
  }
  if (!isUpToDate()) install();
  const node = findNode();
  // Whatever the script starts finds the same Node and the tools of node_modules.
  const path = [dirname(node), join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(
    process.platform === 'win32' ? ';' : ':',
  );
  const child = spawn(node, [join(ROOT, script), ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  // The child decides when and how to end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM'));
  }
  // npm passes a signal on to its shell alone, which dies of it without a word to us.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 300).unref();
  }
  child.on('error', (error) => fail(`Starling cannot start ${node}: ${error.message}`));
  child.on('exit', (code) => process.exit(code ?? 1));
};
