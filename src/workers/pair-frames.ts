// Pairs the frames that are to be passed on with the small frames that a sender makes for us: each of those gives its place
// to one of ours. Pure bookkeeping; forward.worker.ts has the streams.

/** What was received, as it was encoded. */
export interface PassedFrame {
  readonly bytes: ArrayBuffer;
  readonly isKey: boolean;
}

/** A frame of the sender's own encoder, whose bytes are replaced. */
export interface Token {
  data: ArrayBuffer;
  /** The encoder makes a key frame when the receiver has asked for one. */
  readonly isKey: boolean;
}

export interface FramePairing<T extends Token> {
  addFrame(frame: PassedFrame): void;
  addToken(token: T): void;
  /** Whether the encoder is to be given one more still frame now, for a token; counts as done. To be asked often. */
  takeNeed(nowMs: number): boolean;
  /** Begins anew at the next key frame: what comes from now on has nothing to do with what came before. */
  restart(): void;
}

export interface FramePairingOptions<T extends Token> {
  /** The token bears one of our frames: it may go. */
  send(token: T): void;
  /** Nothing can go before a key frame comes. */
  askForKeyFrame(): void;
}

/** A third of a second: who falls further behind begins anew, instead of seeing everybody late for ever. */
const maxFrames = 10;
/** An encoder answers within some milliseconds. One that has dropped a frame, because its line is busy, will not answer at all. */
const answerMs = 120;
/** A request for a key frame, and the frame itself, can be lost on their way. */
const keyAgainMs = 500;

/**
 * Nothing goes before the first key frame. No token is ever left out: each bears a number in its RTP header (VP8 picture id,
 * RFC 7741 4.2), and after a gap in these a receiver shows nothing up to the next key frame. Instead no more tokens are asked
 * for than there are frames.
 */
export const createFramePairing = <T extends Token>(options: FramePairingOptions<T>): FramePairing<T> => {
  let frames: PassedFrame[] = [];
  const tokens: T[] = [];
  /** Still frames that have no token yet, and when the last one was given. */
  let asked = 0;
  let askedMs = 0;
  /** The encoder is to make its first frame before anything has come. */
  let isFirst = true;
  let needsKey = true;
  /** Frames come that are of no use without a key frame. */
  let isStarved = false;
  let keyAskedMs = 0;

  const restart = (): void => {
    needsKey = true;
    frames = [];
    options.askForKeyFrame();
  };

  const pair = (): void => {
    while (tokens.length > 0 && frames.length > 0) {
      const [token, frame] = [tokens.shift(), frames.shift()];
      if (!token || !frame) return;
      token.data = frame.bytes;
      options.send(token);
    }
  };

  return {
    addFrame: (frame) => {
      // What depends on frames that were not sent is of no use.
      if (needsKey && !frame.isKey) return void (isStarved = true);
      if (frame.isKey) {
        [needsKey, isStarved] = [false, false];
        // It needs nothing of what stands before it.
        frames = [];
      }
      frames.push(frame);
      if (frames.length > maxFrames) return restart();
      pair();
    },
    addToken: (token) => {
      // It comes before the frame that answers it: this one is the last that the receiver could not have used.
      if (token.isKey && !needsKey && !frames.some(({ isKey }) => isKey)) restart();
      asked = Math.max(0, asked - 1);
      tokens.push(token);
      pair();
    },
    takeNeed: (nowMs) => {
      if (!isStarved) keyAskedMs = nowMs;
      else if (nowMs - keyAskedMs >= keyAgainMs) {
        keyAskedMs = nowMs;
        options.askForKeyFrame();
      }
      if (nowMs - askedMs > answerMs) asked = 0;
      const wanted = Math.max(frames.length, isFirst ? 1 : 0);
      if (wanted <= tokens.length + asked) return false;
      isFirst = false;
      asked += 1;
      askedMs = nowMs;
      return true;
    },
    restart,
  };
};
