// The landing page of the built app: calls that were joined here, links from anywhere, the theme, who answers.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createRoomSecret, formatRoomHash } from '#engine/signaling/room-link.ts';
import { qrModulesOf } from '#ui/kit/qr-modules.ts';
import { createCast } from './harness/cast.ts';
import type { Person } from './harness/person.ts';
import { startStand, type Stand } from './harness/stand.ts';
import { until } from './harness/until.ts';

const cast = createCast();
let stand: Stand;
beforeAll(async () => {
  stand = await startStand({ relays: ['nostr', 'mqtt'] });
});
afterEach(() => cast.sendHome());
afterAll(async () => {
  await cast.close();
  await stand.close();
});

/** As Ctrl+V does, with the focus on no field. */
const paste = (person: Person, text: string): Promise<void> =>
  person.window.run((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { bubbles: true });
    // Firefox takes no data from a script, other than this way.
    Object.defineProperty(event, 'clipboardData', { value: clipboardData });
    document.body.dispatchEvent(event);
  }, text);

const stir = (person: Person): Promise<void> =>
  person.window.run(() => void dispatchEvent(new Event('pointermove')), undefined);

for (const kind of ['chromium', 'firefox'] as const) {
  test(`${kind}: a link is pasted anywhere, and the call is a click away from then on`, async () => {
    const ada = await cast.person('Ada', kind);
    const link = `${stand.address}${formatRoomHash({ secret: createRoomSecret(), name: 'Sunday birds' })}`;
    await ada.window.goTo(stand.address);
    await ada.sees('button', 'New call');
    await paste(ada, 'what was in the clipboard');
    await ada.readsOnScreen(/holds no call link/);
    await paste(ada, link);
    await ada.join();
    await ada.leave();
    await ada.window.goTo(stand.address);
    await ada.readsOnScreen(/Recent calls/);
    await ada.reload();
    // "now", or a minute ago on a slow machine.
    const name = await until(
      'the call is on the list',
      () => ada.window.run(() => document.querySelector('main li button')?.textContent ?? '', undefined),
      (text) => /^Sunday birds (now|\d+ minutes? ago)$/.test(text),
    );
    await ada.window.click('button', name);
    await ada.sees('button', 'Join call');
    expect(await ada.window.address()).toBe(link);
    expect(ada.errors()).toEqual([]);
  });
}

test('the theme is there over a reload, before anything is drawn', async () => {
  const ada = await cast.person('Ada', 'chromium', { atStart: [{ run: noteThemeAtFirstElement }] });
  await ada.window.goTo(stand.address);
  await ada.sees('button', 'New call');
  await ada.window.run(() => localStorage.setItem('starling.prefs', '{"theme":"contrast"}'), undefined);
  await ada.reload();
  await ada.sees('button', 'New call');
  const look = await ada.window.run(
    () => ({
      atFirst: (window as unknown as { firstTheme?: string }).firstTheme,
      page: getComputedStyle(document.documentElement).backgroundColor,
    }),
    undefined,
  );
  expect(look).toEqual({ atFirst: 'contrast', page: 'rgb(8, 8, 12)' });
});

const noteThemeAtFirstElement = (): void => {
  addEventListener('DOMContentLoaded', () => {
    const app = document.getElementById('app');
    if (!app) return;
    new MutationObserver((_, observer) => {
      (window as unknown as { firstTheme?: string }).firstTheme = document.documentElement.dataset['theme'] ?? 'none';
      observer.disconnect();
    }).observe(app, { childList: true });
  });
};

test('says how many relays answer, and asks nobody else', async () => {
  const ada = await cast.person('Ada', 'chromium');
  await ada.window.goTo(stand.address);
  await ada.sees('button', 'New call');
  await stir(ada);
  await ada.readsOnScreen(/2 of 2 meeting points answer right now/);
  const known = [stand.origin, ...stand.relays.map(({ url }) => url)].map((url) => new URL(url).host);
  expect([...ada.window.requests()].filter((url) => !known.includes(new URL(url).host))).toEqual([]);
  expect(ada.errors()).toEqual([]);
});

/** A film of one frame for Chromium's fake camera: the code of `text`, black on white (YUV4MPEG2, 4:2:0). */
const filmOf = (text: string): Buffer => {
  const code = qrModulesOf(text);
  if (!code) throw new Error('no code');
  const [width, height, scale] = [640, 480, Math.floor(480 / code.size)];
  const luma = Buffer.alloc(width * height, 235);
  for (const [, x, y, run] of code.path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      const start = row * width + 80 + Number(x) * scale;
      luma.fill(16, start, start + Number(run) * scale);
    }
  }
  const header = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\nFRAME\n`;
  return Buffer.concat([Buffer.from(header), luma, Buffer.alloc((width * height) / 2, 128)]);
};

test('the QR code of a call, held before the camera, opens it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'starling-film-'));
  const link = `${stand.address}${formatRoomHash({ secret: createRoomSecret(), name: 'By code' })}`;
  const film = join(folder, 'code.y4m');
  writeFileSync(film, filmOf(link));
  const withFilm = createCast({ args: [`--use-file-for-fake-video-capture=${film}`] });
  const ada = await withFilm.person('Ada', 'chromium');
  await ada.window.goTo(stand.address);
  await ada.sees('button', 'Scan a QR code');
  await ada.window.click('button', 'Scan a QR code');
  await ada.sees('button', 'Join call');
  expect(
    await until(
      'the address',
      () => ada.window.address(),
      (address) => address.includes('#/By'),
    ),
  ).toBe(link);
  expect(ada.errors()).toEqual([]);
  await withFilm.close();
  rmSync(folder, { recursive: true, force: true });
});
