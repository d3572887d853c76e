// Where the way to somebody stops, and why: the judgement alone, from what happened and what is around. Pure. The words
// for it are in the locale files and in docs/TROUBLESHOOTING.md.

import { totalOf, type CandidateCounts } from '#engine/mesh/candidate-counts.ts';
import type { JournalEntry, JournalRecord, KnownCandidates } from '#engine/mesh/read-journal.ts';

/** What must happen before somebody is seen and heard, in this order. */
export type StepName = 'heard' | 'offer' | 'answer' | 'addresses' | 'path' | 'encryption' | 'proof';

/** `stuck`: it should have happened by now. */
export type StepMark = 'done' | 'now' | 'stuck' | 'later';

export interface DiagnosisStep {
  readonly step: StepName;
  readonly mark: StepMark;
}

/** Whose network or browser it lies with, where that can be told. */
export type Side = 'here' | 'there' | 'both';

export type DiagnosisCode =
  /** All as it should be, so far. */
  | 'under-way'
  /** The path broke; new ones are tried. */
  | 'reconnecting'
  /** This device says that it has no network. */
  | 'offline'
  /** No relay answers, and nobody in the call reaches them: nothing can be told to them. */
  | 'no-relay'
  /** An offer is out, and no answer came. */
  | 'not-answering'
  /** One side knows no address of its own, or couldn't tell it. */
  | 'no-candidates'
  /** STUN was asked, and one side was not seen from outside: UDP doesn't get out. */
  | 'udp-blocked'
  /** Both told their addresses, and no pair of them works: NAT or a firewall. */
  | 'no-path'
  /** There is a path, and no encrypted connection came of it. */
  | 'no-dtls'
  /** The connection is there, and they don't say who they are. */
  | 'no-hello'
  | 'old-app'
  | 'wrong-identity';

export interface Diagnosis {
  readonly is: DiagnosisCode;
  /** Of `no-candidates` and `udp-blocked`. */
  readonly side?: Side;
  /** Of `no-path`: whose NAT shows another door to everybody ("symmetric"). */
  readonly shifting?: Side;
  /** `silent`: one is set up, and no address of it is known yet. `tried`: it was no help. */
  readonly turn: 'none' | 'silent' | 'tried';
  readonly steps: readonly DiagnosisStep[];
}

/** What is around, apart from what happened with this person. */
export interface Circumstances {
  readonly nowMs: number;
  /** As the device says. */
  readonly isOnline: boolean;
  /** False when relays were tried and none answers. */
  readonly hasRelay: boolean;
  /** Somebody to whom we are connected says that they reach them: signaling can go that way. */
  readonly isReachedByOthers: boolean;
  readonly hasStun: boolean;
  readonly hasTurn: boolean;
}

/** How the connection stands (ConnectionState in api.ts); `failed` with the code of its error. */
export interface Standing {
  readonly is: string;
  readonly code?: string;
}

/** The slowest of ordinary relays takes 3 s one way. */
const answerMs = 7_000;
/**
 * ICE finds nearly all of its paths in the first 2 to 3 s, and gives up only after some 15. It goes on trying all the
 * while: whoever is told too early is told no more than "yet".
 */
const pathMs = 6_000;
/** DTLS repeats after 1, 2 and 4 s (RFC 6347 4.2.4.1) what was lost. */
const encryptionMs = 6_000;
const proofMs = 6_000;
/** A short break mends itself. */
const brokenMs = 6_000;

const stepNames: readonly StepName[] = ['heard', 'offer', 'answer', 'addresses', 'path', 'encryption', 'proof'];

type Reached = Exclude<StepName, 'addresses'>;

/** How far the attempt of the moment has come. */
interface Progress {
  readonly reached: Reached;
  /** When. */
  readonly atMs: number;
  /** They have proved who they are on this connection, which may have broken since. */
  readonly isProved: boolean;
  /** ICE or DTLS gave up. */
  readonly hasFailed: boolean;
  /** How far the attempt before had come, unless one has come further since. */
  readonly before?: Reached | undefined;
}

const rank = (step: StepName): number => stepNames.indexOf(step);

const reachedBy: Readonly<Partial<Record<JournalEntry['what'], Reached>>> = {
  'offer-sent': 'offer',
  'offer-received': 'offer',
  'answer-sent': 'answer',
  'answer-received': 'answer',
  path: 'path',
  dtls: 'path',
  channel: 'encryption',
  hello: 'proof',
};

const advance = (progress: Progress, { what, atMs }: JournalEntry): Progress => {
  const { reached, isProved } = progress;
  const next = reachedBy[what];
  if (what === 'gave-up') {
    // That one was there says nothing about why the next isn't.
    return { reached: 'heard', atMs, isProved: false, hasFailed: false, before: isProved ? undefined : reached };
  }
  if (what === 'broken' || what === 'failed')
    return { ...progress, hasFailed: what === 'failed', ...(isProved && { reached: 'answer', atMs }) };
  // Another attempt has taken the place of one that was nearly there.
  if (what === 'offer-received' && !isProved && rank(reached) > rank('answer'))
    return { ...progress, reached: 'offer', atMs, hasFailed: false };
  if (!next || rank(next) <= rank(reached)) return progress;
  const now = isProved ? 'proof' : next;
  const isFurther = progress.before !== undefined && rank(now) > rank(progress.before);
  return {
    reached: now,
    atMs,
    isProved: isProved || next === 'proof',
    hasFailed: false,
    before: isFurther ? undefined : progress.before,
  };
};

const follow = ({ entries }: JournalRecord): Progress =>
  entries.reduce(advance, { reached: 'heard', atMs: entries[0]?.atMs ?? 0, isProved: false, hasFailed: false });

type Judgement = Pick<Diagnosis, 'is' | 'side' | 'shifting'>;

const sideOf = (isHere: boolean, isThere: boolean): Side | undefined => {
  if (isHere && isThere) return 'both';
  if (isHere) return 'here';
  return isThere ? 'there' : undefined;
};

/** UDP finds no way out: it asked, and nobody outside has seen it. */
const isShutIn = (counts: CandidateCounts): boolean => counts.reflexive === 0 && !counts.isPublic;

const judgeAddresses = ({ here, there }: KnownCandidates, { hasStun }: Circumstances): Judgement => {
  const missing = sideOf(totalOf(here) === 0, totalOf(there) === 0);
  if (missing) return { is: 'no-candidates', side: missing };
  const shutIn = hasStun ? sideOf(isShutIn(here), isShutIn(there)) : undefined;
  if (shutIn) return { is: 'udp-blocked', side: shutIn };
  const shifting = sideOf(here.isShifting, there.isShifting);
  return { is: 'no-path', ...(shifting && { shifting }) };
};

/** What is the matter where nothing has come after `reached` in time. */
const judgeStuck = (reached: Reached, candidates: KnownCandidates, around: Circumstances): Judgement => {
  switch (reached) {
    case 'heard':
    case 'offer':
      return { is: 'not-answering' };
    case 'answer':
      return judgeAddresses(candidates, around);
    case 'path':
      return { is: 'no-dtls' };
    case 'encryption':
    case 'proof':
      return { is: 'no-hello' };
  }
};

/** How long what comes next may take. */
const patienceMs: Readonly<Record<Reached, number>> = {
  heard: Infinity,
  offer: answerMs,
  answer: pathMs,
  path: encryptionMs,
  encryption: proofMs,
  proof: Infinity,
};

/** What is the matter apart from how far things have come. */
const judgeAround = (progress: Progress, standing: Standing, around: Circumstances): Judgement | undefined => {
  if (standing.code === 'security/wrong-identity') return { is: 'wrong-identity' };
  if (standing.code === 'wire/old-app') return { is: 'old-app' };
  if (!around.isOnline) return { is: 'offline' };
  const { reached, atMs } = progress;
  const waitedMs = around.nowMs - atMs;
  const isMute = !around.hasRelay && !around.isReachedByOthers;
  if (standing.is === 'reconnecting') return { is: isMute && waitedMs >= brokenMs ? 'no-relay' : 'reconnecting' };
  const isUnheard = reached === 'heard' || (reached === 'offer' && waitedMs >= answerMs);
  return isMute && isUnheard ? { is: 'no-relay' } : undefined;
};

const turnOf = ({ candidates, candidatesBefore }: JournalRecord, { hasTurn }: Circumstances): Diagnosis['turn'] => {
  if (!hasTurn) return 'none';
  const isKnown = [candidates, candidatesBefore].some((each) => each && each.here.relayed + each.there.relayed > 0);
  return isKnown ? 'tried' : 'silent';
};

const stepsOf = (reached: Reached, { here, there }: KnownCandidates, isStuck: boolean): readonly DiagnosisStep[] => {
  const hasAddresses = totalOf(here) > 0 && totalOf(there) > 0;
  const isDone = (step: StepName): boolean =>
    step === 'addresses' && reached === 'answer' ? hasAddresses : rank(step) <= rank(reached);
  const next = stepNames.find((step) => !isDone(step));
  return stepNames.map((step) => {
    if (isDone(step)) return { step, mark: 'done' };
    return { step, mark: step !== next ? 'later' : isStuck ? 'stuck' : 'now' };
  });
};

/** What is the matter with somebody who is not connected. */
export const diagnose = (journal: JournalRecord, standing: Standing, around: Circumstances): Diagnosis => {
  const progress = follow(journal);
  const { reached, atMs, hasFailed, before } = progress;
  const { candidates, candidatesBefore = candidates } = journal;
  const turn = turnOf(journal, around);
  const other = judgeAround(progress, standing, around);
  if (other) return { ...other, turn, steps: stepsOf(reached, candidates, other.is !== 'reconnecting') };
  if (hasFailed || around.nowMs - atMs >= patienceMs[reached])
    return { ...judgeStuck(reached, candidates, around), turn, steps: stepsOf(reached, candidates, true) };
  // What stopped the attempt before is what is the matter, until one comes further.
  if (before)
    return { ...judgeStuck(before, candidatesBefore, around), turn, steps: stepsOf(before, candidatesBefore, true) };
  return { is: 'under-way', turn, steps: stepsOf(reached, candidates, false) };
};
