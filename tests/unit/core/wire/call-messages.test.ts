import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  byeSchema,
  helloSchema,
  lateDigestSchema,
  latePleaseSchema,
  lateSchema,
  signalTextSchema,
  stateSchema,
} from '#core/wire/call-messages.ts';
import { limits } from '#core/wire/limits.ts';

const person = 'A'.repeat(22);
const state = { name: 'Ana', microphone: true, camera: false, inCallMs: 5, sees: [person] };
const hello = {
  protocol: [1, 1],
  app: '0.1.0',
  features: { chat: 1 },
  identity: 'A'.repeat(43) + '=',
  seat: 'seat',
  signature: 'A'.repeat(86) + '==',
  state,
};
const people = (count: number) => Array.from({ length: count }, () => person);
const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));

describe('what is within the limits passes', () => {
  test('a state, with its name made safe', () => {
    expect(v.parse(stateSchema, { ...state, name: '\u202eAna\n' }).name).toBe('Ana');
    expect([...v.parse(stateSchema, { ...state, name: 'a'.repeat(10_000) }).name]).toHaveLength(limits.nameLength);
  });
  test('a picture that is paused; a word of a later version for it counts as none', () => {
    expect(v.parse(stateSchema, { ...state, paused: true }).paused).toBe(true);
    expect(v.parse(stateSchema, { ...state, paused: 'a little' }).paused).toBe(false);
    expect(v.parse(stateSchema, state)).not.toHaveProperty('paused');
  });
  test('a hello, unknown keys left out', () => {
    expect(v.parse(helloSchema, { ...hello, later: 1 })).toEqual(hello);
  });
  test('a goodbye with more in it than we know', () => {
    expect(v.is(byeSchema, { why: 'later' })).toBe(true);
  });
});

describe('what is not is refused', () => {
  test.each([
    ['a name of 10,001 characters', { name: 'a'.repeat(10_001) }],
    ['a name that is a number', { name: 1 }],
    ['a microphone that is a text', { microphone: 'true' }],
    ['a negative time', { inCallMs: -1 }],
    ['half a millisecond', { inCallMs: 0.5 }],
    ['too many people', { sees: people(limits.rosterLength + 1) }],
    ['somebody who is nobody', { sees: ['<script>'] }],
  ])('a state with %s', (_, wrong) => {
    expect(v.is(stateSchema, { ...state, ...wrong })).toBe(false);
  });

  test.each([
    ['one protocol', { protocol: [1] }],
    ['a protocol that is a text', { protocol: ['1', '2'] }],
    ['too many features', { features: named(65) }],
    ['a feature with a long name', { features: { ['x'.repeat(33)]: 1 } }],
    ['a key that is not base64', { identity: '*'.repeat(44) }],
    ['a key that is too long', { identity: 'A'.repeat(65) }],
    ['a signature that is too long', { signature: 'A'.repeat(121) }],
    ['a long seat', { seat: 's'.repeat(41) }],
    ['a state that is refused', { state: { ...state, name: 7 } }],
  ])('a hello with %s', (_, wrong) => {
    expect(v.is(helloSchema, { ...hello, ...wrong })).toBe(false);
  });

  test.each([
    ['a part of 65', lateSchema, { feature: 'chat', part: 0, parts: 65, text: '' }],
    ['a part of none', lateSchema, { feature: 'chat', part: 0, parts: 0, text: '' }],
    [
      'a part that is too long',
      lateSchema,
      { feature: 'chat', part: 0, parts: 1, text: 'x'.repeat(limits.controlBytes + 1) },
    ],
    ['65 wishes', latePleaseSchema, { features: Array.from({ length: 65 }, () => 'chat') }],
    ['a long digest', lateDigestSchema, { digests: { chat: 'x'.repeat(65) } }],
    ['65 digests', lateDigestSchema, { digests: Object.fromEntries(Object.keys(named(65)).map((key) => [key, ''])) }],
    ['a signal that is no text', signalTextSchema, { text: {} }],
    ['a signal that is too long', signalTextSchema, { text: 'x'.repeat(limits.signalBytes + 1) }],
    ['a goodbye that is no object', byeSchema, null],
  ] as const)('%s', (_, schema, wrong) => {
    expect(v.is(schema, wrong)).toBe(false);
  });
});
