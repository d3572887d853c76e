import { expect, test } from 'vitest';
import { deviceOptions, type DeviceKind } from '#screens/devices/device-options.ts';
import { createFakeCall } from '../../fixtures/fake-call.ts';

const open = async () => {
  const { media } = createFakeCall();
  await media.setMicrophone(true);
  await media.setCamera(true);
  const shown = (kind: DeviceKind): string[] =>
    deviceOptions(media, kind).map(({ label, isOn }) => (isOn ? `> ${label}` : label));
  return { media, shown };
};

test('a microphone follows the system, and says which one that is', async () => {
  const { media, shown } = await open();
  expect(shown('microphone')).toEqual(['> System default (Built-in microphone)', 'Built-in microphone', 'Headset']);
  await media.choose('microphone', 'Headset');
  expect(shown('microphone')).toEqual(['System default', 'Built-in microphone', '> Headset']);
});

test('the chosen microphone is not there: the one in its place is shown, the choice stands', async () => {
  const { media, shown } = await open();
  await media.choose('microphone', 'Headset');
  await media.setMicrophone(true);
  expect(media.chosen.microphone.value).toBe('Headset');
  expect(shown('microphone')).toEqual(['System default', '> Built-in microphone', 'Headset']);
});

test('cameras have no default of the system', async () => {
  const { shown } = await open();
  expect(shown('camera')).toEqual(['> FaceTime camera', 'Desk camera']);
});

test('a single speaker can be chosen instead of the default', async () => {
  const { media, shown } = await open();
  expect(shown('speaker')).toEqual(['> System default', 'Headset']);
  await media.choose('speaker', 'Headset');
  expect(shown('speaker')).toEqual(['System default', '> Headset']);
});
