import { expect, test } from 'vitest';
import { planCameraLimits } from '#engine/mesh/camera-limits.ts';
import { planScreen, screenSound, voice } from '#engine/mesh/sending.ts';
import { createConnection } from '#engine/mesh/connection.ts';
import { noTracks } from '#engine/mesh/media-lines.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { noServersPlan } from '../../../fakes/ice.ts';
import { createFakeTrack } from '../../../fakes/media.ts';
import { createFakeNetwork } from '../../../fakes/rtc-network.ts';

test('text stays sharp, a film stays smooth, and neither is ever scaled', () => {
  expect(planScreen('text').preference).toBe('maintain-resolution');
  expect(planScreen('motion').preference).toBe('maintain-framerate');
  // A browser without hints.
  expect(planScreen(undefined)).toEqual(planScreen('text'));
  for (const hint of ['text', 'motion']) expect(planScreen(hint).encoding.scaleResolutionDownBy).toBe(1);
});

const setUp = (isSharing: boolean) => {
  const port = createFakeNetwork(createFakeClock()).port('Ana');
  const pcs: RTCPeerConnection[] = [];
  const create: typeof port.create = (configuration) => {
    const pc = port.create(configuration);
    pcs.push(pc);
    return pc;
  };
  const screen = createFakeTrack('screen');
  screen.contentHint = 'text';
  const connect = (tracks = noTracks) =>
    createConnection({
      rtc: { ...port, create },
      ice: () => noServersPlan,
      tracks,
      streams: { person: {} as MediaStream, screen: {} as MediaStream },
      cameraLimits: planCameraLimits(20),
    });
  const here = connect(isSharing ? { ...noTracks, screen } : noTracks);
  const there = connect();
  const sent = (end: 0 | 1, line = 2) => {
    const sender = pcs[end]?.getTransceivers()[line]?.sender;
    const { degradationPreference, encodings } = sender?.getParameters() ?? {};
    return { track: sender?.track, preference: degradationPreference, ...encodings?.[0] };
  };
  return { screen, here, there, sent };
};

test('who is called during a share gets the screen whole, in the largest call', async () => {
  const { here, there, screen, sent } = setUp(true);
  await here.accept(await there.answer(await here.offer()));
  const { encoding, preference } = planScreen('text');
  expect(sent(0)).toMatchObject({ track: screen, preference, ...encoding });
});

test('a share that begins, and changes its content, in the call is sent on both ends as planned', async () => {
  const { here, there, screen, sent } = setUp(false);
  await here.accept(await there.answer(await here.offer()));
  for (const [end, connection] of [here, there].entries()) {
    await connection.setTrack('screen', screen);
    await connection.limitCamera(planCameraLimits(30));
    expect(sent(end as 0 | 1)).toMatchObject({ track: screen, preference: 'maintain-resolution', maxFramerate: 15 });
  }
  screen.contentHint = 'motion';
  await here.setTrack('screen', screen);
  expect(sent(0)).toMatchObject({ preference: 'maintain-framerate', maxFramerate: 30 });
  await here.setTrack('screen', null);
  expect(sent(0).track).toBeNull();
});

test('sound is sent before pictures, from either end, and nothing that is done to the camera touches it', async () => {
  const { here, there, sent } = setUp(false);
  await here.accept(await there.answer(await here.offer()));
  for (const end of [0, 1] as const) {
    expect(sent(end, 0)).toEqual({ track: null, ...voice.encoding });
    expect(sent(end, 3)).toEqual({ track: null, ...screenSound.encoding });
    for (const picture of [1, 2]) expect(sent(end, picture)).not.toHaveProperty('priority');
  }
  await here.limitCamera({ ...planCameraLimits(20), isPaused: true });
  await here.sendFullSize();
  expect(sent(0, 1)).toMatchObject({ active: false });
  expect([sent(0, 0), sent(0, 3)]).toEqual([
    { track: null, ...voice.encoding },
    { track: null, ...screenSound.encoding },
  ]);
  expect(voice.encoding.priority).toBe('high');
});
