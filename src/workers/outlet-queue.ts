// Pairs what was encoded for everybody with the small frames that one receiver's own sender makes for us (tokens): each of
// those gives its place to one of ours. Pure bookkeeping; encode-outlet.ts has the streams.

/** A frame of the sender's own encoder, whose bytes are replaced. */
export interface Token {
  /** The encoder makes a key frame when the receiver has asked for one. */
  readonly isKey: boolean;
  /** Counts 90 a millisecond from a number of its own, by the time of the still frame of which it was made (RFC 7741). */
  readonly rtpTimestamp: number | undefined;
}

export interface OutletQueue<T extends Token, F> {
  /** A frame of `rung` is being encoded, and will go out here. `atUs` is its name. `isFirst`: on from here, and it is a key frame. */
  expect(rung: object, atUs: number, isFirst: boolean): void;
  /** It is there. What was expected of that rung before it was left out by the encoder. */
  fill(rung: object, atUs: number, frame: F): void;
  /** Nothing more comes from that rung. */
  forget(rung: object): void;
  addToken(token: T, nowMs: number): void;
  /** Whether the sender is to be given one more still frame now, for a token. To be asked often. */
  needsStill(nowMs: number): boolean;
  stillGiven(atUs: number, nowMs: number): void;
  /** Whether it is of any use to encode for this receiver: the sender makes tokens. */
  isAlive(): boolean;
  /** Whether frames go out, or are about to. */
  isFlowing(): boolean;
  /** Whether the receiver waits for a key frame: it has seen nothing yet, or has asked. */
  wantsKey(): boolean;
  /** The next frame to go has nothing to do with what went before: begins anew, as soon as the sender makes tokens again. */
  drop(): void;
  /** To be called every 40 ms: who has fallen behind begins anew. */
  check(): void;
}

interface Slot<F> {
  readonly rung: object;
  readonly atUs: number;
  readonly isFirst: boolean;
  frame?: F;
}

interface Still {
  readonly atUs: number;
  readonly givenMs: number;
}

/**
 * A third of a second: who falls further behind begins anew, instead of seeing everybody late for ever. Counted, and not
 * read from a clock: where nothing of us has run for a while, nobody has fallen behind.
 */
const behindChecks = 8;
/** Of a sender that makes a little fewer tokens than there are frames, the line moves on and grows all the same. */
const maxWaiting = 10;
/** An encoder answers within some milliseconds. One that has dropped a frame, because its line is busy, will not answer at all. */
const answerMs = 120;
/** So often is looked whether a sender that is silent makes frames again. */
const probeMs = 66;
/** A token of a still frame has its time within that; frames come at longer intervals. */
const sameTimeUs = 12_000;

/**
 * Which still frame a token was made of: those before it were dropped by the encoder. The last one where that is not clear:
 * then one too many is asked for, which the next frame uses. One too few would make everything late from then on.
 */
const answeredBy = (stills: readonly Still[], expectedUs: number | undefined): number => {
  const distances = stills.map(({ atUs }) => Math.abs(atUs - (expectedUs ?? Infinity)));
  const nearest = Math.min(...distances);
  return nearest <= sameTimeUs ? distances.indexOf(nearest) : stills.length - 1;
};

/**
 * No token is ever left out between two frames: each bears a number in its RTP header (VP8 picture id, RFC 7741 4.2), and
 * after a gap in these a receiver shows nothing up to the next key frame. So no more are asked for than there are frames.
 * In front of a key frame a gap does no harm.
 */
export const createOutletQueue = <T extends Token, F>(send: (token: T, frame: F) => void): OutletQueue<T, F> => {
  let slots: Slot<F>[] = [];
  let tokens: T[] = [];
  let stills: readonly Still[] = [];
  let lastProbeMs = -Infinity;
  let last: { readonly rtp: number; readonly atUs: number } | undefined;
  let isFlowing = false;
  let isKeyWanted = true;
  let checked: Slot<F> | undefined;
  let checks = 0;

  const drop = (): void => {
    [slots, tokens] = [[], []];
    [isFlowing, isKeyWanted] = [false, true];
  };
  const pair = (): void => {
    while (tokens.length > 0 && slots[0]?.frame !== undefined) {
      const [token, slot] = [tokens.shift(), slots.shift()];
      if (token && slot?.frame !== undefined) send(token, slot.frame);
    }
  };
  /** When the still frame was given of which it was made. */
  const answer = ({ rtpTimestamp: rtp }: Token): number => {
    // RTP times wrap around after 13 hours. What was given before anything flows may have reached no sender at all.
    const expectedUs = rtp === undefined || !last || !isFlowing ? undefined : last.atUs + ((rtp - last.rtp) | 0) / 0.09;
    const index = answeredBy(stills, expectedUs);
    const still = stills[index];
    if (rtp !== undefined && still) last = { rtp, atUs: still.atUs };
    stills = stills.slice(index + 1);
    return still?.atUs ?? Infinity;
  };
  return {
    expect: (rung, atUs, isFirst) => {
      if (isFirst) [isFlowing, isKeyWanted] = [true, false];
      if (!isFlowing) return;
      // Those that are there are of an older time; in front of a key frame they may be left out.
      if (isFirst && slots.length === 0) tokens = [];
      slots.push({ rung, atUs, isFirst });
    },
    fill: (rung, atUs, frame) => {
      const slot = slots.find((each) => each.rung === rung && each.atUs === atUs);
      slots = slots.filter((each) => each.rung !== rung || each.frame !== undefined || each.atUs >= atUs);
      if (slot) slot.frame = frame;
      pair();
    },
    forget: (rung) => {
      slots = slots.filter((each) => each.rung !== rung || each.frame !== undefined);
      pair();
    },
    addToken: (token, nowMs) => {
      stills = stills.filter(({ givenMs }) => nowMs - givenMs <= answerMs * 4);
      const atUs = answer(token);
      const [head] = slots;
      if (!isFlowing) tokens = [token];
      // Here as well: it was asked for before the first frame.
      if (!isFlowing || (head?.isFirst && atUs < head.atUs)) return;
      // One that is on its way is the answer.
      if (token.isKey && !slots.some(({ isFirst }) => isFirst)) isKeyWanted = true;
      tokens.push(token);
      pair();
    },
    needsStill: (nowMs) => {
      if (!isFlowing) return tokens.length === 0 && nowMs - lastProbeMs >= probeMs;
      const [head] = slots;
      const sinceUs = head?.isFirst ? head.atUs : -Infinity;
      const asked = stills.filter(({ atUs, givenMs }) => atUs >= sinceUs && nowMs - givenMs <= answerMs);
      return slots.length > tokens.length + asked.length;
    },
    stillGiven: (atUs, nowMs) => {
      lastProbeMs = nowMs;
      stills = [...stills, { atUs, givenMs: nowMs }].slice(-32);
    },
    isAlive: () => isFlowing || tokens.length > 0,
    isFlowing: () => isFlowing,
    wantsKey: () => isKeyWanted,
    drop,
    check: () => {
      const [head] = slots;
      const isStuck = head?.frame !== undefined && head === checked;
      const isLong = slots.filter(({ frame }) => frame !== undefined).length > maxWaiting;
      checks = isStuck || isLong ? checks + 1 : 0;
      checked = head;
      if (checks >= behindChecks) drop();
    },
  };
};
