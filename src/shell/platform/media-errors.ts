// What browsers call the failures of getUserMedia and getDisplayMedia, as our codes.

import { AppError, type ErrorCode } from '#core/base/errors.ts';

/** Old names included. */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
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
]);

/** The code for what was thrown. */
export const mediaErrorOf = (error: unknown, kind: 'microphone' | 'camera' | 'screen'): AppError => {
  // OverconstrainedError was an object of its own kind for years.
  const { name } = (typeof error === 'object' && error !== null ? error : {}) as { name?: unknown };
  const text = typeof name === 'string' ? name : '';
  return new AppError(codes.get(text) ?? 'media/unknown', { kind, name: text }, error);
};
