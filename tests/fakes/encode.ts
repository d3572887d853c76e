// A shared encoder in memory: nothing is encoded. It knows what each receiver would see, and notices when that would be the
// still picture that their sender encodes.

import type {
  EncodedRung,
  EncodeListener,
  EncodeOutlet,
  EncodePort,
  PicturePlace,
  RungFigures,
  SharedEncoder,
} from '#core/ports/encode.ts';
import { createFakeTrack } from './media.ts';

export interface FakeEncode extends EncodePort {
  /** What the browser can. */
  canEncode: boolean;
  /** The worker can't be started. */
  refuses: boolean;
  /** No track can be read. */
  refusesTracks: boolean;
  /** The encoder leaves out that part of its frames. */
  droppedRatio: number;
  /** Encoders that were opened so far, and those that are open. */
  readonly opened: number;
  openCount(): number;
  /** What is encoded at this moment; undefined while there is no encoder. */
  source(place: PicturePlace): MediaStreamTrack | null | undefined;
  hint(place: PicturePlace): string | undefined;
  rungs(place: PicturePlace): readonly EncodedRung[];
  /** Senders that send what is shared. */
  outlets(): number;
  /** Senders that may get an outlet, and whose connection is not over. */
  preparedCount(): number;
  /** How often the parameters of borrowed senders were set: a key frame for nothing each time. */
  readonly touched: number;
  /** Whether it can encode at this moment, as in a page that is seen. */
  setReady(isReady: boolean): void;
  /** It can't go on. */
  breakDown(reason: string): void;
  /** What a receiver would have seen that nobody should. */
  readonly faults: readonly string[];
}

const carrying = new WeakMap<MediaStreamTrack, () => EncodedRung | undefined>();
const nothing: EncodedRung = { maxHeight: 0, maxFramerate: 0, bitrateBps: 0 };

/** What goes out in the place of a still track; nothing where none of it is shown. Undefined for every other track. */
export const carriedBy = (track: MediaStreamTrack | null): EncodedRung | undefined => {
  const read = track ? carrying.get(track) : undefined;
  return read && (read() ?? nothing);
};

interface Picture {
  source: MediaStreamTrack | null;
  hint: string;
  rungs: readonly EncodedRung[];
  readonly frames: number[];
}

// oxlint-disable-next-line max-lines-per-function -- one small world, told in one place
export const createFakeEncode = (): FakeEncode => {
  const faults: string[] = [];
  const taken = new Set<RTCRtpSender>();
  const prepared = new WeakSet<RTCRtpSender>();
  const watchers = new Set<(isReady: boolean) => void>();
  let isReady = true;
  let listener: EncodeListener | undefined;
  let pictures: Record<PicturePlace, Picture> | undefined;
  let [opened, open, touched, preparedCount] = [0, 0, 0, 0];
  const showing = new Map<EncodeOutlet, { readonly place: PicturePlace; rung: number | undefined }>();

  const attach = (place: PicturePlace, sender: RTCRtpSender): EncodeOutlet => {
    if (!prepared.has(sender)) faults.push('nothing in between from the beginning');
    if (taken.has(sender)) faults.push('two outlets on one sender');
    taken.add(sender);
    const own = { replaceTrack: sender.replaceTrack, setParameters: sender.setParameters };
    const track = createFakeTrack('camera');
    const state: { readonly place: PicturePlace; rung: number | undefined } = { place, rung: undefined };
    let hasShown = false;
    carrying.set(track, () => pictures?.[place].rungs[state.rung ?? -1]);
    sender.replaceTrack = async (next) => {
      if (next === track && !hasShown) faults.push('the still track before anything is shown');
      return own.replaceTrack(next);
    };
    sender.setParameters = async (parameters) => {
      if (sender.track === track) touched += 1;
      return own.setParameters(parameters);
    };
    const outlet: EncodeOutlet = {
      track,
      show: (rung) => {
        hasShown = true;
        if (rung !== undefined && !pictures?.[place].rungs[rung]) faults.push('a rung that does not exist');
        state.rung = rung;
      },
      [Symbol.dispose]: () => {
        if (sender.track === track) faults.push('a still picture passes at the end');
        Object.assign(sender, own);
        taken.delete(sender);
        showing.delete(outlet);
      },
    };
    showing.set(outlet, state);
    return outlet;
  };
  const figuresOf = (place: PicturePlace): readonly RungFigures[] =>
    (pictures?.[place].rungs ?? []).map((rung, index) => {
      const outlets = [...showing.values()].filter((each) => each.place === place && each.rung === index).length;
      const frames = pictures?.[place].frames ?? [];
      frames[index] = (frames[index] ?? 0) + (outlets > 0 ? 100 : 0);
      return {
        ...rung,
        width: Math.round((rung.maxHeight * 16) / 9),
        height: rung.maxHeight,
        framesEncoded: (frames[index] ?? 0) * (1 - fake.droppedRatio),
        framesDropped: (frames[index] ?? 0) * fake.droppedRatio,
        keyFrames: 1,
        bytes: 0,
        encodeMs: 2,
        outlets,
      };
    });
  const createEncoder = (): SharedEncoder => ({
    setSource: (place, track) => {
      if (fake.refusesTracks && track) throw new DOMException('no frames', 'NotSupportedError');
      if (pictures) pictures[place].source = track;
    },
    setHint: (place, hint) => {
      if (pictures) pictures[place].hint = hint;
    },
    setRungs: (place, rungs) => {
      if (pictures) pictures[place].rungs = rungs;
    },
    attach,
    read: async () => ({ places: { camera: figuresOf('camera'), screen: figuresOf('screen') } }),
    [Symbol.dispose]: () => {
      if (showing.size > 0) faults.push('over while somebody depends on it');
      pictures = undefined;
      open -= 1;
    },
  });
  const fake: FakeEncode = {
    canEncode: true,
    refuses: false,
    refusesTracks: false,
    droppedRatio: 0,
    faults,
    isPossible: () => fake.canEncode,
    watch: (given) => {
      watchers.add(given);
      given(isReady);
      return () => watchers.delete(given);
    },
    setReady: (is) => {
      isReady = is;
      for (const each of watchers) each(is);
    },
    warmUp: () => {},
    prepare: (sender) => {
      if (prepared.has(sender)) faults.push('prepared twice');
      prepared.add(sender);
      preparedCount += 1;
      return () => (preparedCount -= 1);
    },
    preparedCount: () => preparedCount,
    open: async (given) => {
      if (fake.refuses) throw new Error('no worker');
      const picture = (): Picture => ({ source: null, hint: '', rungs: [], frames: [] });
      listener = given;
      pictures = { camera: picture(), screen: picture() };
      opened += 1;
      open += 1;
      return createEncoder();
    },
    get opened() {
      return opened;
    },
    openCount: () => open,
    source: (place) => pictures?.[place].source,
    hint: (place) => pictures?.[place].hint,
    rungs: (place) => pictures?.[place].rungs ?? [],
    outlets: () => showing.size,
    get touched() {
      return touched;
    },
    breakDown: (reason) => listener?.onTrouble(reason),
  };
  return fake;
};
