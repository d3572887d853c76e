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
  /** Something waits for a token. */
  isHungry(): boolean;
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
/** One that waits longer would bear an old time, and the receiver would hold all pictures back for it. */
const maxTokens = 1;

/** Nothing goes before the first key frame. */
export const createFramePairing = <T extends Token>(options: FramePairingOptions<T>): FramePairing<T> => {
  let frames: PassedFrame[] = [];
  const tokens: T[] = [];
  let needsKey = true;

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
      if (needsKey && !frame.isKey) return;
      if (frame.isKey) {
        needsKey = false;
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
      tokens.push(token);
      if (tokens.length > maxTokens) tokens.shift();
      pair();
    },
    isHungry: () => frames.length > 0,
    restart,
  };
};
