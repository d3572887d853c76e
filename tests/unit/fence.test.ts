// A fence that is not tested is a comment: plants imports of each kind in a scratch tree and asks oxlint.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

type Planted = readonly [file: string, line: string];

const forbidden: readonly Planted[] = [
  ['src/core/base/a.ts', "import '#core/ports/link.ts';"],
  ['src/core/base/b.ts', "import type { Link } from '#core/ports/link.ts';\nexport type { Link };"],
  ['src/core/base/c.ts', "import '../ports/link.ts';"],
  ['src/core/base/d.ts', "import '@preact/signals-core';"],
  ['src/core/base/e.ts', "import 'valibot';"],
  ['src/core/base/deep/f.ts', "import '../../../engine/call/api.ts';"],
  ['src/core/ports/a.ts', "import '#engine/call/api.ts';"],
  ['src/core/ports/b.ts', "import '@preact/signals';"],
  ['src/core/wire/a.ts', "import '#core/ports/link.ts';"],
  ['src/core/wire/b.ts', "import '@preact/signals-core';"],
  ['src/engine/signaling/a.ts', "import '#engine/mesh/mesh.ts';"],
  ['src/engine/signaling/b.ts', "import 'preact';"],
  ['src/engine/mesh/a.ts', "import '#engine/media/devices.ts';"],
  ['src/engine/mesh/b.ts', "import '@trystero-p2p/core';"],
  ['src/engine/mesh/c.ts', "export * from '#engine/call/api.ts';"],
  ['src/engine/media/a.ts', "import 'preact/hooks';"],
  ['src/engine/security/a.ts', "import 'mqtt';"],
  ['src/engine/security/b.ts', "export const late = () => import('#engine/call/call.ts');"],
  ['src/engine/call/a.ts', "import '@trystero-p2p/nostr';"],
  ['src/engine/call/b.ts', "import '#shell/pwa/update.ts';"],
  ['src/engine/call/c.ts', "import '@preact/signals/utils';"],
  ['src/ui/kit/a.tsx', "import '#engine/call/api.ts';"],
  ['src/ui/kit/b.tsx', "import '@trystero-p2p/core';"],
  ['src/features/chat/a.ts', "import '#engine/call/call.ts';"],
  ['src/features/chat/b.ts', "import '#features/files/feature.ts';"],
  ['src/features/chat/c.ts', "import '../files/feature.ts';"],
  ['src/features/chat/d.ts', "import 'preact';"],
  ['src/features/chat/e.tsx', "import '#core/ports/link.ts';"],
  ['src/features/registry.ts', "import '#features/chat/chat-model.ts';"],
  ['src/screens/stage/a.tsx', "import '#engine/mesh/mesh.ts';"],
  ['src/screens/stage/b.tsx', "import '#shell/pwa/install.ts';"],
  ['src/workers/a.ts', "import '#core/ports/link.ts';"],
  ['src/workers/b.ts', "import '@preact/signals-core';"],
  ['src/sw/a.ts', "import '#core/base/scope.ts';"],
  ['lab/a.ts', "import '#engine/call/call.ts';"],
  ['lab/b.ts', "import '#screens/stage/stage.tsx';"],
  ['src/screens/stage/c.tsx', "import '../../../lab/lab.ts';"],
];

const forbiddenElse: readonly Planted[] = [
  ['src/core/base/globals-a.ts', 'export const title = () => document.title;'],
  ['src/engine/mesh/globals-b.ts', 'export const dial = () => new RTCPeerConnection();'],
  ['src/engine/media/globals-c.ts', 'export const agent = () => navigator.userAgent;'],
  ['src/features/chat/globals-d.ts', "export const kept = () => localStorage.getItem('x');"],
  ['src/shell/app/console.ts', "export const say = () => console.log('x');"],
  ['src/shell/app/default.ts', 'export default 1;'],
  ['src/engine/call/round-a.ts', "import { b } from './round-b.ts';\nexport const a = () => b;"],
  ['src/engine/call/round-b.ts', "import { a } from './round-a.ts';\nexport const b = () => a;"],
  ['src/shell/app/CamelCase.ts', 'export const x = 1;'],
];

const allowed: readonly Planted[] = [
  ['src/core/base/ok.ts', "import '@noble/hashes/sha2.js';\nimport './other.ts';"],
  ['src/core/ports/ok.ts', "import '#core/base/scope.ts';\nimport '@preact/signals-core';"],
  ['src/core/wire/ok.ts', "import 'valibot';\nimport '#core/base/ids.ts';"],
  [
    'src/engine/signaling/ok.ts',
    "import '@trystero-p2p/core';\nimport '#core/ports/link.ts';\nimport '@preact/signals-core';",
  ],
  ['src/engine/signaling/late.ts', "export const late = () => import('mqtt');"],
  ['src/engine/mesh/ok.ts', "import '#core/ports/rtc.ts';\nimport '@preact/signals-core';"],
  ['src/engine/mesh/quality/ok.ts', "import '../peer.ts';"],
  ['src/engine/call/ok.ts', "import '#engine/mesh/mesh.ts';\nimport '#engine/signaling/room-link.ts';"],
  ['src/ui/kit/ok.tsx', "import 'preact/hooks';\nimport '@preact/signals';\nimport '#core/base/ids.ts';"],
  ['src/features/chat/ok.ts', "import '#engine/call/api.ts';\nimport '#core/wire/codec.ts';"],
  ['src/features/chat/ok-panel.tsx', "import '#ui/kit/button.tsx';\nimport '@preact/signals';"],
  [
    'src/screens/stage/ok.tsx',
    "import '#features/registry.ts';\nimport '#ui/kit/button.tsx';\nimport '#engine/call/api.ts';",
  ],
  [
    'src/shell/app/ok.ts',
    "import '#engine/call/call.ts';\nimport '#screens/stage/stage.tsx';\nimport '@preact/signals';",
  ],
  ['src/main.tsx', "import '#shell/app/app.tsx';\nimport '#engine/call/call.ts';"],
  ['src/workers/ok.ts', "import '#core/wire/codec.ts';"],
  ['src/sw/ok.ts', "import 'workbox-precaching';"],
  ['lab/ok.ts', "import '#shell/platform/encode.ts';\nimport '#engine/mesh/share-ladder.ts';\nimport './other.ts';"],
];

interface Report {
  readonly diagnostics: readonly { readonly filename: string; readonly severity: string }[];
}

describe('the fence', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'starling-fence-'));
  let accused = new Set<string>();

  beforeAll(() => {
    cpSync(join(root, 'oxlint.config.ts'), join(scratch, 'oxlint.config.ts'));
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction');
    for (const [file, line] of [...forbidden, ...forbiddenElse, ...allowed]) {
      mkdirSync(dirname(join(scratch, file)), { recursive: true });
      writeFileSync(join(scratch, file), `${line}\n`);
    }
    const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json', 'src', 'lab'], {
      cwd: scratch,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(stdout) as Report;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    accused = new Set(errors.map(({ filename }) => filename.replaceAll('\\', '/')));
  });

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test.each([...forbidden, ...forbiddenElse])('%s must not: %s', (file) => {
    expect(accused).toContain(file);
  });

  test.each(allowed)('%s may: %s', (file) => {
    expect(accused).not.toContain(file);
  });
});
