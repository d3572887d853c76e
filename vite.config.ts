// The build: static files that work at the root of a domain, under a path of it, and from any web server.
import { basename } from 'node:path';
import packageJson from './package.json' with { type: 'json' };
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { layerOrder, localRelay, policyMeta } from './scripts/vite-plugins.ts';

const INK = '#12111c';

const pwa = VitePWA({
  strategies: 'injectManifest',
  // The other type, `autoUpdate`, reloads every open window and would end calls.
  registerType: 'prompt',
  injectRegister: false,
  srcDir: 'src/sw',
  filename: 'sw.ts',
  integration: {
    // The worker is built on its own and would say so even when the rest is told to be quiet.
    configureCustomSWViteBuild: (options) => {
      options.logLevel = 'warn';
    },
  },
  // The globs below find them already.
  includeManifestIcons: false,
  injectManifest: {
    // starling.json is not here: whoever hosts the page may edit it at any time (src/sw/sw.ts asks the network first).
    globPatterns: ['**/*.{js,css,html,svg,png,webmanifest,woff2}'],
    rollupFormat: 'iife',
  },
  manifest: {
    // No `id`: it would be resolved against the origin. Left out, it is start_url, which differs for each instance.
    name: 'Starling',
    short_name: 'Starling',
    description: 'A video call that belongs to the people in it.',
    lang: 'en',
    start_url: './',
    scope: './',
    display: 'standalone',
    theme_color: INK,
    background_color: INK,
    categories: ['communication', 'social'],
    icons: [
      { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: 'icons/icon-maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
      { src: 'icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
  },
});

export default defineConfig({
  base: './',
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  plugins: [preact({ reactAliasesEnabled: false }), layerOrder(), pwa, policyMeta(), localRelay()],
  // Readable, and shorter than the default's hashes. No two files have the same name (tests/unit/ui/styles.test.ts).
  css: { modules: { generateScopedName: (name, file) => `${basename(file, '.module.css')}_${name}` } },
  worker: { format: 'es' },
  server: { port: 8080 },
  preview: { port: 8080 },
  build: {
    // Every browser that can hold our calls knows these; older targets make Lightning CSS rewrite light-dark().
    target: ['chrome116', 'firefox121', 'safari17.4'],
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    modulePreload: { polyfill: false },
    // 2.5 KB less in a call than the default's, and two seconds more for a build.
    minify: 'terser',
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What is loaded together anyway is smaller as one, with all that it needs: 1.3 KB in a call.
          groups: [
            {
              name: 'start',
              test: /src\/(shell\/app\/app\.tsx|engine\/signaling\/(instance-config|room-link)\.ts|shell\/platform\/(browser|clock|media|net|rtc|screen-ports|store|seat|presence|instance|obstacle)\.ts)$/,
              priority: 2,
            },
            { name: 'call', test: /src\/(shell\/platform\/open-call|features\/registry)\.ts$/, priority: 1 },
          ],
        },
      },
    },
    terserOptions: { ecma: 2020, module: true, compress: { passes: 3, inline: 1, keep_fargs: false } },
    // scripts/size.ts reads from it what is loaded when.
    manifest: true,
  },
});
