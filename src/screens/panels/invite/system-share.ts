// The system's own sheet for passing something on.

/** `cancelled`: the person closed the sheet, or it is open already. */
export type ShareOutcome = 'shared' | 'cancelled' | 'failed';

export type Share = (what: { readonly title: string; readonly url: string }) => Promise<ShareOutcome>;

const share: Share = async (what) => {
  try {
    await navigator.share(what);
    return 'shared';
  } catch (error) {
    const isCancelled = error instanceof DOMException && ['AbortError', 'InvalidStateError'].includes(error.name);
    return isCancelled ? 'cancelled' : 'failed';
  }
};

/** Undefined where the system has none. To be called from a click. */
export const systemShare = (): Share | undefined => ('share' in navigator ? share : undefined);
