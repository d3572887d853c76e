import { describe, expect, test } from 'vitest';
import { devicesOf } from '#shell/platform/device-list.ts';

const listed = (deviceId: string, label: string, groupId = '', kind: MediaDeviceKind = 'audioinput') => ({
  deviceId,
  label,
  groupId,
  kind,
});

describe('the list of devices', () => {
  test('in Chromium has each once, the default marked', () => {
    const all = [
      listed('default', 'Default - Headset', 'h'),
      listed('communications', 'Communications - Built-in', 'b'),
      listed('1', 'Built-in', 'b'),
      listed('2', 'Headset', 'h'),
      listed('3', 'Headset', 'h', 'audiooutput'),
    ];
    expect(devicesOf(all)).toEqual([
      { id: '1', kind: 'microphone', label: 'Built-in', groupId: 'b' },
      { id: '2', kind: 'microphone', label: 'Headset', groupId: 'h', isDefault: true },
      { id: '3', kind: 'speaker', label: 'Headset', groupId: 'h', isDefault: true },
    ]);
  });

  test('keeps a default that is none of the others', () => {
    const all = [listed('default', 'Fake Default Audio Input'), listed('1', 'Fake Audio Input 1')];
    expect(devicesOf(all).map(({ id, isDefault }) => [id, isDefault])).toEqual([
      ['default', true],
      ['1', undefined],
    ]);
  });

  test('in Firefox and Safari has the default first; cameras have none', () => {
    const all = [
      listed('1', 'A'),
      listed('2', 'B'),
      listed('3', 'Cam', '', 'videoinput'),
      listed('4', 'Desk', '', 'videoinput'),
    ];
    expect(devicesOf(all).map(({ id, isDefault }) => [id, isDefault])).toEqual([
      ['1', true],
      ['2', undefined],
      ['3', undefined],
      ['4', undefined],
    ]);
  });

  test('before permission has what there is, without names', () => {
    expect(devicesOf([listed('', ''), listed('', '', '', 'videoinput')])).toEqual([
      { id: '', kind: 'microphone', label: '', isDefault: true },
      { id: '', kind: 'camera', label: '' },
    ]);
    expect(devicesOf([])).toEqual([]);
  });
});
