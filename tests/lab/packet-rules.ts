// What happens to packets, as text for nft and tc. Pure.

/** `none`: the home's addresses are known everywhere. `symmetric`: another port for each destination. */
export type Nat = 'none' | 'plain' | 'symmetric';

/** The way of packets, seen from the home. */
export type Direction = 'in' | 'out';

export interface RouterState {
  readonly nat: Nat;
  /** Per cent of packets that are dropped. */
  readonly lossPercent: Readonly<Record<Direction, number>>;
  /** Nothing passes and nobody says so: the cable is in, the line behind it is dead. */
  readonly isSilent: boolean;
}

export const goodRouter = (nat: Nat): RouterState => ({ nat, lossPercent: { in: 0, out: 0 }, isSilent: false });

/** nft replaces a table as a whole: made if missing, deleted, made again, all at once. */
const wholeTable = (name: string, chains: readonly string[]): string =>
  [`table inet ${name} {}`, `delete table inet ${name}`, `table inet ${name} {`, ...chains, '}', ''].join('\n');

/**
 * A home router between `lan` (the home) and `wan` (the internet). Behind a NAT only answers come in; and what is
 * dropped on the way in leaves no trace in the router's memory, which would otherwise change the home's port.
 */
export const natRules = ({ nat }: RouterState): string =>
  wholeTable(
    'nat',
    nat === 'none'
      ? []
      : [
          `chain outwards { type nat hook postrouting priority srcnat; oifname "wan" masquerade ${nat === 'symmetric' ? 'fully-random' : ''}; }`,
          'chain router { type filter hook input priority filter; iifname "wan" ct state established,related accept; iifname "wan" drop; }',
          'chain inwards { type filter hook forward priority filter; iifname "wan" ct state established,related accept; iifname "wan" drop; }',
        ],
  );

/** What goes wrong on the line. A table of its own, so that changing it leaves the NAT's memory alone. */
export const lineRules = ({ lossPercent, isSilent }: RouterState): string => {
  const loses = (end: 'iifname' | 'oifname', percent: number): string[] =>
    percent > 0 ? [`${end} "lan" numgen random mod 1000 < ${Math.round(percent * 10)} drop;`] : [];
  const rules = [
    ...(isSilent ? ['drop;'] : []),
    ...loses('oifname', lossPercent.in),
    ...loses('iifname', lossPercent.out),
  ];
  return wholeTable('line', [`chain passing { type filter hook forward priority -10; ${rules.join(' ')} }`]);
};

/** Firewalls in the internet, between networks that are named by their interfaces there. */
export const firewallRules = (blocked: readonly (readonly [string, string])[]): string => {
  const rules = blocked.flatMap(([one, other]) => [
    `iifname "${one}" oifname "${other}" drop;`,
    `iifname "${other}" oifname "${one}" drop;`,
  ]);
  return wholeTable('firewall', [`chain passing { type filter hook forward priority filter; ${rules.join(' ')} }`]);
};

/** Arguments for tc that bound a device's rate; null takes the bound away. */
export const rateArgs = (device: string, kbps: number | null): readonly string[] =>
  kbps === null
    ? ['qdisc', 'del', 'dev', device, 'root']
    : ['qdisc', 'replace', 'dev', device, 'root', 'tbf', 'rate', `${kbps}kbit`, 'burst', '32kbit', 'latency', '300ms'];
