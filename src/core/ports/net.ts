// What the device says of its network and of the page being looked at.

import type { News } from '#core/base/emitter.ts';

export interface NetPort {
  /** False only when the device knows that it has no network. */
  isOnline(): boolean;
  /** The device has got a network, or another one. */
  readonly onNetworkChange: News<void>;
  /** The page became visible, or the device woke. */
  readonly onWake: News<void>;
  /** The page is being closed or reloaded: last words only. */
  readonly onPageHide: News<void>;
}
