// Passes on what connections receive: encoded pictures through a worker, sound by its track.

import { createScope, type Stop } from '#core/base/scope.ts';
import type { ForwardEnd, Forwarder } from '#core/ports/forward.ts';
import { scriptUrl } from '#shell/pwa/script-url.ts';
import type { ForwardMessage, ForwardRole } from '#workers/forward-messages.ts';
// oxlint-disable-next-line import/default -- made by Vite
import workerUrl from '../../workers/forward.worker.ts?worker&url';

/** Chromium's; W3C's successor, VideoTrackGenerator, it does not have (FACTS.md). */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: 'video' });
  readonly writable: WritableStream<VideoFrame>;
}

interface Battery {
  readonly level: number;
  readonly charging: boolean;
}

const lowLevel = 0.2;

/** Chromium alone tells; false elsewhere. */
export const isBatteryLow = async (): Promise<boolean> => {
  const battery = await (navigator as { getBattery?(): Promise<Battery> }).getBattery?.();
  return battery !== undefined && !battery.charging && battery.level < lowLevel;
};

interface End extends ForwardEnd {
  readonly id: number;
  readonly connection: RTCPeerConnection;
}

/** The bytes of the still frames are replaced: it is the received picture that has this size. */
const sending = { maxBitrate: 2_500_000, maxFramerate: 60, scaleResolutionDownBy: 1 };

const nameOf = (end: End, line: number): string => `${end.id}:${line}`;

const putStill = async ({ sender }: RTCRtpTransceiver, track: MediaStreamTrack): Promise<void> => {
  const parameters = sender.getParameters();
  // A small sender is held to little otherwise (FACTS.md). Once, and before anything is sent: every change makes a key frame.
  parameters.encodings = parameters.encodings.map((encoding) => ({ ...encoding, ...sending, active: true }));
  await sender.setParameters(parameters).catch(() => {});
  await sender.replaceTrack(track);
};

/** Starts its worker. */
export const createFrameForwarder = (): Forwarder => {
  const scope = createScope();
  const worker = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'forward' });
  const say = (message: ForwardMessage, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  let nextId = 1;

  const transform = (is: ForwardRole['is'], id: string): RTCRtpScriptTransform =>
    new RTCRtpScriptTransform(worker, { is, id } satisfies ForwardRole);

  /** Taps and outlets on every video line, as soon as it is there: a tap that comes later gets no frames. */
  const equip = (end: End, scopeOfEnd: ReturnType<typeof createScope>): void =>
    scopeOfEnd.listen<RTCTrackEvent>(end.connection, 'track', ({ transceiver }) => {
      if (transceiver.receiver.track.kind !== 'video') return;
      const name = nameOf(end, end.connection.getTransceivers().indexOf(transceiver));
      transceiver.receiver.transform = transform('tap', name);
      transceiver.sender.transform = transform('outlet', name);
      scopeOfEnd.add(() => say({ say: 'forget', id: name }));
    });

  const sendLine = (from: End, to: End, line: number): Stop | undefined => {
    const [source, target] = [from, to].map(({ connection }) => connection.getTransceivers()[line]);
    if (!source || !target) return undefined;
    const { track } = source.receiver;
    if (track.kind === 'audio') {
      void target.sender.replaceTrack(track).catch(() => {});
      return () => void target.sender.replaceTrack(null).catch(() => {});
    }
    const names = { tap: nameOf(from, line), outlet: nameOf(to, line) };
    // One for each outlet: a still frame that another outlet needs would be one too many here.
    const still = new MediaStreamTrackGenerator({ kind: 'video' });
    const { writable } = still;
    void putStill(target, still).then(
      () => say({ say: 'join', ...names, still: writable }, [writable]),
      () => {},
    );
    return () => {
      say({ say: 'part', ...names });
      still.stop();
    };
  };

  scope.add(() => worker.terminate());
  const ends = new Map<ForwardEnd, End>();
  return {
    add: (connection) => {
      const own = createScope();
      const end: End = {
        id: nextId++,
        connection,
        sendTo: (other) => {
          const to = ends.get(other);
          const lines = to ? connection.getTransceivers().map((_, line) => sendLine(end, to, line)) : [];
          return () => lines.forEach((stop) => stop?.());
        },
        [Symbol.dispose]: () => {
          ends.delete(end);
          own[Symbol.dispose]();
        },
      };
      ends.set(end, end);
      equip(end, own);
      return end;
    },
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
