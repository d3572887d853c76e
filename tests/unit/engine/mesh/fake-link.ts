// A link whose other end is the test.

import { createEmitter, type Emitter } from '#core/base/emitter.ts';
import type { PersonId } from '#core/base/ids.ts';
import type { Link, LinkVia } from '#core/ports/link.ts';

export interface TestLink extends Link {
  via: LinkVia;
  isOpen: boolean;
  readonly sent: string[];
  readonly onMessage: Emitter<string>;
  readonly onClose: Emitter<void>;
  isDisposed: boolean;
  close(): void;
}

export const createTestLink = (to = 'B'.repeat(22) as PersonId, instance = 'page-there'): TestLink => {
  const link: TestLink = {
    to,
    instance,
    via: 'relay',
    isOpen: true,
    isDisposed: false,
    sent: [],
    onMessage: createEmitter<string>(),
    onClose: createEmitter<void>(),
    send: (text) => link.sent.push(text),
    close: () => {
      link.isOpen = false;
      link.onClose.emit();
    },
    [Symbol.dispose]: () => {
      link.isDisposed = true;
    },
  };
  return link;
};

/** Two links that are each other's other end; `pass` says for each text how often it arrives (once by default). */
export const linkTogether = (a: TestLink, b: TestLink, pass: (text: string) => number = () => 1): void => {
  const join = (from: TestLink, toLink: TestLink): void => {
    from.send = (text) => {
      from.sent.push(text);
      for (let copy = pass(text); copy > 0; copy -= 1)
        queueMicrotask(() => toLink.isOpen && toLink.onMessage.emit(text));
    };
  };
  join(a, b);
  join(b, a);
};
