// When a new version may take over: never while any window of this browser is in a call.

/** What to do about a version that is installed and waits. */
export type UpdateStep =
  | { readonly is: 'nothing' }
  /** Somebody is in a call: look again when these locks are free. */
  | { readonly is: 'wait'; readonly locks: readonly string[] }
  | { readonly is: 'activate' };

export const planUpdate = (isWaiting: boolean, callLocks: readonly string[]): UpdateStep => {
  if (!isWaiting) return { is: 'nothing' };
  return callLocks.length > 0 ? { is: 'wait', locks: callLocks } : { is: 'activate' };
};

export interface Takeover {
  /** Another worker controlled this window before; without one, this is the very first visit and nothing changed. */
  readonly hadController: boolean;
  /** The window shows nothing that a reload would lose: the landing page, outside a call. */
  readonly canReload: boolean;
}

/** A new version took over this window: whether to reload now. If not now, the window reloads when it may. */
export const planReload = ({ hadController, canReload }: Takeover): 'nothing' | 'later' | 'now' => {
  if (!hadController) return 'nothing';
  return canReload ? 'now' : 'later';
};

/** Everything that `settleUpdate` needs from the outside. */
export interface UpdatePorts {
  isWaiting(): boolean;
  callLocks(): Promise<readonly string[]>;
  whenReleased(names: readonly string[]): Promise<void>;
  activate(): void;
}

/** Activates the waiting version as soon as no window is in a call. */
export const settleUpdate = async (ports: UpdatePorts): Promise<void> => {
  for (;;) {
    const step = planUpdate(ports.isWaiting(), await ports.callLocks());
    switch (step.is) {
      case 'nothing':
        return;
      case 'wait':
        await ports.whenReleased(step.locks);
        break;
      case 'activate':
        ports.activate();
        return;
    }
  }
};
