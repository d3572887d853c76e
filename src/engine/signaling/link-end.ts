// Our end of one Link, whatever carries it: bounds, a short memory for texts that come before anybody listens, one close.

import { createEmitter, type News } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { Link, LinkVia, RelayNetwork } from '#core/ports/link.ts';
import { createTokenBucket } from '#core/wire/token-bucket.ts';
import { signalLimits } from './signal-limits.ts';

export interface LinkEnd {
  readonly link: Link;
  /** Takes a text from the other end; drops it when it is too long, too many or the link is closed. */
  receive(text: string): void;
  /** Closes from this side; once. */
  close(): void;
}

export interface LinkEndOptions {
  readonly to: PersonId;
  readonly instance: string;
  readonly via: LinkVia;
  readonly network?: RelayNetwork | undefined;
  readonly clock: ClockPort;
  /** Whether a text would go out at this moment. */
  canSend(): boolean;
  /** Sends a text that is within the bounds; must not throw. */
  send(text: string): void;
  /** Called once, after the link has closed. */
  onClosed(): void;
}

/** News that keeps up to `unheardTexts` until the first handler comes, so that the first offer isn't lost. */
const createPatientNews = (): News<string> & { emit(text: string): void; forget(): void } => {
  const emitter = createEmitter<string>();
  const unheard: string[] = [];
  let hasHandler = false;
  return {
    on: (handler) => {
      const stop = emitter.on(handler);
      if (!hasHandler) {
        hasHandler = true;
        for (const text of unheard.splice(0)) emitter.emit(text);
      }
      return stop;
    },
    emit: (text) => {
      if (hasHandler) emitter.emit(text);
      else if (unheard.length < signalLimits.unheardTexts) unheard.push(text);
    },
    forget: () => void (unheard.length = 0),
  };
};

/** Makes an open link. */
export const createLinkEnd = (options: LinkEndOptions): LinkEnd => {
  const { to, instance, via, network, clock, canSend, send, onClosed } = options;
  const onMessage = createPatientNews();
  const onClose = createEmitter<void>();
  const mayTake = createTokenBucket({ perSecond: signalLimits.linkTextsPerSecond, burst: signalLimits.linkTextBurst });
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    onMessage.forget();
    onClose.emit();
    onClosed();
  };
  return {
    link: {
      to,
      instance,
      via,
      network,
      get isOpen() {
        return !isClosed && canSend();
      },
      send: (text) => {
        if (!isClosed && text.length <= signalLimits.textLength) send(text);
      },
      onMessage: { on: onMessage.on },
      onClose: { on: onClose.on },
      [Symbol.dispose]: close,
    },
    receive: (text) => {
      if (isClosed || text.length > signalLimits.textLength || !mayTake(clock.nowMs())) return;
      onMessage.emit(text);
    },
    close,
  };
};
