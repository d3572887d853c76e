import { describe, expect, test } from 'vitest';
import { AppError } from '#core/base/errors.ts';
import { createLog } from '#core/base/log.ts';
import { createScreenShare, step, type ScreenEvent, type ScreenState } from '#engine/media/screen-share.ts';
import { createFakeMedia } from '../../../fakes/media.ts';

const error = new AppError('media/denied');
const off: ScreenState = { is: 'off' };
const choosing: ScreenState = { is: 'choosing' };
const on: ScreenState = { is: 'on', content: 'text', hasSound: true };
const failed: ScreenState = { is: 'failed', error };

const rows: [ScreenState, ScreenEvent, ScreenState][] = [
  [off, { is: 'asked' }, choosing],
  [failed, { is: 'asked' }, choosing],
  // What is shared goes on while something else is chosen.
  [on, { is: 'asked' }, on],
  [choosing, { is: 'cancelled' }, off],
  [on, { is: 'cancelled' }, on],
  [choosing, { is: 'refused', error }, failed],
  [on, { is: 'refused', error }, on],
  [choosing, { is: 'opened', content: 'text', hasSound: true }, on],
  [on, { is: 'content-changed', content: 'motion' }, { ...on, content: 'motion' }],
  [off, { is: 'content-changed', content: 'motion' }, off],
  [on, { is: 'fell-silent' }, { ...on, hasSound: false }],
  [off, { is: 'fell-silent' }, off],
  [on, { is: 'stopped' }, off],
  [failed, { is: 'stopped' }, off],
];
test.each(rows)('%j and %j: %j', (state, event, next) => expect(step(state, event)).toEqual(next));

const setUp = () => {
  const media = createFakeMedia();
  const share = createScreenShare(
    media,
    createLog(() => 0),
  );
  const live = () =>
    media.screens.flatMap(({ picture, sound }) => [picture, sound]).filter((track) => track?.readyState === 'live')
      .length;
  return { media, share, live };
};

describe('sharing a screen', () => {
  test('gives its picture and sound, and takes both back', async () => {
    const { media, share, live } = setUp();
    const asking = share.share('motion');
    expect(share.state.value.is).toBe('choosing');
    await asking;
    expect(share.state.value).toEqual({ is: 'on', content: 'motion', hasSound: true });
    expect([share.picture.value, share.sound.value]).toEqual([media.screens[0]?.picture, media.screens[0]?.sound]);
    share.stop();
    expect([share.state.value.is, share.picture.value, share.sound.value, live()]).toEqual(['off', null, null, 0]);
  });

  test('without sound works the same', async () => {
    const { media, share } = setUp();
    media.screenAnswer = 'silent';
    await share.share('text');
    expect([share.state.value, share.sound.value]).toEqual([{ is: 'on', content: 'text', hasSound: false }, null]);
  });

  test('that is cancelled is no failure; one that the system refuses is, until the next try', async () => {
    const { media, share } = setUp();
    media.screenAnswer = 'cancel';
    await share.share('text');
    expect(share.state.value).toEqual(off);
    media.refuse('screen', 'media/denied');
    await share.share('text');
    expect(share.state.value).toMatchObject({ is: 'failed', error: { code: 'media/denied' } });
    media.refuse('screen', undefined);
    media.screenAnswer = 'silent';
    await share.share('text');
    expect(share.state.value.is).toBe('on');
  });

  test('ends with the browser’s own button, and its sound with it', async () => {
    const { media, share, live } = setUp();
    await share.share('text');
    media.screens[0]?.picture.unplug();
    expect([share.state.value.is, share.picture.value, share.sound.value, live()]).toEqual(['off', null, null, 0]);
  });

  test('goes on when only its sound ends', async () => {
    const { media, share } = setUp();
    await share.share('text');
    media.screens[0]?.sound?.unplug();
    expect([share.state.value, share.sound.value]).toEqual([{ is: 'on', content: 'text', hasSound: false }, null]);
    expect(share.picture.value?.readyState).toBe('live');
  });

  test('changes its content on the way', async () => {
    const { share } = setUp();
    share.setContent('motion');
    await share.share('text');
    share.setContent('motion');
    expect(share.state.value).toEqual({ is: 'on', content: 'motion', hasSound: true });
    expect(share.picture.value?.contentHint).toBe('motion');
  });

  test('of something else replaces the first without a gap; a cancelled choice leaves it', async () => {
    const { media, share, live } = setUp();
    await share.share('text');
    media.screenAnswer = 'cancel';
    await share.share('motion');
    expect([share.state.value, share.picture.value]).toEqual([on, media.screens[0]?.picture]);
    media.screenAnswer = 'silent';
    await share.share('motion');
    expect([share.state.value, share.picture.value, live()]).toEqual([
      { is: 'on', content: 'motion', hasSound: false },
      media.screens[1]?.picture,
      1,
    ]);
    // The end of the first is old news.
    media.screens[0]?.picture.unplug();
    expect(share.state.value.is).toBe('on');
  });

  test('that is stopped before it was chosen gives back what comes', async () => {
    const { share, live } = setUp();
    const asking = share.share('text');
    share.stop();
    await asking;
    expect([share.state.value.is, share.picture.value, live()]).toEqual(['off', null, 0]);
  });

  test('asks once, however often it is clicked', async () => {
    const { media, share } = setUp();
    await Promise.all([share.share('text'), share.share('text')]);
    expect([media.screens.length, share.state.value.is]).toEqual([1, 'on']);
  });

  test('is over with the call, also what is still being chosen', async () => {
    const { media, share, live } = setUp();
    const asking = share.share('text');
    share[Symbol.dispose]();
    await asking;
    await share.share('text');
    expect([live(), share.picture.value, media.screens.length]).toEqual([0, null, 1]);
  });
});
