import { expect, test } from 'vitest';
import { offerRole, otherRole, roleIn } from '#engine/mesh/dtls-role.ts';

const sdp = (setup: string): string =>
  ['v=0', 'm=audio', `a=setup:${setup}`, 'm=video', `a=setup:${setup}`, ''].join('\r\n');

test('an answer says who begins', () => {
  expect([roleIn(sdp('active')), roleIn(sdp('passive')), roleIn(sdp('actpass')), roleIn('')]).toEqual([
    'active',
    'passive',
    undefined,
    undefined,
  ]);
  expect([otherRole('active'), otherRole('passive')]).toEqual(['passive', 'active']);
});

test('a later offer leaves no choice, on no line; the first one does, and an answer stays as it is', () => {
  expect(offerRole(sdp('actpass'), 'passive')).toBe(sdp('passive'));
  expect(offerRole(sdp('actpass'), undefined)).toBe(sdp('actpass'));
  expect(offerRole(sdp('active'), 'passive')).toBe(sdp('active'));
});
