// Whether the network is back, while no relay is reached: STUN servers are asked, from a connection of its own each time.
//
// What goes on in silence is known to nobody, and sockets are a bad way to find out: those that come to nothing stay with
// the browser for a while, and hold back the one that would arrive (docs/decisions/030). A STUN request leaves nothing behind.

import { effect, type ReadonlySignal } from '@preact/signals-core';
import { backoffMs } from '#core/base/backoff.ts';
import type { Stop } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import type { RtcSource } from './tracked-rtc.ts';

export interface AskOptions {
  readonly rtc: RtcSource;
  /** STUN alone: to be asked costs them next to nothing. */
  readonly iceServers: RTCIceServer[];
  readonly clock: ClockPort;
}

export interface ReturnOptions extends AskOptions {
  /** Nobody is asked while the browser says that there is no network. */
  readonly isOnline: () => boolean;
  /** No relay has a socket. */
  readonly isCutOff: ReadonlySignal<boolean>;
  /** While false nobody is asked: the own address is to be seen by as few as can be. */
  readonly isWatched: ReadonlySignal<boolean>;
  /** Servers answer in this network: there are some where nothing but web pages gets through. */
  onTold(): void;
  /** A server has answered after one that did not. */
  onBack(): void;
}

/** Within one connection a browser asks again after 0.25, 0.75 and 1.75 s (RFC 8489 6.2.1), then ever later: another one asks sooner. */
const askMs = 2_000;
/** Nobody waits for it. */
const calmMs = 5_000;
/** Two minutes of it; whoever is away for longer can wait a little longer. */
const eagerAsks = 60;
const later = { firstMs: 1_000, maxMs: 30_000 };

const nobodyAsked: Stop = () => {};

/** Asks once; `onAnswer` when somebody outside has told an address. The returned function stops asking. */
const ask = ({ rtc, iceServers }: AskOptions, onAnswer: () => void): Stop => {
  let pc: RTCPeerConnection;
  try {
    pc = rtc.create({ iceServers });
  } catch {
    return nobodyAsked;
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

/** Asks once, with patience. */
const askCalmly = (options: AskOptions, onAnswer: () => void): Stop => {
  const stopAsking = ask(options, onAnswer);
  const stopTimer = options.clock.after(calmMs, stopAsking);
  return () => {
    stopTimer();
    stopAsking();
  };
};

/** Asks until stopped: every two seconds at first, then less often. */
const askOn = (options: ReturnOptions): Stop => {
  const { clock, isOnline, onBack } = options;
  let asked = 0;
  let isSilent = false;
  let stopAsking: Stop = () => {};
  let stopTimer: Stop = () => {};

  const askNext = (): void => {
    let isAnswered = false;
    stopAsking = !isOnline()
      ? nobodyAsked
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
  return () => {
    stopTimer();
    stopAsking();
  };
};

/** While relays are there it asks once whether it would be told; while none is, again and again whether the network is back. */
export const followReturn = (options: ReturnOptions): Disposable => {
  const { isCutOff, isWatched, onTold } = options;
  let hasAsked = false;
  const stop = effect(() => {
    if (!isWatched.value) return undefined;
    if (isCutOff.value) return askOn(options);
    if (hasAsked) return undefined;
    hasAsked = true;
    return askCalmly(options, onTold);
  });
  return { [Symbol.dispose]: stop };
};
