// What the screens may know of raised hands.

import type { PersonId } from '#core/base/ids.ts';
import type { ReadonlySignal } from '@preact/signals-core';

/** A raised hand in its place in the line. */
export interface RaisedHand {
  readonly person: PersonId;
  /** When it went up, by our clock (`ClockPort.nowMs`). For showing: the place in the line is decided by turns. */
  readonly sinceMs: number;
}

export interface HandsModel extends Disposable {
  /** The own hand is up. */
  readonly isRaised: ReadonlySignal<boolean>;
  /** Whose hand is up, own one included, first come first; the same for everybody. */
  readonly order: ReadonlySignal<readonly RaisedHand[]>;
  raise(): void;
  lower(): void;
}
