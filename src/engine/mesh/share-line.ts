// One line of one connection on which the shared picture goes out instead of its own: there and back without a gap.

import { known } from '#core/base/known.ts';
import type { PicturePlace, SharedEncoder } from '#core/ports/encode.ts';
import type { Connection } from './connection.ts';
import { forgetSent } from './forget-sent.ts';
import type { StatsSample } from './stats-sample.ts';

export interface SharedLine {
  /**
   * The rung that goes out from its next key frame on; undefined: nothing. `bitrateBps`: what that rung may take. `isFlooded`:
   * the path carries less than what went out until now, so what of it still waits to be sent is thrown away.
   */
  show(rung: number | undefined, bitrateBps: number, isFlooded?: boolean): void;
  /** Back to the line's own encoder. */
  end(): Promise<void>;
  /** The connection is over, too: nothing is to be seen on it any more. */
  drop(): void;
}

/** What is known of the picture beside what the browser says of the still one. */
export type LineTruth = () => {
  readonly width?: number;
  readonly height?: number;
  readonly limitedBy?: string;
};

export interface SharedLineOptions {
  readonly connection: Pick<Connection, 'lend' | 'giveBack' | 'refreshPicture'>;
  readonly place: PicturePlace;
  readonly encoder: Pick<SharedEncoder, 'attach'>;
  /** What the line would send by itself is another now. */
  readonly changed: () => void;
  readonly truth: LineTruth;
}

/** Above what a rung takes: key frames, and repair of what was lost. */
const roomRatio = 1.5;
const leastGrantBps = 400_000;

/**
 * What a sender may take. In large steps, because each is a key frame; and not simply a lot, because the browser floods a
 * path for a moment to find out whether it carries what its senders may take.
 */
const grantFor = (bitrateBps: number): number =>
  leastGrantBps * 2 ** Math.max(0, Math.ceil(Math.log2((bitrateBps * roomRatio) / leastGrantBps)));

const correct = (sample: StatsSample, place: PicturePlace, truth: LineTruth, grantedBps: number): StatsSample => {
  const flow = sample.sent[place];
  if (!flow) return sample;
  // The encoder of the still frames is never short of anything, time included.
  const { limitedBy: _, encodeMs: _e, width: _w, height: _h, ...rest } = flow;
  const { width, height, limitedBy } = truth();
  return {
    ...sample,
    sent: { ...sample.sent, [place]: { ...rest, grantedBps, ...known({ width, height, limitedBy }) } },
  };
};

/** Undefined where the connection lends no line yet. The sender's own picture goes on until the first `show`. */
export const borrowLine = ({
  connection,
  place,
  encoder,
  changed,
  truth,
}: SharedLineOptions): SharedLine | undefined => {
  const sender = connection.lend(place, {
    changed,
    correct: (sample) => correct(sample, place, truth, grantedBps),
    hold: (is) => hold(is),
  });
  if (!sender) return undefined;
  const attach = () => {
    try {
      return encoder.attach(place, sender);
    } catch (error) {
      void connection.giveBack(place);
      throw error;
    }
  };
  const outlet = attach();
  let grantedBps = 0;
  let isPut = false;
  let isHeld = false;
  let shown: number | undefined;
  let work: Promise<unknown> = Promise.resolve();
  // A sender whose connection closes refuses; it sends nothing any more.
  const next = (task: () => Promise<unknown>): void => {
    work = work.then(task).catch(() => {});
  };
  const set = async (encoding: RTCRtpEncodingParameters): Promise<void> => {
    const parameters = sender.getParameters();
    parameters.encodings = parameters.encodings.map((each) => ({ ...each, ...encoding }));
    await sender.setParameters(parameters);
  };
  const grant = (): Promise<void> =>
    set({ active: !isHeld, maxBitrate: grantedBps, maxFramerate: 60, scaleResolutionDownBy: 1 });
  /** A sender that stops empties its queue (libwebrtc, RtpVideoSender); else its old frames go out before the new ones, for seconds. */
  const flush = async (): Promise<void> => {
    await set({ active: false });
    if (isHeld) return;
    await set({ active: true });
    outlet.show(shown);
  };
  const hold = (is: boolean): void => {
    isHeld = is;
    outlet.show(undefined);
    next(flush);
    if (is) next(async () => (isHeld ? forgetSent(sender, place) : undefined));
  };
  return {
    show: (rung, bitrateBps, isFlooded = false) => {
      shown = rung;
      // Before the still track: what the sender encodes passes as it is until then.
      outlet.show(isFlooded || isHeld ? undefined : rung);
      if (isFlooded) next(flush);
      if (!isPut) next(() => sender.replaceTrack(outlet.track));
      // Every change makes a key frame of the still picture, which reads as if the receiver had asked for one. So it is
      // only ever raised, and then the rung has most likely changed, too.
      const neededBps = grantFor(bitrateBps);
      if (neededBps > grantedBps) {
        grantedBps = neededBps;
        next(grant);
      }
      isPut = true;
    },
    end: async () => {
      await work;
      // Its own picture is encoded again before the outlet lets it pass, and begins with a key frame.
      await connection.giveBack(place);
      outlet[Symbol.dispose]();
      await connection.refreshPicture(place);
    },
    drop: () => {
      void sender.replaceTrack(null).catch(() => {});
      outlet[Symbol.dispose]();
    },
  };
};
