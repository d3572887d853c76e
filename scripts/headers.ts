// The headers of every answer: one table for our own server. netlify.toml repeats it and a test compares the two.

/** No `unsafe-*` anywhere. Relays are WebSockets of any host, because whoever hosts the page chooses them. */
const POLICY: readonly (readonly [directive: string, ...sources: string[]])[] = [
  ['default-src', "'none'"],
  ['script-src', "'self'"],
  ['style-src', "'self'"],
  ['img-src', "'self'", 'blob:', 'data:'],
  ['media-src', "'self'", 'blob:'],
  ['connect-src', "'self'", 'wss:', 'ws:'],
  ['worker-src', "'self'"],
  ['manifest-src', "'self'"],
  ['base-uri', "'none'"],
  ['form-action', "'none'"],
  ['frame-ancestors', "'none'"],
  ['require-trusted-types-for', "'script'"],
  ['trusted-types', 'starling'],
];

const joined = (policy: typeof POLICY): string => policy.map((directive) => directive.join(' ')).join('; ');

/** For `<meta>`, on hosts that send no headers. Browsers refuse `frame-ancestors` there. */
export const META_POLICY = joined(POLICY.filter(([directive]) => directive !== 'frame-ancestors'));

const OURS = [
  'autoplay',
  'camera',
  'display-capture',
  'fullscreen',
  'microphone',
  'picture-in-picture',
  'screen-wake-lock',
];
// Whatever else a page could ask for and this one never does. What is not named keeps the browser's default.
const NOBODYS = [
  'accelerometer',
  'browsing-topics',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'otp-credentials',
  'payment',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'xr-spatial-tracking',
];

export const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': joined(POLICY),
  'Permissions-Policy': [...OURS.map((name) => `${name}=(self)`), ...NOBODYS.map((name) => `${name}=()`)].join(', '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000',
};

export const IMMUTABLE = 'public, max-age=31536000, immutable';
export const REVALIDATE = 'no-cache';

/** Only what carries the hash of its content in its name may be kept without asking again. */
export const cacheControl = (path: string): string =>
  /^\/assets\/.+-[\w-]{8}\.\w+$/.test(path) ? IMMUTABLE : REVALIDATE;
