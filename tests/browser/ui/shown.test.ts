// What the stage says of how everybody is shown: the whole app with a call whose states are set by hand.

import '#ui/styles/layers.css';
import '#ui/styles/tokens.css';
import '#ui/styles/base.css';

import { signal } from '@preact/signals';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { createLog } from '#core/base/log.ts';
import { createRoomSecret, formatRoomHash, parseRoomLink } from '#engine/signaling/room-link.ts';
import type { StagePlan } from '#screens/stage/plan-stage.ts';
import { watchShown } from '#screens/stage/watch-shown.ts';
import { mountApp } from '#shell/app/app.tsx';
import { createFakeCall, fakePerson } from '../../fixtures/fake-call.ts';
import { createPageStream, createPersonStream } from '../../fixtures/fake-people.ts';

let unmount = (): void => {};
afterEach(async () => {
  unmount();
  Reflect.deleteProperty(document, 'hidden');
  await page.viewport(414, 896);
});

const patience = { timeout: 15_000, interval: 50 } as const;
const button = (name: string) => page.getByRole('button', { name, exact: true });

const showStage = async () => {
  await page.viewport(1280, 800);
  sessionStorage.clear();
  const root = document.createElement('div');
  root.id = 'app';
  document.body.replaceChildren(root);
  history.replaceState(null, '', formatRoomHash({ secret: createRoomSecret(), name: '' }));
  const call = createFakeCall();
  const people = [0, 1, 2].map((index) => fakePerson(index, { stream: createPersonStream(index).stream }));
  call.set.people.value = people;
  unmount = mountApp(root, {
    instanceName: 'Starling',
    problems: [],
    obstacle: undefined,
    openCall: async () => call,
    createRoomSecret,
    parseRoomLink,
    formatRoomHash,
    holdCallLock: () => () => {},
    log: createLog(() => 0),
  });
  await button('Join call').click();
  await expect.element(button('Leave call')).toBeVisible();
  const [ana, ben, cem] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
  return { call, people: [ana, ben, cem] as const };
};

test('each is told the size of their tile, who speaks and who is hidden', async () => {
  const { call, people } = await showStage();
  const [ana, ben, cem] = people;
  const priorities = () => people.map(({ id }) => call.shown.value.get(id)?.camera?.priority);
  await expect.poll(priorities, patience).toEqual(['grid', 'grid', 'grid']);
  // The faces are 16:9, and fill tiles that need not be.
  const tile = document.querySelector(`[data-tile="${ben.id}"]`);
  const size = () => call.shown.value.get(ben.id)?.camera;
  const expected = () => Math.max(tile?.clientHeight ?? 0, ((tile?.clientWidth ?? 0) * 9) / 16) * devicePixelRatio;
  await expect.poll(() => Math.abs((size()?.height ?? 0) - expected()), patience).toBeLessThan(2);
  call.set.speaker.value = ben.id;
  await expect.poll(priorities, patience).toEqual(['grid', 'speaking', 'grid']);

  hidePage();
  // In the same moment: nothing is waited for.
  expect(priorities()).toEqual(['hidden', 'hidden', 'hidden']);
  Reflect.deleteProperty(document, 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(priorities()).toEqual(['grid', 'speaking', 'grid']);

  // Whoever goes is not spoken of any more, and the others become larger.
  const before = size()?.height ?? 0;
  call.set.people.value = [ana, ben];
  await expect.poll(() => size()?.height, patience).toBeGreaterThan(before);
  expect(cem.id).not.toBe(ben.id);
});

test('a shared screen is large and whole, the faces beside it small', async () => {
  const { call } = await showStage();
  const sharing = fakePerson(3, { stream: createPersonStream(3).stream, screen: createPageStream().stream });
  call.set.people.value = [...call.people.value, sharing];
  const shown = () => call.shown.value.get(sharing.id);
  await expect.poll(() => shown()?.screen?.priority, patience).toBe('pinned');
  await expect.poll(() => shown()?.screen?.width ?? 0, patience).toBeGreaterThan(600);
  expect(shown()?.camera?.height).toBeLessThan(shown()?.screen?.height ?? 0);
  const tile = document.querySelector('[data-testid="screen-tile"]');
  expect(shown()?.screen?.width).toBeLessThanOrEqual((tile?.clientWidth ?? 0) * devicePixelRatio + 1);
  expect(shown()?.screen?.height).toBeLessThanOrEqual((tile?.clientHeight ?? 0) * devicePixelRatio + 1);
});

const hidePage = (): void => {
  Object.defineProperty(document, 'hidden', { value: true, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
};

/** One person in one tile, in a page that nobody looks at. */
const showHidden = () => {
  const call = createFakeCall();
  const ana = fakePerson(0, { stream: createPersonStream(0).stream });
  call.set.people.value = [ana];
  const root = document.createElement('div');
  const video = document.createElement('video');
  video.srcObject = ana.stream.value;
  root.append(video);
  document.body.replaceChildren(root);
  hidePage();
  const plan: StagePlan = { tiles: [], large: [], own: 'among' };
  const stop = watchShown(root, call, { plan: signal(plan) });
  unmount = () => {
    stop();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  };
  const camera = () => call.shown.value.get(ana.id)?.camera;
  return { ana, video, camera };
};

test('what is in the small window is wanted as large as it is there, also in a hidden page, until it is closed', async () => {
  const frame = document.createElement('iframe');
  Object.assign(frame.style, { inlineSize: '320px', blockSize: '180px', border: '0' });
  document.body.replaceChildren(frame);
  const windows = Object.assign(new EventTarget(), { window: null as Window | null });
  vi.stubGlobal('documentPictureInPicture', windows);
  const { ana, camera } = showHidden();
  document.body.append(frame);
  await expect.poll(() => camera()?.priority, patience).toBe('hidden');
  const view = frame.contentWindow;
  if (!view) throw new Error('no window');
  windows.window = view;
  windows.dispatchEvent(new Event('enter'));
  const floating = view.document.createElement('video');
  floating.style.cssText = 'position:fixed;inset:0;inline-size:100%;block-size:100%;object-fit:cover';
  view.document.body.append(floating);
  floating.muted = true;
  floating.srcObject = ana.stream.value;
  void floating.play();
  await expect
    .poll(() => [camera()?.priority, camera()?.width, camera()?.height], patience)
    .toEqual(['pinned', ...[320, 180].map((side) => side * view.devicePixelRatio)]);
  view.dispatchEvent(new Event('pagehide'));
  expect(camera()?.priority).toBe('hidden');
});

test('so is a single picture that floats above other programs', async () => {
  const { video, camera } = showHidden();
  await expect.poll(() => camera()?.priority, patience).toBe('hidden');
  const floating = vi.spyOn(document, 'pictureInPictureElement', 'get').mockReturnValue(video);
  const pictureInPictureWindow = Object.assign(new EventTarget(), { width: 400, height: 225 });
  video.dispatchEvent(Object.assign(new Event('enterpictureinpicture'), { pictureInPictureWindow }));
  await expect.poll(() => camera()?.priority, patience).toBe('pinned');
  expect(camera()?.height).toBe(225 * devicePixelRatio);
  floating.mockReturnValue(null);
  video.dispatchEvent(new Event('leavepictureinpicture'));
  await expect.poll(() => camera()?.priority, patience).toBe('hidden');
});
