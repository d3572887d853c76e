// The call's own messages: hello, state, goodbye, signaling through the call, what a newcomer is told.

import * as v from 'valibot';
import { isPersonId, type PersonId } from '#core/base/ids.ts';
import { displayText } from './display-text.ts';
import { limits } from './limits.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const base64 = (maxLength: number) => v.pipe(v.string(), v.maxLength(maxLength), v.regex(/^[A-Za-z0-9+/]*={0,2}$/));
const personId = v.custom<PersonId>(isPersonId);
const name = v.pipe(
  v.string(),
  v.maxLength(10_000),
  v.transform((text) => displayText(text, limits.nameLength)),
);

/** One page load of a person: who, and which. */
export const visitSchema = v.tuple([personId, v.pipe(v.string(), v.minLength(4), v.maxLength(40))]);
export type VisitName = v.InferOutput<typeof visitSchema>;

/** A shared screen. A kind of content that we don't know yet is read as text: nothing of it is scaled away. */
const sharedScreen = v.object({
  content: v.fallback(v.picklist(['text', 'motion']), 'text'),
  sound: v.boolean(),
});

/** What somebody has to spare for others who cannot reach each other. Rounded, so that it rarely changes. */
const carries = v.object({
  /** How many more streams they would pass on; one pair takes two. */
  streams: count,
  /** To the people they are connected to, the median. Absent where it is not known. */
  roundTripMs: v.optional(count),
  /** What their connections could send beyond what they do. */
  uplinkBps: v.optional(count),
  /** On a battery that is nearly empty. */
  isWeak: v.optional(v.boolean()),
});
export type Carries = v.InferOutput<typeof carries>;

/** What a person tells of themselves, again whenever it changes. */
export const stateSchema = v.object({
  name,
  microphone: v.boolean(),
  /** Whether the receiver of this gets a picture. */
  camera: v.boolean(),
  /** With `camera` false: it is on, and waits until the connection to the receiver can carry it again. */
  paused: v.optional(v.fallback(v.boolean(), false)),
  /** Absent where no screen is shared. */
  screen: v.optional(sharedScreen),
  /** How long the person has been in the call, by their own clock. */
  inCallMs: count,
  /** Whom they are connected to: whoever misses one of these keeps searching. */
  sees: v.pipe(v.array(personId), v.maxLength(limits.rosterLength)),
  /** The same people with the page load of each: through us signaling reaches them. Absent in apps that pass nothing on. */
  reaches: v.optional(v.pipe(v.array(visitSchema), v.maxLength(limits.rosterLength))),
  /** How much of others' cameras they want to get; absent, or a word of a later version: all. Shared screens always come. */
  wants: v.optional(v.fallback(v.picklist(['full', 'less', 'none']), 'full')),
  /** Absent in apps that carry nobody, and where the person does not want to. */
  carries: v.optional(v.fallback(carries, { streams: 0 })),
});
export type PersonState = v.InferOutput<typeof stateSchema>;

/** First on every connection (DESIGN D4). The signature covers what `helloText` says. */
export const helloSchema = v.object({
  protocol: v.tuple([count, count]),
  app: v.pipe(v.string(), v.maxLength(40)),
  features: v.pipe(
    v.record(v.pipe(v.string(), v.maxLength(32)), count),
    v.check((all) => Object.keys(all).length <= 64),
  ),
  /** Ed25519 public key, 32 bytes. */
  identity: base64(64),
  /** Which window of the device: random, kept over reloads. */
  seat: v.pipe(v.string(), v.maxLength(40)),
  signature: base64(120),
  state: stateSchema,
});
export type Hello = v.InferOutput<typeof helloSchema>;

/** What is said when nothing else is: the sender is there. An envelope like any other, always the same, so that it is known by sight. */
export const aliveText = '[1,"call","alive",1,0,{}]';

/** Clean last words. */
export const byeSchema = v.object({});

/** What each feature of the sender holds, in short: whoever holds something else asks. */
export const lateDigestSchema = v.object({
  digests: v.pipe(
    v.record(v.pipe(v.string(), v.maxLength(32)), v.pipe(v.string(), v.maxLength(64))),
    v.check((all) => Object.keys(all).length <= 64),
  ),
});

/** "Tell me what I missed": which features the sender has. */
export const latePleaseSchema = v.object({
  features: v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(64)),
});

/** One part of what a feature tells a newcomer; parts are joined in order. */
export const lateSchema = v.object({
  feature: v.pipe(v.string(), v.maxLength(32)),
  part: count,
  parts: v.pipe(count, v.minValue(1), v.maxValue(64)),
  text: v.pipe(v.string(), v.maxLength(limits.controlBytes)),
});
export type LatePart = v.InferOutput<typeof lateSchema>;

const signalText = v.pipe(v.string(), v.maxLength(limits.signalBytes));

/** Signaling that goes through the call's own channel. */
export const signalTextSchema = v.object({ text: signalText });

/** Signaling for a third person, to be handed on: `to` is whom it is for. */
export const passSchema = v.object({ to: visitSchema, text: signalText });

/** Signaling that a third person hands on: `from` is who is said to have sent it. */
export const passedSchema = v.object({ from: visitSchema, text: signalText });
