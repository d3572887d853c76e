import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '#core/base/bytes.ts';
import type { PersonId } from '#core/base/ids.ts';
import { checkWire, fingerprintOf, signWire, type Wire } from '#engine/security/binding.ts';
import { openIdentity, type Identity } from '#engine/security/identity.ts';
import { createFakeStore } from '../../../fakes/store.ts';

const fingerprint = (byte: string): string => `sha-256 ${Array.from({ length: 32 }, () => byte).join(':')}`;
const room = new Uint8Array(32).fill(7);

let ana: Identity;
let ben: Identity;
let eve: Identity;
let wire: Wire;
let proof: Awaited<ReturnType<typeof signWire>>;

beforeAll(async () => {
  [ana, ben, eve] = (await Promise.all(['a', 'b', 'e'].map((seat) => openIdentity(createFakeStore(), seat)))) as [
    Identity,
    Identity,
    Identity,
  ];
  wire = {
    room,
    signer: ana.person,
    other: ben.person,
    signerFingerprint: fingerprint('AA'),
    otherFingerprint: fingerprint('BB'),
  };
  proof = await signWire(ana, wire);
});

const outcome = async (hello: typeof proof, on: Wire): Promise<unknown> => {
  const checked = await checkWire(hello, on);
  return checked.ok ? 'accepted' : [checked.error.code, checked.error.details['what']];
};
const wrong = (what: string) => ['security/wrong-identity', what];

const change = (base64: string, at: number): string => {
  const bytes = fromBase64(base64) ?? new Uint8Array();
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return toBase64(bytes);
};

describe('a hello', () => {
  test('is accepted on the wire for which it was made', async () => {
    expect(await outcome(proof, wire)).toBe('accepted');
  });

  test('is refused when the fingerprints were swapped: somebody reflects it', async () => {
    const swapped = { ...wire, signerFingerprint: wire.otherFingerprint, otherFingerprint: wire.signerFingerprint };
    expect(await outcome(proof, swapped)).toEqual(wrong('signature'));
  });

  test('is refused when somebody in the middle has put in their own fingerprint, on either side', async () => {
    expect(await outcome(proof, { ...wire, signerFingerprint: fingerprint('EE') })).toEqual(wrong('signature'));
    expect(await outcome(proof, { ...wire, otherFingerprint: fingerprint('EE') })).toEqual(wrong('signature'));
  });

  test('is refused in another room', async () => {
    expect(await outcome(proof, { ...wire, room: new Uint8Array(32).fill(8) })).toEqual(wrong('signature'));
  });

  test('is refused by anybody but the one for whom it was made', async () => {
    expect(await outcome(proof, { ...wire, other: eve.person })).toEqual(wrong('signature'));
  });

  test('is refused when it stands for another person than the link said', async () => {
    expect(await outcome(proof, { ...wire, signer: eve.person })).toEqual(wrong('person'));
  });

  test('is refused with another’s key, another’s seat, or another’s signature', async () => {
    const forged = await signWire(eve, wire);
    expect(await outcome(forged, wire)).toEqual(wrong('person'));
    expect(await outcome({ ...proof, identity: forged.identity }, wire)).toEqual(wrong('person'));
    expect(await outcome({ ...proof, seat: 'another window' }, wire)).toEqual(wrong('person'));
    expect(await outcome({ ...proof, signature: forged.signature }, wire)).toEqual(wrong('signature'));
  });

  test('is refused with one bit of its signature or key changed', async () => {
    for (const at of [0, 31, 32, 63])
      expect(await outcome({ ...proof, signature: change(proof.signature, at) }, wire)).toEqual(wrong('signature'));
    expect(await outcome({ ...proof, identity: change(proof.identity, 5) }, wire)).toEqual(wrong('person'));
  });

  test('is refused when it has no form', async () => {
    for (const rubbish of ['', '*', 'AAAA', toBase64(new Uint8Array(63)), toBase64(new Uint8Array(65))]) {
      expect(await outcome({ ...proof, signature: rubbish }, wire)).toEqual(wrong('form'));
      expect(await outcome({ ...proof, identity: rubbish }, wire)).toEqual(wrong('form'));
    }
  });

  test('is refused with a key that is no point of the curve', async () => {
    const seat = 'x';
    const { personIdOf } = await import('#engine/security/identity.ts');
    const nowhere = new Uint8Array(32).fill(255);
    const on = { ...wire, signer: await personIdOf(nowhere, seat) };
    expect(await outcome({ ...proof, identity: toBase64(nowhere), seat }, on)).toEqual(wrong('signature'));
  });

  test('means one wire only: where one part ends and the next begins is signed, too', async () => {
    const shifted = {
      ...wire,
      other: `${wire.other}s` as PersonId,
      signerFingerprint: wire.signerFingerprint.slice(1),
    };
    const glued = { ...shifted, signerFingerprint: `s${shifted.signerFingerprint}`, other: wire.other };
    expect(await outcome(proof, glued)).toBe('accepted');
    expect(await outcome(proof, shifted)).toEqual(wrong('signature'));
  });
});

describe('the fingerprint of a description', () => {
  const line = (value: string): string => `a=fingerprint:${value}\r\n`;

  test('is the one that all lines agree on, in one form', () => {
    const sdp = `v=0\r\n${line('sha-256 aa:BB')}m=audio 9\r\n${line('SHA-256 AA:bb')}`;
    expect(fingerprintOf(sdp)).toBe('sha-256 AA:BB');
    expect(fingerprintOf(sdp.replaceAll('\r\n', '\n'))).toBe('sha-256 AA:BB');
  });

  test.each([
    ['none', 'v=0\r\n'],
    ['two that differ', line('sha-256 AA:BB') + line('sha-256 AA:CC')],
    ['two of different kinds', line('sha-256 AA:BB') + line('sha-512 AA:BB')],
    ['a weak one', line('sha-1 AA:BB')],
    ['one in the middle of a line', 'a=x a=fingerprint:sha-256 AA:BB\r\n'],
    ['rubbish behind it', line('sha-256 AA:BB evil')],
    ['nothing at all', ''],
  ])('is missing with %s', (_, sdp) => {
    expect(fingerprintOf(sdp)).toBeUndefined();
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (sdp) => {
        expect(['string', 'undefined']).toContain(typeof fingerprintOf(sdp));
      }),
      { numRuns: 50 },
    );
  });
});
