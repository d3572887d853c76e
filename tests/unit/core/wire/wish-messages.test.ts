import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { wishSchema, type Shown } from '#core/wire/wish-messages.ts';

const tile: Shown = { width: 640, height: 360, framesPerSecond: 30, priority: 'grid' };

const read = (body: unknown) => {
  const parsed = v.safeParse(wishSchema, body);
  return parsed.success ? parsed.output : undefined;
};

test('either picture may be absent, and what is not known is left out', () => {
  expect(read({})).toEqual({});
  expect(read({ camera: tile })).toEqual({ camera: tile });
  expect(read({ screen: { ...tile, later: 1 }, later: 1 })).toEqual({ screen: tile });
});

test('who asks for more than there is gets the most that makes sense', () => {
  const greedy = { width: 10_000, height: 10_000, framesPerSecond: 1_000, priority: 'urgent' };
  expect(read({ camera: greedy })).toEqual({
    camera: { width: 8_192, height: 8_192, framesPerSecond: 60, priority: 'grid' },
  });
  // 1e999 is what JSON has for infinity.
  const endless: unknown = JSON.parse('{"width":1e999,"height":-1e999,"framesPerSecond":-3,"priority":"pinned"}');
  expect(read({ camera: endless })).toEqual({
    camera: { width: 8_192, height: 0, framesPerSecond: 0, priority: 'pinned' },
  });
});

test('anything else is dropped as a whole', () => {
  for (const body of [null, 'camera', 4, { camera: null }, { camera: { ...tile, width: '640' } }, { screen: 4 }])
    expect(read(body)).toBeUndefined();
});

test('whatever comes, nothing is thrown and all figures are in bounds', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ camera: fc.jsonValue(), screen: fc.jsonValue() })), (body) => {
      for (const shown of Object.values(read(body) ?? {}).filter((each) => each !== undefined)) {
        for (const side of [shown.width, shown.height]) expect(side >= 0 && side <= 8_192).toBe(true);
        expect(shown.framesPerSecond >= 0 && shown.framesPerSecond <= 60).toBe(true);
      }
    }),
  );
});
