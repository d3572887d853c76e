// The test projects. Each is found on its own: `npx vitest run --project node`.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { firefox } from './tests/browser/provider/firefox.ts';

// A browser inside a container runs as root; the fake camera and microphone answer without a prompt.
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  // Two cameras, so that one can be chosen.
  '--use-fake-device-for-media-stream=device-count=2',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

const chromium = process.env['STARLING_CHROMIUM'];
const launchOptions = { args: CHROMIUM_ARGS, ...(chromium === undefined ? {} : { executablePath: chromium }) };
const preactJsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

const unseen = { enabled: true, headless: true, screenshotFailures: false } as const;

/** What needs a browser with a touch screen. */
const underAFinger = ['tests/browser/ui/touch.test.ts'];

/** What another browser has its own way for. */
const alsoInFirefox = [
  'tests/browser/engine/sharing.test.ts',
  'tests/browser/shell/encoding.test.ts',
  'tests/browser/shell/encoding-trouble.test.ts',
  'tests/browser/workers/rung-encoder.test.ts',
];

/** What pages in the browser tests import, `jsx-dev-runtime` by way of the compiler. */
const bundledAhead = [
  ...['@noble/hashes/sha2', '@noble/secp256k1', '@preact/signals', '@preact/signals-core'],
  ...[
    '@trystero-p2p/core',
    'preact',
    'preact/hooks',
    'preact/jsx-dev-runtime',
    'preact/jsx-runtime',
    'qr',
    'qr/decode.js',
    'valibot',
  ],
  ...['workbox-window', 'fast-check', 'axe-core'],
];

export default defineConfig({
  test: {
    projects: [
      {
        oxc: preactJsx,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/{unit,sim}/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/fixtures/all-texts.ts'],
          testTimeout: 20_000,
        },
      },
      {
        oxc: preactJsx,
        // All of them, from the start: one that Vite finds only in mid-run is bundled then, and every open page is
        // reloaded under its test.
        optimizeDeps: { include: bundledAhead },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          browser: {
            ...unseen,
            provider: playwright({ launchOptions }),
            instances: [
              { browser: 'chromium', exclude: underAFinger },
              {
                browser: 'chromium',
                name: 'browser (touch)',
                include: underAFinger,
                provider: playwright({ launchOptions, contextOptions: { hasTouch: true } }),
              },
            ],
          },
        },
      },
      {
        oxc: preactJsx,
        optimizeDeps: { include: bundledAhead },
        test: {
          name: 'firefox',
          include: alsoInFirefox,
          testTimeout: 30_000,
          browser: {
            ...unseen,
            provider: firefox(process.env['STARLING_FIREFOX']),
            instances: [{ browser: 'firefox' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          retry: 0,
        },
      },
      {
        test: {
          name: 'lab',
          environment: 'node',
          include: ['tests/lab/**/*.test.ts'],
          // A minute of patience for each thing that a row waits for.
          testTimeout: 300_000,
          fileParallelism: false,
          retry: 0,
        },
      },
    ],
  },
});
