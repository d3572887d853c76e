// The harness itself, on a stand-in page: browsers start, devices flow, probes see and hear, nothing is left behind.

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserKind } from './harness/browser-window.ts';
import { createCast } from './harness/cast.ts';
import { startStaticHost, type StaticHost } from './harness/static-host.ts';

describe.each<BrowserKind>(['chromium', 'firefox'])('the harness with %s', (kind) => {
  const cast = createCast();
  let host: StaticHost;
  beforeAll(async () => {
    host = await startStaticHost({
      root: fileURLToPath(new URL('stand-in', import.meta.url)),
      basePath: '/calls/',
      headers: {},
    });
  });
  afterAll(async () => {
    await cast.close();
    await host.stop();
  });

  test('does what a person does, and sees and hears the other', async () => {
    const ada = await cast.person('Ada', kind);
    const link = await ada.newCall(`http://127.0.0.1:${host.port}/calls/`);
    const bob = await cast.secondWindow(ada, 'Bob');
    await ada.join();
    await bob.open(link);
    await bob.join();
    for (const [one, other] of [
      [ada, 'Bob'],
      [bob, 'Ada'],
    ] as const) {
      await one.waitForTiles('Ada', 'Bob');
      await one.seesMoving(other);
      await one.hears(other);
    }
    await ada.setMicrophone(false);
    await bob.hearsNothingOf('Ada');
    await ada.sendMessage('Hello from Ada');
    await bob.reads('Hello from Ada');
    expect(ada.errors()).toEqual([]);
    expect([...bob.window.requests()]).toEqual([`http://127.0.0.1:${host.port}`]);
  });

  test('reports what goes wrong in a page', async () => {
    const eve = await cast.person('Eve', kind);
    host.replace('/broken.html', '<script>console.error("said so"); throw new Error("thrown")</script>');
    await eve.window.goTo(`http://127.0.0.1:${host.port}/calls/broken.html`);
    await expect.poll(() => eve.errors().join('\n')).toMatch(/said so/);
    await expect.poll(() => eve.errors().join('\n')).toMatch(/thrown/);
  });
});
