// Encodes our pictures once for everybody, in a worker: this end tells it what, and for whom.

import { createScope } from '#core/base/scope.ts';
import type { EncodeFigures, EncodeListener, EncodeOutlet, PicturePlace, SharedEncoder } from '#core/ports/encode.ts';
import type { EncodeWay } from './encode.ts';
import type { EncodeGate } from './encode-gate.ts';
import { trackElements } from './track-elements.ts';
import type { TrackEnds, TrackFrames } from './track-ends.ts';
import { trackStreams } from './track-streams.ts';

/** A worker that is ended from outside says nothing; one that is only late answers before that, on any machine that can hold a call. */
const beatMs = 2_000;
const maxSilentBeats = 4;

const none: EncodeFigures = { places: { camera: [], screen: [] } };

interface Opening {
  readonly gate: EncodeGate;
  readonly ends: TrackEnds;
  readonly place: PicturePlace;
  readonly sender: RTCRtpSender;
  isOver(): boolean;
}

const openOutlet = ({ gate, ends, place, sender, isOver }: Opening): EncodeOutlet => {
  const outlet = gate.idOf(sender);
  // One for each outlet: a still frame that another needs would be one too many here.
  const made = ends.makeTrack();
  const { track, still } = made;
  // Not to be sent more seldom where the processor is busy: that is what the real encoder looks after.
  if ('contentHint' in track) track.contentHint = 'motion';
  gate.say({ say: 'open', outlet, place, still }, [still]);
  return {
    track,
    show: (rung) => {
      if (!isOver()) gate.say({ say: 'show', outlet, rung });
    },
    [Symbol.dispose]: () => {
      if (!isOver()) gate.say({ say: 'close', outlet });
      track.stop();
      made[Symbol.dispose]();
    },
  };
};

/** Asks the worker for figures, and notices when it gives none any more. */
const createReader = (gate: EncodeGate) => {
  const asked = new Map<number, (figures: EncodeFigures) => void>();
  let nextRequest = 1;
  let silentBeats = 0;
  const read = (): Promise<EncodeFigures> => {
    const request = nextRequest++;
    gate.say({ say: 'read', request });
    return new Promise((resolve) => asked.set(request, resolve));
  };
  const timer = setInterval(() => {
    if (silentBeats >= maxSilentBeats) gate.replace('worker-silent');
    silentBeats += 1;
    void read().then(() => (silentBeats = 0));
  }, beatMs);
  return {
    read,
    answer: (request: number, places: EncodeFigures['places']): void => {
      asked.get(request)?.({ places });
      asked.delete(request);
    },
    end: (): void => {
      clearInterval(timer);
      for (const resolve of asked.values()) resolve(none);
      asked.clear();
    },
  };
};

/** What is read at this moment, of each place. */
const createSources = (gate: EncodeGate, ends: TrackEnds, onTrouble: (reason: string) => void) => {
  const open = new Map<PicturePlace, TrackFrames>();
  return {
    set: (place: PicturePlace, track: MediaStreamTrack | null): void => {
      open.get(place)?.[Symbol.dispose]();
      open.delete(place);
      const read = track && ends.readFrames(track, onTrouble);
      if (read) open.set(place, read);
      const frames = read?.frames ?? null;
      gate.say({ say: 'source', place, frames }, frames ? [frames] : []);
    },
    end: (): void => {
      for (const read of open.values()) read[Symbol.dispose]();
      open.clear();
    },
  };
};

export interface SharedEncoderOptions {
  readonly gate: EncodeGate;
  readonly way: EncodeWay;
  readonly listener: EncodeListener;
}

/** Takes the gate for itself until its end. */
export const createSharedEncoder = ({ gate, way, listener }: SharedEncoderOptions): SharedEncoder => {
  const ends = way === 'streams' ? trackStreams : trackElements;
  const scope = createScope();
  const reader = createReader(gate);
  const sources = createSources(gate, ends, (reason) => fail(reason));
  let isOver = false;
  const end = (): void => {
    isOver = true;
    reader.end();
    sources.end();
  };
  const fail = (reason: string): void => {
    if (isOver) return;
    end();
    listener.onTrouble(reason);
  };
  scope.add(
    gate.listen({
      onEnd: fail,
      onNews: (news) => {
        if (news.say === 'trouble') fail(news.reason);
        if (news.say === 'readings') reader.answer(news.request, news.readings);
      },
    }),
  );
  gate.say({ say: 'reset' });
  scope.add(() => gate.say({ say: 'reset' }));
  scope.add(end);
  const outlets = new Map<RTCRtpSender, EncodeOutlet>();
  scope.add(() => outlets.forEach((outlet) => outlet[Symbol.dispose]()));

  return {
    setSource: (place, track) => {
      if (!isOver) sources.set(place, track);
    },
    setHint: (place, hint) => {
      if (!isOver) gate.say({ say: 'hint', place, hint });
    },
    setRungs: (place, rungs) => {
      if (!isOver) gate.say({ say: 'rungs', place, rungs });
    },
    attach: (place, sender) => {
      outlets.get(sender)?.[Symbol.dispose]();
      const opened = openOutlet({ gate, ends, place, sender, isOver: () => isOver });
      const outlet: EncodeOutlet = {
        ...opened,
        [Symbol.dispose]: () => {
          if (outlets.get(sender) !== outlet) return;
          outlets.delete(sender);
          opened[Symbol.dispose]();
        },
      };
      outlets.set(sender, outlet);
      return outlet;
    },
    read: () => (isOver ? Promise.resolve(none) : reader.read()),
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
