// What is carried out on a connection, one thing after the other, while signals go on coming.

import { expect, test } from 'vitest';
import { createEmitter } from '#core/base/emitter.ts';
import { createLog } from '#core/base/log.ts';
import type { Signal, SignalBody } from '#core/wire/signal.ts';
import { createAttemptSlot, type AttemptListener } from '#engine/mesh/attempt.ts';
import type { Connection } from '#engine/mesh/connection.ts';
import { createNegotiator } from '#engine/mesh/negotiator.ts';
import type { SignalBox } from '#engine/mesh/signal-box.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const silent = createEmitter<never>();

const setUp = () => {
  const clock = createFakeClock();
  const log = createLog(clock.nowMs);
  const accepted: string[] = [];
  const posted: SignalBody[] = [];
  const broke: string[] = [];
  let isStable = true;
  let isRefusing = false;
  let makesOffer = (sdp: string): Promise<string> => Promise.resolve(sdp);
  const connection = {
    onCandidate: silent,
    onTransport: silent,
    onPath: silent,
    onTracks: silent,
    onDescribed: silent,
    onOpen: silent,
    onMessage: silent,
    descriptions: () => ({ local: 'ours', remote: 'theirs' }),
    isStable: () => isStable,
    isSameEnd: () => true,
    isCaller: () => true,
    offer: async (): Promise<string> => {
      const sdp = await makesOffer('ours');
      isStable = false;
      return sdp;
    },
    accept: async (sdp: string): Promise<void> => {
      accepted.push(sdp);
      isStable = true;
    },
    [Symbol.dispose]: () => {},
  } as unknown as Connection;
  const box = {
    post: (body: SignalBody) => {
      posted.push(body);
      return { n: posted.length, text: '' };
    },
    repeat: () => {},
    repost: () => {},
    postCandidate: () => {},
  } as unknown as SignalBox;
  const listener = { adopted: () => {}, described: () => {}, broke: () => {} } as unknown as AttemptListener;
  const slot = createAttemptSlot(listener, log);
  const negotiator = createNegotiator(
    {
      log,
      clock,
      createConnection: () => {
        if (isRefusing) throw new Error('Cannot create so many PeerConnections');
        return connection;
      },
      takeSpare: () => undefined,
    },
    slot,
    box,
    { onOtherEnd: () => {}, onBroke: (session) => void broke.push(session) },
  );
  const answerTo = (offer: number): Signal => ({
    instance: 'page-there',
    n: offer,
    kind: 'answer',
    session: 'one',
    offer,
    sdp: `answer to ${offer}`,
  });
  return {
    ...{ clock, negotiator, accepted, posted, broke, answerTo },
    refuse: (is: boolean) => void (isRefusing = is),
    holdOffers: () => {
      const held = createEmitter<void>();
      makesOffer = (sdp) => new Promise((resolve) => void held.on(() => resolve(sdp)));
      return held.emit;
    },
    failOffers: () => void (makesOffer = () => Promise.reject(new Error('no'))),
  };
};

test('an answer that comes while the next offer is being made is not taken for the answer to that one', async () => {
  const { clock, negotiator, posted, accepted, answerTo, holdOffers } = setUp();
  negotiator.perform({ do: 'call', session: 'one' }, undefined);
  await clock.advance(10);
  negotiator.perform({ do: 'accept-answer' }, answerTo(1));
  await clock.advance(10);
  const go = holdOffers();
  negotiator.perform({ do: 'restart-ice' }, undefined);
  await clock.advance(10);
  // Once more, of the first offer: it is the last that is out.
  negotiator.perform({ do: 'accept-answer' }, answerTo(1));
  go();
  await clock.advance(10);
  expect([posted.length, accepted]).toEqual([2, ['answer to 1']]);
  negotiator.perform({ do: 'accept-answer' }, answerTo(2));
  await clock.advance(10);
  expect(accepted).toEqual(['answer to 1', 'answer to 2']);
});

test('a call beside for which there is no connection, or no offer, is told as one that came to nothing', async () => {
  const { clock, negotiator, posted, broke, refuse, failOffers } = setUp();
  negotiator.perform({ do: 'call', session: 'one' }, undefined);
  await clock.advance(10);
  refuse(true);
  negotiator.perform({ do: 'call-beside', session: 'two' }, undefined);
  await clock.advance(10);
  refuse(false);
  failOffers();
  negotiator.perform({ do: 'call-beside', session: 'three' }, undefined);
  await clock.advance(10);
  expect([broke, posted.length]).toEqual([['two', 'three'], 1]);
});
