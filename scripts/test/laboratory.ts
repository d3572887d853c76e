// What the laboratory needs of this machine: root, network namespaces, nftables, coturn.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { firstOf, isRootWithApt, aptInstall } from './browsers.ts';

/** Program and the package (Debian's name) that brings it. */
const needed = [
  ['ip', 'iproute2'],
  ['tc', 'iproute2'],
  ['nft', 'nftables'],
  ['turnserver', 'coturn'],
] as const;

/** Where Debian keeps programs that only root uses, whatever the path says. */
const places = ['/usr/sbin', '/sbin', '/usr/bin'];

const isThere = (program: string): boolean =>
  firstOf(
    [program],
    places.map((place) => `${place}/${program}`),
  ) !== null;

const missing = (): string[] => [
  ...new Set(needed.filter(([program]) => !isThere(program)).map(([, packageName]) => packageName)),
];

const isSwitchedOff = (): boolean => process.env['STARLING_LAB'] === '0';

/** Installs what is missing where that can be done. */
export const installLaboratory = async (): Promise<void> => {
  if (isSwitchedOff()) return;
  const packages = missing();
  if (process.platform !== 'linux' || packages.length === 0 || !isRootWithApt()) return;
  // Debian would start coturn as a service, now and at every start of the machine: we start our own, in a namespace.
  await aptInstall(packages, { SYSTEMD_OFFLINE: '1' });
  if (packages.includes('coturn')) spawnSync('systemctl', ['disable', 'coturn'], { stdio: 'ignore' });
};

const works = (command: string, args: readonly string[], input = ''): boolean =>
  spawnSync(command, args, { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;

/** Found out by trying: containers forbid some of it even to root. */
const canMakeNetworks = (): boolean => {
  const name = `starling-lab-probe-${process.pid}`;
  if (!works('ip', ['netns', 'add', name])) return false;
  try {
    const wire = ['-n', name, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other'];
    const rules = [
      'table inet probe {',
      'chain outwards { type nat hook postrouting priority srcnat; masquerade fully-random; }',
      'chain passing { type filter hook forward priority filter; numgen random mod 1000 < 1 drop; }',
      '}',
    ];
    return works('ip', wire) && works('ip', ['netns', 'exec', name, 'nft', '-f', '-'], rules.join('\n'));
  } finally {
    works('ip', ['netns', 'del', name]);
  }
};

/** One line that says why there is no laboratory here; undefined when there is. */
export const whyNoLaboratory = (): string | undefined => {
  if (isSwitchedOff()) return 'The laboratory is switched off (STARLING_LAB=0).';
  if (process.platform !== 'linux') return 'The laboratory needs Linux: it makes networks in namespaces.';
  if (process.getuid?.() !== 0) return 'The laboratory needs root: it makes networks in namespaces.';
  const packages = missing();
  if (packages.length > 0)
    return `The laboratory needs ${packages.join(' and ')}: install it with your package manager.`;
  return canMakeNetworks()
    ? undefined
    : 'The laboratory needs network namespaces and nftables, which this machine does not allow (a container without the right to them?).';
};
