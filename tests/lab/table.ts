// What the laboratory does, as data: one row for each thing that happens to somebody, and what must come of it.

import type { FigureName, Must, Row, Story } from './row.ts';

const both = ['chromium', 'firefox'] as const;
const chromium = ['chromium'] as const;
const allNetworks = ['nostr', 'mqtt', 'torrent'] as const;
const two = ['plain', 'plain'] as const;
const three = ['plain', 'plain', 'plain'] as const;
const four = ['plain', 'plain', 'plain', 'plain'] as const;
const symmetric = ['symmetric', 'symmetric'] as const;

const inCall = { moment: 'in the call', nats: two, relays: allNetworks, runs: 20 } as const;

const worst = (figure: FigureName, atMost: number): Must => ({ figure, of: 'worst', atMost });
const p95 = (figure: FigureName, atMost: number): Must => ({ figure, of: 'p95', atMost });
const backWorst = (atMost: number): Must[] => [worst('picture', atMost)];
const backP95 = (atMost: number): Must[] => [p95('picture', atMost)];
const moved = [p95('sound', 3_000), p95('picture', 4_000)];

/** A path of one's own is tried for 5 s first. */
const carried = [worst('carried', 8_000), worst('carriedSound', 8_000), worst('direct', 35_000), worst('gap', 500)];

const cut = (seconds: number, how: 'unplugged' | 'silent', musts: readonly Must[]): Row => ({
  ...inCall,
  id: `cut-${seconds}${how === 'silent' ? '-silent' : ''}`,
  event: `${seconds} s without a link${how === 'silent' ? ', and the device does not see it' : ''}`,
  what: { is: 'cut', how, forMs: seconds * 1000 },
  perCall: 10,
  browsers: both,
  musts,
});

const sharedMusts: readonly Must[] = [worst('gap', 1_000), { figure: 'otherFrames', of: 'worst', atLeast: 95 }];

const shared = (id: string, event: string, what: Story, musts: readonly Must[]): Row => ({
  ...inCall,
  id,
  event,
  what,
  nats: three,
  browsers: both,
  isOfFirst: true,
  musts,
  runs: 5,
});

const nothingLeft: readonly Must[] = [
  worst('connections', 0),
  worst('workers', 0),
  worst('sockets', 0),
  worst('listeners', 0),
  worst('heap', 5),
  worst('rejections', 0),
];

/** In the order of the promises that they check. */
export const table: readonly Row[] = [
  cut(3, 'unplugged', backWorst(1_000)),
  cut(3, 'silent', backWorst(1_000)),
  cut(8, 'unplugged', backWorst(1_000)),
  cut(8, 'silent', backWorst(1_000)),
  {
    ...cut(3, 'silent', [worst('join', 5_000)]),
    id: 'cut-3-joining',
    event: '3 s without a link',
    moment: 'while joining',
    perCall: 10,
  },
  cut(20, 'unplugged', backP95(3_000)),
  cut(20, 'silent', backP95(3_000)),
  cut(60, 'unplugged', backP95(3_000)),
  cut(60, 'silent', backP95(3_000)),
  {
    ...inCall,
    id: 'stop-10',
    event: 'every process of the browser stopped for 10 s (SIGSTOP)',
    what: { is: 'stop', forMs: 10_000 },
    perCall: 10,
    browsers: both,
    musts: backP95(3_000),
  },
  {
    ...inCall,
    id: 'freeze-10',
    event: 'page frozen for 10 s',
    what: { is: 'freeze', forMs: 10_000 },
    perCall: 10,
    browsers: chromium,
    musts: backP95(3_000),
  },
  {
    ...inCall,
    id: 'offline-10',
    event: 'browser told to be offline for 10 s',
    what: { is: 'offline', forMs: 10_000 },
    perCall: 10,
    browsers: chromium,
    musts: backWorst(1_000),
  },
  {
    ...inCall,
    id: 'move',
    event: 'new address',
    what: { is: 'move' },
    perCall: 10,
    browsers: both,
    musts: moved,
  },
  {
    ...inCall,
    id: 'move-green-room',
    event: 'new address',
    moment: 'in the green room',
    what: { is: 'move' },
    browsers: chromium,
    // The page waits 4 s for a part before it begins anew.
    perCall: 10,
    musts: [worst('join', 10_000)],
  },
  {
    ...inCall,
    id: 'move-joining',
    event: 'new address',
    moment: 'while joining',
    what: { is: 'move' },
    browsers: chromium,
    perCall: 10,
    musts: [worst('join', 5_000)],
  },
  {
    ...inCall,
    id: 'relays-die',
    event: 'all relays die, a newcomer comes, one relay is back',
    what: { is: 'relays-die' },
    nats: three,
    browsers: chromium,
    perCall: 5,
    musts: [worst('gap', 500), worst('chat', 1_000), worst('told', 10_000), worst('entry', 5_000)],
  },
  {
    ...inCall,
    id: 'bad-relays',
    event: 'two of three relay families dead, or every relay of one kind bad in one of the ways',
    moment: 'while joining',
    what: { is: 'bad-relays' },
    browsers: chromium,
    perCall: 10,
    // Whoever gets in at all, gets in within the patience of the laboratory.
    musts: [worst('join', 60_000)],
    runs: 200,
  },
  {
    ...inCall,
    id: 'blocked-joining',
    event: 'firewall between two, the third reaches both; then it is lifted',
    moment: 'while joining',
    what: { is: 'blocked' },
    nats: three,
    browsers: both,
    perCall: 5,
    musts: carried,
  },
  {
    ...inCall,
    id: 'blocked',
    event: 'firewall between two, the third reaches both; then it is lifted',
    what: { is: 'blocked' },
    nats: three,
    browsers: both,
    perCall: 5,
    musts: carried,
  },
  {
    ...inCall,
    id: 'carrier-leaves',
    event: 'firewall between two, two others reach both, and who carries leaves',
    what: { is: 'carrier-leaves' },
    nats: four,
    browsers: chromium,
    musts: [worst('carried', 8_000), worst('nextCarrier', 3_000)],
  },
  {
    ...inCall,
    id: 'symmetric-turn',
    event: 'symmetric NAT on both sides, TURN given',
    moment: 'while joining',
    what: { is: 'no-path' },
    nats: symmetric,
    hasTurn: true,
    browsers: both,
    perCall: 10,
    musts: [worst('join', 10_000)],
  },
  {
    ...inCall,
    id: 'symmetric-alone',
    event: 'symmetric NAT on both sides, no TURN',
    moment: 'while joining',
    what: { is: 'no-path' },
    nats: symmetric,
    browsers: both,
    perCall: 10,
    musts: [worst('told', 10_000)],
  },
  {
    ...inCall,
    id: 'reload',
    event: 'page reloaded',
    what: { is: 'reload' },
    perCall: 10,
    browsers: both,
    musts: [worst('seat', 2_000), worst('tiles', 1)],
  },
  {
    ...inCall,
    id: 'kill',
    event: 'browser killed (SIGKILL)',
    what: { is: 'kill' },
    nats: three,
    browsers: both,
    musts: [worst('gone', 6_000)],
  },
  {
    ...inCall,
    id: 'leave',
    event: 'left by the button',
    what: { is: 'leave' },
    nats: three,
    browsers: both,
    perCall: 10,
    musts: [worst('gone', 300)],
  },
  {
    ...inCall,
    id: 'loss-20',
    event: '20 % loss on the way to the receiver, 30 s',
    what: { is: 'loss', percent: 20, forMs: 30_000 },
    perCall: 5,
    browsers: chromium,
    musts: [worst('concealed', 2)],
  },
  {
    ...inCall,
    id: 'loss-20-without-red',
    event: '20 % loss on the way to the receiver, 30 s, in a browser that knows no RED for sound',
    what: { is: 'loss', percent: 20, forMs: 30_000 },
    perCall: 5,
    browsers: ['firefox'],
    // Opus alone makes up some 4 % (decision 021); what must not be is that nobody is heard.
    musts: [worst('silence', 1_000)],
  },
  {
    ...inCall,
    id: 'loss-5',
    event: '5 % loss on the way to the receiver, 30 s',
    what: { is: 'loss', percent: 5, forMs: 30_000 },
    perCall: 10,
    browsers: both,
    musts: [worst('gap', 500), { figure: 'frames', of: 'worst', atLeast: 80 }],
  },
  {
    ...inCall,
    id: 'rate-300',
    event: '300 kbit/s to the receiver, 30 s',
    what: { is: 'rate', kbps: 300, forMs: 30_000 },
    perCall: 10,
    browsers: chromium,
    musts: [worst('silence', 1_000)],
  },
  shared('shared', 'a picture encoded once for two people, 60 s', { is: 'shared', forMs: 60_000 }, [
    worst('freezes', 0),
    worst('requests', 0),
    worst('keyFrames', 0),
  ]),
  shared(
    'shared-loss-2',
    'a picture encoded once for two people, 2 % loss on the way to one of them, 30 s',
    { is: 'shared', forMs: 30_000, lossPercent: 2 },
    sharedMusts,
  ),
  shared(
    'shared-loss-5',
    'a picture encoded once for two people, 5 % loss on the way to one of them, 30 s',
    { is: 'shared', forMs: 30_000, lossPercent: 5 },
    sharedMusts,
  ),
  {
    ...shared(
      'shared-slow',
      'a picture encoded once for two people, 200 kbit/s to one of them, 30 s',
      { is: 'shared', forMs: 30_000, kbps: 200 },
      [
        worst('rows', 180),
        // A picture that stands still keeps its size: it has to move, too.
        worst('gap', 5_000),
        { figure: 'otherRows', of: 'worst', atLeast: 720 },
        { figure: 'otherFrames', of: 'worst', atLeast: 95 },
      ],
    ),
    isLarge: true,
  },
  {
    ...inCall,
    id: 'churn',
    event: '200 joins and leaves, then 30 minutes idle',
    what: { is: 'churn', joins: 200, idleMs: 30 * 60_000 },
    browsers: chromium,
    musts: nothingLeft,
    runs: 1,
  },
  {
    ...inCall,
    id: 'churn-shared',
    event:
      '100 joins and leaves beside two who stay, their pictures encoded once and not by turns, then 5 minutes idle',
    what: { is: 'churn', joins: 100, idleMs: 5 * 60_000 },
    nats: three,
    browsers: chromium,
    musts: nothingLeft,
    runs: 1,
  },
];
