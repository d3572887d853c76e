// Errors with codes. A code is what the screens translate; the message is for the log.

/** Every failure that a person can meet. `error.<code>.title`, `.why` and `.fix` exist in the locale files for each. */
export type ErrorCode =
  | 'app/insecure-origin'
  | 'app/no-webrtc'
  | 'app/old-browser'
  | 'app/crashed'
  | 'config/invalid'
  | 'link/malformed'
  | 'media/denied'
  | 'media/in-use'
  | 'media/missing'
  | 'media/unplugged'
  | 'media/unknown'
  | 'peer/unreachable'
  | 'security/wrong-identity'
  | 'wire/old-app'
  | 'wire/too-large'
  | 'wire/too-many'
  | 'wire/malformed';

export class AppError extends Error {
  readonly code: ErrorCode;
  /** Figures and names that help, never secrets, addresses or what people wrote. */
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(code: ErrorCode, details: Readonly<Record<string, string | number | boolean>> = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}
