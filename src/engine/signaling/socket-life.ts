// The life of one WebSocket, as every driver over WebSocket needs it: open or reject, end once, and tell why.

import { createEmitter, type Emitter } from '#core/base/emitter.ts';
import { abortError, type OpenSocket, type SocketEnd, type SocketLike } from './relay-driver.ts';

const openState = 1;

/** Resolves with the open socket; rejects when it fails first, or with 'AbortError' when `signal` is aborted first. */
export const openWebSocket = (openSocket: OpenSocket, url: string, signal: AbortSignal): Promise<SocketLike> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError());
    const socket = openSocket(url);
    const settle = (finish: () => void): void => {
      socket.onopen = null;
      socket.onclose = null;
      socket.onerror = null;
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const fail = (error: Error): void =>
      settle(() => {
        socket.close();
        reject(error);
      });
    const onAbort = (): void => fail(abortError());
    socket.onopen = () => settle(() => resolve(socket));
    // A browser says no more than this about a socket that didn't open.
    socket.onclose = () => fail(new Error('socket closed before it was open'));
    socket.onerror = () => fail(new Error('socket failed to open'));
    signal.addEventListener('abort', onAbort);
  });

export const isSocketOpen = (socket: SocketLike): boolean => socket.readyState === openState;

export interface SocketLife {
  readonly isOver: boolean;
  readonly onClose: Emitter<SocketEnd>;
  readonly onHeard: Emitter<void>;
  readonly onSlowDown: Emitter<void>;
  /** Ends it and says why; only the first call counts. */
  end(why: SocketEnd): void;
  /** Ends it without a word. */
  close(): void;
}

/** `stop` is called once, however the socket ends. */
export const createSocketLife = (stop: () => void): SocketLife => {
  const onClose = createEmitter<SocketEnd>();
  let isOver = false;
  const finish = (): boolean => {
    if (isOver) return false;
    isOver = true;
    stop();
    return true;
  };
  return {
    get isOver() {
      return isOver;
    },
    onClose,
    onHeard: createEmitter<void>(),
    onSlowDown: createEmitter<void>(),
    end: (why) => {
      if (finish()) onClose.emit(why);
    },
    close: () => void finish(),
  };
};
