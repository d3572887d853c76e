// Puts our worker between senders and the network, and keeps it there.
//
// Chromium 156: a sender that has had no transform in the turn in which it was made takes none later, without saying so; and
// one whose transform is taken away (null), or whose worker has ended, sends nothing any more until it is given another.

import type { Stop } from '#core/base/scope.ts';
import { scriptUrl } from '#shell/pwa/script-url.ts';
import type { EncodeNews, EncodeOrder, OutletRole } from '#workers/encode-messages.ts';
// oxlint-disable-next-line import/default -- made by Vite
import workerUrl from '../../workers/encode.worker.ts?worker&url';

export interface GateListener {
  onNews(news: EncodeNews): void;
  /** The worker has ended. Another passes on what senders encode themselves. */
  onEnd(reason: string): void;
}

export interface EncodeGate {
  /** The name of a sender's outlet; puts the worker in between, if it is not there yet. */
  idOf(sender: RTCRtpSender): string;
  /** Its connection is over. */
  forget(sender: RTCRtpSender): void;
  say(order: EncodeOrder, transfer?: Transferable[]): void;
  /** No worker does its work here: nothing lies between senders and the network any more. */
  isUsedUp(): boolean;
  /** Starts the worker before there is a sender. */
  warmUp(): void;
  /** One at a time. */
  listen(listener: GateListener): Stop;
  /** The worker is of no use any more; another takes its place. */
  replace(reason: string): void;
}

/** So many in a row end without having said anything: then something is wrong that will not change. */
const maxReplacements = 4;

/** The worker starts with the first sender, and ends with the last one, unless somebody listens. */
export const createEncodeGate = (): EncodeGate => {
  const ids = new WeakMap<RTCRtpSender, string>();
  const senders = new Map<string, WeakRef<RTCRtpSender>>();
  let worker: Worker | undefined;
  let listener: GateListener | undefined;
  let nextId = 1;
  let replacements = 0;

  const end = (): void => {
    worker?.terminate();
    worker = undefined;
  };
  const endIfIdle = (): void => {
    if (senders.size === 0 && !listener) end();
  };
  const start = (): Worker => {
    const own = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'encode' });
    own.addEventListener('message', ({ data }: MessageEvent<EncodeNews>) => {
      if (own !== worker) return;
      replacements = 0;
      listener?.onNews(data);
    });
    // Without a message where its script could not be loaded.
    own.addEventListener('error', ({ message }) => own === worker && replace(message || 'worker-not-loaded'));
    return own;
  };
  const isUsedUp = (): boolean => replacements > maxReplacements;
  const ensure = (): Worker | undefined => (isUsedUp() ? undefined : (worker ??= start()));
  const put = (sender: RTCRtpSender, outlet: string): void => {
    const own = ensure();
    // Without one it sends what it encodes itself.
    if (own) sender.transform = new RTCRtpScriptTransform(own, { outlet } satisfies OutletRole);
  };
  function replace(reason: string): void {
    end();
    replacements += 1;
    for (const [id, reference] of senders) {
      const sender = reference.deref();
      if (sender) put(sender, id);
      else senders.delete(id);
    }
    listener?.onEnd(reason);
  }
  return {
    idOf: (sender) => {
      const known = ids.get(sender);
      if (known !== undefined) return known;
      const id = String(nextId++);
      ids.set(sender, id);
      senders.set(id, new WeakRef(sender));
      put(sender, id);
      return id;
    },
    forget: (sender) => {
      const outlet = ids.get(sender);
      if (outlet === undefined) return;
      ids.delete(sender);
      senders.delete(outlet);
      worker?.postMessage({ say: 'forget', outlet } satisfies EncodeOrder);
      endIfIdle();
    },
    isUsedUp,
    warmUp: () => void ensure(),
    say: (order, transfer = []) => ensure()?.postMessage(order, transfer),
    listen: (next) => {
      listener = next;
      return () => {
        listener = undefined;
        endIfIdle();
      };
    },
    replace,
  };
};
