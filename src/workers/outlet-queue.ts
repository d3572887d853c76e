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
  fill(rung: object, atUs: number, frame: F, nowMs: number): void;
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
  /** Who has fallen behind begins anew. */
  check(nowMs: number): void;
}

interface Slot<F> {
  readonly rung: object;
  readonly atUs: number;
  readonly isFirst: boolean;
  frame?: F;
  filledMs: number;
}

interface Still {
  readonly atUs: number;
  readonly givenMs: number;
}

/** Who falls further behind begins anew, instead of seeing everybody late for ever. */
const behindMs = 333;
/** An encoder answers within some milliseconds. One that has dropped a frame, because its line is busy, will not answer at all. */
const answerMs = 120;
/** So often is looked whether a sender that is silent makes frames again. */
const probeMs = 66;
/** A token of a still frame has its time within that; frames come at longer intervals. */
const sameTimeUs = 12_000;

/** Which still frames a token answers, given the one before it: those before it in the list were dropped by the encoder. */
const answeredBy = (stills: readonly Still[], expectedUs: number | undefined): number => {
  if (expectedUs === undefined) return 0;
  const distances = stills.map(({ atUs }) => Math.abs(atUs - expectedUs));
  const nearest = Math.min(...distances);
  return nearest <= sameTimeUs ? distances.indexOf(nearest) : 0;
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
  const answer = ({ rtpTimestamp: rtp }: Token): void => {
    // RTP times wrap around after 13 hours.
    const expectedUs = rtp === undefined || !last ? undefined : last.atUs + ((rtp - last.rtp) | 0) / 0.09;
    const index = answeredBy(stills, expectedUs);
    const still = stills[index];
    if (rtp !== undefined && still) last = { rtp, atUs: still.atUs };
    stills = stills.slice(index + 1);
  };
  return {
    expect: (rung, atUs, isFirst) => {
      if (isFirst) [isFlowing, isKeyWanted] = [true, false];
      if (!isFlowing) return;
      slots.push({ rung, atUs, isFirst, filledMs: Infinity });
    },
    fill: (rung, atUs, frame, nowMs) => {
      const slot = slots.find((each) => each.rung === rung && each.atUs === atUs);
      slots = slots.filter((each) => each.rung !== rung || each.frame !== undefined || each.atUs >= atUs);
      if (slot) Object.assign(slot, { frame, filledMs: nowMs });
      pair();
    },
    forget: (rung) => {
      slots = slots.filter((each) => each.rung !== rung || each.frame !== undefined);
      pair();
    },
    addToken: (token, nowMs) => {
      stills = stills.filter(({ givenMs }) => nowMs - givenMs <= answerMs * 4);
      answer(token);
      if (!isFlowing) {
        // The newest is enough to begin with, and has the best time.
        tokens = [token];
        return;
      }
      // One that is on its way is the answer.
      if (token.isKey && !slots.some(({ isFirst }) => isFirst)) isKeyWanted = true;
      tokens.push(token);
      pair();
    },
    needsStill: (nowMs) => {
      if (!isFlowing) return tokens.length === 0 && nowMs - lastProbeMs >= probeMs;
      const asked = stills.filter(({ givenMs }) => nowMs - givenMs <= answerMs).length;
      return slots.length > tokens.length + asked;
    },
    stillGiven: (atUs, nowMs) => {
      lastProbeMs = nowMs;
      stills = [...stills, { atUs, givenMs: nowMs }].slice(-32);
    },
    isAlive: () => isFlowing || tokens.length > 0,
    isFlowing: () => isFlowing,
    wantsKey: () => isKeyWanted,
    drop,
    check: (nowMs) => {
      const [head] = slots;
      if (head && nowMs - head.filledMs > behindMs) drop();
    },
  };
};
