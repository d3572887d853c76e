// Whether the network is back, while no relay is reached: STUN servers are asked, from a connection of its own each time.
//
// What goes on in silence is known to nobody, and sockets are a bad way to find out: those that come to nothing stay with
// the browser for a while, and hold back the one that would arrive (docs/decisions/030). A STUN request leaves nothing behind.

import { backoffMs } from '#core/base/backoff.ts';
import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { RtcSource } from './tracked-rtc.ts';

export interface ReturnOptions {
  readonly rtc: RtcSource;
  /** STUN alone: to be asked costs them next to nothing. */
  readonly iceServers: RTCIceServer[];
  readonly clock: ClockPort;
  /** Nobody is asked while the browser says that there is no network. */
  readonly isOnline: () => boolean;
  /** A server has answered after one that did not. */
  onBack(): void;
}

/** Within one connection a browser asks again after 0.25, 0.75 and 1.75 s (RFC 8489 6.2.1), then ever later: another one asks sooner. */
const askMs = 2_000;
/** Two minutes of it; whoever is away for longer can wait a little longer. */
const eagerAsks = 60;
const later = { firstMs: 1_000, maxMs: 30_000 };

const refused: Stop = () => {};

/** Asks once; `onAnswer` when somebody outside has told an address. The returned function stops asking. */
const ask = ({ rtc, iceServers }: ReturnOptions, onAnswer: () => void): Stop => {
  let pc: RTCPeerConnection;
  try {
    pc = rtc.create({ iceServers });
  } catch {
    return refused;
  }
  const end = (): void => {
    pc.onicecandidate = null;
    pc.close();
  };
  pc.onicecandidate = ({ candidate }) => {
    if (!candidate?.candidate.includes(' typ srflx ')) return;
    end();
    onAnswer();
  };
  // Without a line nothing is gathered.
  pc.createDataChannel('');
  pc.setLocalDescription().catch(() => {});
  return end;
};

/** Asks until disposed of: every two seconds at first, then less often. */
export const watchReturn = (options: ReturnOptions): Disposable => {
  const { clock, isOnline, onBack } = options;
  let asked = 0;
  let isSilent = false;
  let stopAsking: Stop = () => {};
  let stopTimer: Stop = () => {};

  const askNext = (): void => {
    let isAnswered = false;
    stopAsking = !isOnline()
      ? refused
      : ask(options, () => {
          isAnswered = true;
          if (isSilent) onBack();
        });
    stopTimer = clock.after(askMs, () => {
      stopAsking();
      isSilent = !isAnswered;
      asked += 1;
      if (asked < eagerAsks) askNext();
      else stopTimer = clock.after(backoffMs(asked - eagerAsks, later, clock.random), askNext);
    });
  };
  askNext();
  return {
    [Symbol.dispose]: () => {
      stopTimer();
      stopAsking();
    },
  };
};
