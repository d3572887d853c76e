// Talks with one peer: hello first, then everything else, checked and in order.

import type { AppError } from '#core/base/errors.ts';
import { reasonOf, type Log } from '#core/base/log.ts';
import { createScope } from '#core/base/scope.ts';
import type { ClockPort } from '#core/ports/clock.ts';
import { byeSchema, signalTextSchema, stateSchema, type PersonState } from '#core/wire/call-messages.ts';
import { encodeEnvelope, type Envelope, type Outgoing } from '#core/wire/envelope.ts';
import { protocol } from '#core/wire/limits.ts';
import type { Wired } from '#engine/mesh/attempt.ts';
import type { Peer } from '#engine/mesh/peer.ts';
import * as v from 'valibot';
import { createGate } from './gate.ts';
import { checkHello, createGreeter, type Greeted, type GreetingOptions } from './greeting.ts';

export interface ConversationOptions {
  readonly peer: Peer;
  readonly greeting: GreetingOptions;
  readonly ownState: () => PersonState;
  readonly clock: ClockPort;
  readonly log: Log;
  onGreeted(greeted: Greeted): void;
  onState(state: PersonState): void;
  /** Everything that is not the call's own. */
  onEnvelope(envelope: Envelope): void;
  onProblem(error: AppError): void;
}

export interface Conversation extends Disposable {
  readonly peer: Peer;
  /** Set once their hello was accepted on the present connection. */
  readonly greeted: () => Greeted | undefined;
  send(message: Outgoing): boolean;
}

/** The feature name of the call's own messages. */
export const callFeature = 'call';

/** The text of signaling that goes through the call's own channel. */
export const wrapSignal = (text: string): string =>
  encodeEnvelope({ feature: callFeature, type: 'signal', version: protocol.max, id: 0, body: { text } });

/** Starts listening; says hello as soon as the channel is open. */
export const createConversation = (options: ConversationOptions): Conversation => {
  const { peer, greeting, clock, log } = options;
  const scope = createScope();
  const gate = createGate(clock, (error) => {
    log.warn('message-refused', { code: error.code });
    options.onProblem(error);
    // It speaks no version of ours, so no hello that we understand will come.
    if (error.code === 'wire/old-app' && !greeted) peer.refuse('wire/old-app');
  });
  const greeter = createGreeter(greeting, peer.person);
  let greeted: Greeted | undefined;
  // One hello for each connection: a second one would only make us work.
  let greetedOn: Wired | undefined;
  let nextId = 1;
  let wasRefused = false;
  let work: Promise<void> = Promise.resolve();

  const send: Conversation['send'] = (message) => peer.send(encodeEnvelope({ ...message, id: nextId++ }));

  const greet = async (wired: Wired): Promise<void> => {
    greeted = undefined;
    const body = await greeter.makeHello(wired.descriptions(), options.ownState());
    if (scope.signal.aborted || !wired.isCurrent()) return;
    if (!body) return peer.refuse('security/wrong-identity');
    wired.send(encodeEnvelope({ feature: callFeature, type: 'hello', version: protocol.max, id: nextId++, body }));
  };

  const takeHello = async (wired: Wired, body: unknown): Promise<void> => {
    if (greetedOn === wired) return;
    greetedOn = wired;
    const checked = await checkHello(greeting, peer.person, wired.descriptions(), body);
    if (scope.signal.aborted || !wired.isCurrent()) return;
    if (checked.ok) {
      greeted = checked.value;
      log.info('hello');
      peer.accept();
      return options.onGreeted(checked.value);
    }
    log.warn('hello-refused', { code: checked.error.code, ...checked.error.details });
    // Once: they may come again and again.
    if (!wasRefused) options.onProblem(checked.error);
    wasRefused = true;
    peer.refuse(checked.error.code === 'wire/old-app' ? 'wire/old-app' : 'security/wrong-identity');
  };

  const takeOwn = async (wired: Wired, { type, body }: Envelope): Promise<void> => {
    if (type === 'hello') return takeHello(wired, body);
    if (!greeted) return;
    if (type === 'state') {
      const state = v.safeParse(stateSchema, body);
      if (state.success) options.onState(state.output);
    } else if (type === 'signal') {
      const signal = v.safeParse(signalTextSchema, body);
      if (signal.success) peer.receiveSignal(signal.output.text);
    } else if (type === 'bye' && v.is(byeSchema, body)) peer.leave();
    else options.onEnvelope({ feature: callFeature, type, version: protocol.max, id: 0, body });
  };

  const take = async (wired: Wired, envelope: Envelope): Promise<void> => {
    if (scope.signal.aborted || !wired.isCurrent()) return;
    if (envelope.feature === callFeature) await takeOwn(wired, envelope);
    else if (greeted) options.onEnvelope(envelope);
  };

  scope.add(peer.onDescribed.on((wired) => greeter.prepare(wired.descriptions())));
  scope.add(peer.onGreet.on((wired) => void greet(wired)));
  scope.add(
    peer.onMessage.on(({ wired, data }) => {
      const envelope = gate.pass(data);
      if (!envelope) return;
      // In order, also while the hello in front is still being checked. The gate bounds how much can wait.
      work = work
        .then(() => take(wired, envelope))
        .catch((error: unknown) => log.error('take', { reason: reasonOf(error) }));
    }),
  );
  return {
    peer,
    greeted: () => greeted,
    send,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
};
