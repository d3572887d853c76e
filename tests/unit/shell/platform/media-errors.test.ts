import { expect, test } from 'vitest';
import { mediaErrorOf } from '#shell/platform/media-errors.ts';

const rows: [name: string, code: string][] = [
  ['NotAllowedError', 'media/denied'],
  ['PermissionDeniedError', 'media/denied'],
  ['SecurityError', 'media/denied'],
  ['NotFoundError', 'media/missing'],
  ['DevicesNotFoundError', 'media/missing'],
  ['OverconstrainedError', 'media/missing'],
  ['ConstraintNotSatisfiedError', 'media/missing'],
  ['NotReadableError', 'media/in-use'],
  ['TrackStartError', 'media/in-use'],
  ['AbortError', 'media/in-use'],
  ['InvalidStateError', 'media/unknown'],
  ['TypeError', 'media/unknown'],
  ['SomethingNewError', 'media/unknown'],
  ['constructor', 'media/unknown'],
  ['toString', 'media/unknown'],
];

test.each(rows)('%s is %s', (name, code) => {
  const cause = new DOMException('text of the browser', name);
  const error = mediaErrorOf(cause, 'camera');
  expect([error.code, error.details, error.cause]).toEqual([code, { kind: 'camera', name }, cause]);
});

test('an error that is not a DOMException has its name, too', () => {
  // OverconstrainedError was an object of its own kind in Chromium for years.
  const error = Object.assign(new Error('x'), { name: 'OverconstrainedError', constraint: 'deviceId' });
  expect(mediaErrorOf(error, 'microphone').code).toBe('media/missing');
  expect(mediaErrorOf({ name: 'OverconstrainedError', constraint: 'deviceId' }, 'microphone').code).toBe(
    'media/missing',
  );
});

test('what is no error at all is unknown', () => {
  for (const thrown of [undefined, null, 'NotAllowedError', 7])
    expect(mediaErrorOf(thrown, 'camera').code).toBe('media/unknown');
});
