// The committed examples are the protocol: a difference here is a change of it, and needs a line in docs/PROTOCOL.md.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { helloSchema, stateSchema } from '#core/wire/call-messages.ts';
import { decodeEnvelope, encodeEnvelope, type Envelope } from '#core/wire/envelope.ts';
import { decodeSignal } from '#core/wire/signal.ts';
import envelopes from '../../../vectors/wire/envelope.json' with { type: 'json' };
import hellos from '../../../vectors/wire/hello.json' with { type: 'json' };
import signals from '../../../vectors/wire/signal.json' with { type: 'json' };
import states from '../../../vectors/wire/state.json' with { type: 'json' };

interface Example {
  readonly what: string;
  readonly wire: unknown;
  /** What it means; absent where it is refused. */
  readonly means?: unknown;
  readonly refused?: string;
}

const outcome = (schema: v.GenericSchema, wire: unknown): Partial<Example> => {
  const parsed = v.safeParse(schema, wire);
  return parsed.success ? { means: parsed.output } : { refused: 'wire/malformed' };
};
const outcomeOf = (result: ReturnType<typeof decodeSignal> | ReturnType<typeof decodeEnvelope>): Partial<Example> =>
  result.ok ? { means: result.value } : { refused: result.error.code };

const expected = ({ means, refused }: Example): Partial<Example> => (refused === undefined ? { means } : { refused });

describe('the wire', () => {
  test.each<Example>(envelopes)('envelope: $what', (example) => {
    const { wire, means, refused } = example;
    expect(outcomeOf(decodeEnvelope(wire))).toEqual(expected(example));
    if (refused === undefined) expect(encodeEnvelope(means as Envelope)).toBe(wire);
  });
  test.each<Example>(signals)('signal: $what', (example) => {
    expect(outcomeOf(decodeSignal(example.wire))).toEqual(expected(example));
  });
  test.each<Example>(hellos)('hello: $what', (example) => {
    expect(outcome(helloSchema, example.wire)).toEqual(expected(example));
  });
  test.each<Example>(states)('state: $what', (example) => {
    expect(outcome(stateSchema, example.wire)).toEqual(expected(example));
  });
});
