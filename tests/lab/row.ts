// The words of the laboratory's table: what can happen to somebody, what is measured, what must come of it.

import type { BrowserKind } from '../e2e/harness/browser-window.ts';
import type { Network } from '../e2e/harness/relays.ts';
import type { Nat } from './packet-rules.ts';

/** Something that begins and ends; see faults.ts. */
export type Fault =
  | { readonly is: 'cut'; readonly how: 'unplugged' | 'silent'; readonly forMs: number }
  | { readonly is: 'move' }
  | { readonly is: 'stop'; readonly forMs: number }
  | { readonly is: 'freeze'; readonly forMs: number }
  | { readonly is: 'offline'; readonly forMs: number };

/** A story of its own; see stories.ts. */
export type Story =
  | { readonly is: 'reload' }
  | { readonly is: 'kill' }
  | { readonly is: 'leave' }
  | { readonly is: 'relays-die' }
  | { readonly is: 'bad-relays' }
  | { readonly is: 'blocked' }
  | { readonly is: 'carrier-leaves' }
  | { readonly is: 'no-path' }
  | { readonly is: 'loss'; readonly percent: number; readonly forMs: number }
  | { readonly is: 'rate'; readonly kbps: number; readonly forMs: number }
  | { readonly is: 'shared'; readonly forMs: number; readonly lossPercent?: number; readonly kbps?: number }
  | { readonly is: 'churn'; readonly joins: number; readonly idleMs: number };

const faultKinds: readonly string[] = ['cut', 'move', 'stop', 'freeze', 'offline'] satisfies readonly Fault['is'][];

export const isFault = (what: Fault | Story): what is Fault => faultKinds.includes(what.is);

export type Moment = 'in the call' | 'while joining' | 'in the green room';

/** What is measured; `figures` says in words what each is. */
export const figures = {
  picture: ['picture back', 'ms'],
  sound: ['sound back', 'ms'],
  join: ['click on Join to the first picture', 'ms'],
  gone: ['tile gone for everybody', 'ms'],
  seat: ['page load to the picture', 'ms'],
  tiles: ['tiles of one person at once', ''],
  gap: ['longest time without a new picture', 'ms'],
  silence: ['longest time without sound', 'ms'],
  chat: ['a message arrives', 'ms'],
  told: ['told what is missing', 'ms'],
  entry: ['newcomer in, after a relay is back', 'ms'],
  carried: ['picture through a third person', 'ms'],
  carriedSound: ['sound through a third person', 'ms'],
  nextCarrier: ['picture through the next one', 'ms'],
  direct: ['direct again', 'ms'],
  concealed: ['sound that was made up', '%'],
  frames: ['pictures that arrived', '%'],
  freezes: ['times that it stood still', ''],
  keyFrames: ['key frames', ''],
  requests: ['key frames asked for', ''],
  rows: ['rows of the picture', ''],
  otherFrames: ['pictures that arrived at the other', '%'],
  otherGap: ['longest time without a new picture at the other', 'ms'],
  otherRows: ['rows of the picture at the other', ''],
  connections: ['connections more than before', ''],
  workers: ['workers more than before', ''],
  sockets: ['sockets to relays more than before', ''],
  listeners: ['listeners more than before', ''],
  heap: ['heap growth', '%'],
  rejections: ['unhandled errors', ''],
} as const satisfies Readonly<Record<string, readonly [words: string, unit: string]>>;

export type FigureName = keyof typeof figures;

/** null: it did not come about as long as we waited. */
export type Figures = Partial<Record<FigureName, number | null>>;

export interface Must {
  readonly figure: FigureName;
  /** Which of the runs must keep it: all, or 19 of 20. */
  readonly of: 'worst' | 'p95';
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Row {
  readonly id: string;
  readonly event: string;
  readonly what: Fault | Story;
  readonly moment: Moment;
  /** Of the one to whom it happens; of the one whose picture it is, where `isOfFirst`. */
  readonly browsers: readonly BrowserKind[];
  /** The browser is that of the first who joins. */
  readonly isOfFirst?: boolean;
  readonly nats: readonly Nat[];
  readonly relays: readonly Network[];
  readonly hasTurn?: boolean;
  readonly musts: readonly Must[];
  readonly runs: number;
  /** The camera has 720 rows, and everybody wishes to see all of them. */
  readonly isLarge?: boolean;
  /** How many of them one call may see, one after the other; 1 where it is not said. */
  readonly perCall?: number;
}
