// The one list of what can be done on the stage.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { signal } from '@preact/signals-core';
import { actionsNow, stageActions } from '#screens/stage/actions.ts';
import type { StageContext } from '#screens/stage/stage-context.ts';
import { createStageModel } from '#screens/stage/stage-model.ts';
import { createFakeCall, fakePerson, type FakeCall } from '../../fixtures/fake-call.ts';

let call: FakeCall;
let context: StageContext;
const page = { fullscreenElement: null as object | null, pictureInPictureElement: null, fullscreenEnabled: true };

beforeEach(() => {
  vi.stubGlobal('document', page);
  page.fullscreenElement = null;
  call = createFakeCall();
  context = {
    call,
    model: createStageModel(call),
    chat: undefined,
    hands: undefined,
    reactions: undefined,
    copies: signal(0),
    copyLink: vi.fn(),
    float: vi.fn(),
    failedFloats: signal(0),
  };
});

const labelOf = (id: string): string | undefined =>
  actionsNow(context)
    .find((action) => action.id === id)
    ?.label(context);
const run = (id: string): void =>
  actionsNow(context)
    .find((action) => action.id === id)
    ?.run(context);

test('each has keys of its own, and those of leaving are not pressed by chance', () => {
  const keys = stageActions.map((action) => action.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(stageActions.find(({ id }) => id === 'leave')?.keys).toBe('mod+shift+l');
});

test('the camera is turned around only where there is another one', () => {
  call.set.facing.value = 'user';
  expect(labelOf('flip-camera')).toBe('device.flip');
  (call.media.devices as { value: unknown }).value = [{ id: 'one', kind: 'camera', label: 'Front' }];
  expect(labelOf('flip-camera')).toBeUndefined();
});

test('the link is copied from wherever actions are', () => {
  run('copy-link');
  expect(context.copyLink).toHaveBeenCalledOnce();
});

describe('what is on says how to turn it off', () => {
  test('full screen', () => {
    expect(labelOf('full-screen')).toBe('action.fullScreen');
    page.fullscreenElement = {};
    expect(labelOf('full-screen')).toBe('action.endFullScreen');
  });

  test('the small window', () => {
    vi.stubGlobal('documentPictureInPicture', { window: null });
    expect(labelOf('float')).toBe('action.float');
    vi.stubGlobal('documentPictureInPicture', { window: {} });
    expect(labelOf('float')).toBe('action.endFloat');
    vi.unstubAllGlobals();
  });
});

test('the layouts come round, with a shared screen and without', () => {
  const round = (): (string | undefined)[] =>
    Array.from({ length: 3 }, () => {
      const label = labelOf('speaker-view');
      run('speaker-view');
      return label;
    });
  expect(round()).toEqual(['action.speakerView', 'action.gridView', 'action.speakerView']);
  run('speaker-view');
  call.set.people.value = [fakePerson(0, { screen: {} as MediaStream }), fakePerson(1)];
  expect(round()).toEqual(['action.speakerView', 'action.gridView', 'action.screenView']);
  expect(context.model.plan.value.large).toHaveLength(1);
  run('speaker-view');
  expect(context.model.plan.value.large).toEqual([call.people.value[0]?.id]);
});
