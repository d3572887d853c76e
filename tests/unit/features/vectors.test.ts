// The committed examples of what features say: a difference here is a change of the wire, and needs a line in docs/PROTOCOL.md.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Schema } from '#engine/call/api.ts';
import { hands, reactions } from '#features/registry.ts';
import handsExamples from '../../vectors/wire/hands.json' with { type: 'json' };
import reactionsExamples from '../../vectors/wire/reactions.json' with { type: 'json' };

interface Example {
  readonly what: string;
  /** Of the message; `late` is what a newcomer is told. */
  readonly type: string;
  readonly wire: unknown;
  readonly means?: unknown;
  readonly refused?: string;
}

const outcome = (schema: Schema | undefined, wire: unknown): Partial<Example> => {
  if (!schema) throw new Error('no such message');
  const parsed = v.safeParse(schema, wire);
  return parsed.success ? { means: parsed.output } : { refused: 'wire/malformed' };
};
const expected = ({ means, refused }: Example): Partial<Example> => (refused === undefined ? { means } : { refused });

describe('the wire of features', () => {
  test.each<Example>(handsExamples)('hands, $type: $what', (example) => {
    const schema = example.type === 'late' ? hands.late?.schema : hands.messages[example.type];
    expect(outcome(schema, example.wire)).toEqual(expected(example));
  });
  test.each<Example>(reactionsExamples)('reactions, $type: $what', (example) => {
    expect(outcome(reactions.messages[example.type], example.wire)).toEqual(expected(example));
  });
});
