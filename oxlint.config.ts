// The rules, and the fence: one table says which folder may know what (docs/ARCHITECTURE.md has the picture).
// tests/unit/fence.test.ts plants violations and expects them to be found.
import { defineConfig, type OxlintOverride } from 'oxlint';

const PREACT = ['preact', 'preact/*', 'preact/*/*', '@preact/signals', '@preact/signals/*'];
const NET = ['@trystero-p2p/*', 'mqtt', 'mqtt/*'];
const SIGNALS = ['@preact/signals-core'];
const WORKBOX = ['workbox-*', 'workbox-*/*'];

/** Everything that the layers without a screen never need. */
const VIEW_AND_NET = [...PREACT, ...NET, ...WORKBOX];

// files, what of ours they may import from other folders, packages that they never import.
// A later row replaces an earlier one for the same file; nothing is merged. src/shell and src/main.tsx may all.
const LAYERS: [files: string, may: string[], never: string[]][] = [
  ['src/core/base/**', [], [...VIEW_AND_NET, ...SIGNALS, 'valibot']],
  ['src/core/ports/**', ['core/base/**'], [...VIEW_AND_NET, 'valibot']],
  ['src/core/wire/**', ['core/base/**'], [...VIEW_AND_NET, ...SIGNALS]],
  ['src/engine/signaling/**', ['core/**'], [...PREACT, ...WORKBOX]],
  ['src/engine/{mesh,media,security}/**', ['core/**'], VIEW_AND_NET],
  ['src/engine/call/**', ['core/**', 'engine/**'], VIEW_AND_NET],
  ['src/ui/**', ['core/base/**', 'ui/**'], [...NET, ...WORKBOX]],
  ['src/features/**/*.ts', ['core/**', 'engine/call/api.ts'], VIEW_AND_NET],
  ['src/features/**/*.tsx', ['core/base/**', 'ui/**', 'engine/call/api.ts'], [...NET, ...WORKBOX]],
  ['src/features/registry.ts', ['engine/call/api.ts', 'features/*/feature.ts'], VIEW_AND_NET],
  [
    'src/screens/**',
    ['core/base/**', 'core/ports/**', 'ui/**', 'engine/call/api.ts', 'features/**', 'screens/**'],
    [...NET, ...WORKBOX],
  ],
  ['src/workers/**', ['core/base/**', 'core/wire/**'], [...VIEW_AND_NET, ...SIGNALS]],
  ['src/sw/**', [], [...PREACT, ...NET, ...SIGNALS]],
  // The page for developers (lab.html).
  ['lab/**', ['core/**', 'engine/mesh/share-*.ts', 'shell/platform/encode.ts'], [...VIEW_AND_NET, ...SIGNALS]],
];

const fence = ([files, may, never]: (typeof LAYERS)[number]): OxlintOverride => ({
  files: [files],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            // Inside a folder `./x.ts`; across folders only `#folder/x.ts`, so that this table sees every crossing.
            group: ['#*/**', ...may.map((path) => `!#${path}`), '../*/**', ...never],
            message: `${files} may import only ${may.length > 0 ? may.join(', ') : 'from its own folder'}.`,
          },
        ],
      },
    ],
  },
});

/** What belongs to the browser comes through a port. */
const BROWSER_GLOBALS = [
  'document',
  'window',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'RTCPeerConnection',
  'AudioContext',
  'Worker',
  'alert',
];

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'jsx-a11y'],
  jsPlugins: ['@preact/eslint-plugin-signals'],
  categories: { correctness: 'error', suspicious: 'off' },
  env: { builtin: true, es2024: true },
  ignorePatterns: ['dist', '.cache', '.vitest', 'node_modules', 'docs'],
  rules: {
    // Size: above these a file or a function does more than one thing.
    'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['warn', { max: 50, skipBlankLines: true, skipComments: true }],
    'max-params': ['error', { max: 4 }],
    'max-depth': ['error', { max: 3 }],

    // Shape.
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-console': 'error',
    'no-var': 'error',
    'no-eval': 'error',
    'no-implied-eval': 'error',
    'no-new-func': 'error',
    'no-param-reassign': 'error',
    'no-self-compare': 'error',
    'no-shadow-restricted-names': 'error',
    'prefer-const': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'import/no-duplicates': 'error',
    'import/no-self-import': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],

    'promise/no-callback-in-promise': 'off',
    // Lists are copied before they are walked where the walk may change them, and names are cleaned of control characters.
    'unicorn/no-useless-spread': 'off',
    'typescript/no-misused-spread': 'off',
    'no-control-regex': 'off',
    // What scrolls must be reachable by keyboard.
    'jsx-a11y/no-noninteractive-tabindex': 'off',
    // The pictures are live.
    'jsx-a11y/media-has-caption': 'off',
    'jsx-a11y/prefer-tag-over-role': 'off',

    // With the types.
    'typescript/await-thenable': 'error',
    'typescript/no-confusing-void-expression': 'off',
    'typescript/no-deprecated': 'warn',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-unnecessary-type-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/switch-exhaustiveness-check': 'error',
    // Our factories give out closures, which are bound to nothing.
    'typescript/unbound-method': 'off',

    'signals/no-conditional-value-read': 'off',
    'signals/no-signal-in-component-body': 'error',
    'signals/no-signal-truthiness': 'error',
    'signals/no-signal-write-in-computed': 'error',
    'signals/no-value-after-await': 'off',
  },
  overrides: [
    {
      files: ['src/core/**', 'src/engine/**', 'src/features/**/*.ts'],
      rules: { 'no-restricted-globals': ['error', ...BROWSER_GLOBALS] },
    },
    ...LAYERS.map(fence),
    { files: ['src/core/base/log.ts', 'scripts/**', 'tests/**'], rules: { 'no-console': 'off' } },
    // Tools look for a default export in their configuration.
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    {
      // These run before TypeScript can, so nothing in them has a type.
      files: ['**/*.mjs'],
      rules: Object.fromEntries(
        ['argument', 'assignment', 'call', 'member-access', 'return'].map((name) => [
          `typescript/no-unsafe-${name}`,
          'off',
        ]),
      ),
    },
    {
      files: ['tests/**', 'scripts/**'],
      rules: {
        'max-lines-per-function': 'off',
        'typescript/no-non-null-assertion': 'off',
      },
    },
    // Views are markup, and markup is long.
    {
      files: ['src/**/*.tsx'],
      rules: { 'max-lines-per-function': ['warn', { max: 90, skipBlankLines: true, skipComments: true }] },
    },
  ],
});
