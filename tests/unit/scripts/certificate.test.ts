import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { certificateNames, isGoodCertificate, loadCertificate } from '../../../scripts/serve/certificate.ts';

const directory = mkdtempSync(join(tmpdir(), 'starling-certificate-'));
const file = join(directory, 'deep', 'https.pem');
const names = certificateNames(['192.0.2.7', '198.51.100.9'], 'Desk-7.home');
const DAY_MS = 24 * 60 * 60 * 1000;

afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => rmSync(join(directory, 'deep'), { recursive: true, force: true }));

describe('the certificate of this machine', () => {
  test('is for all its names, for servers, and for about a year', async () => {
    const pem = await loadCertificate(file, names);
    const certificate = new X509Certificate(pem);
    for (const name of ['localhost', 'desk-7.home']) expect(certificate.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1', '192.0.2.7', '198.51.100.9']) {
      expect(certificate.checkIP(address)).toBe(address);
    }
    expect(certificate.checkIP('192.0.2.8')).toBeUndefined();
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBeLessThan(398 * DAY_MS);
  });

  test('is kept, for nobody else to read', async () => {
    const pem = await loadCertificate(file, names);
    expect(await loadCertificate(file, names)).toBe(pem);
    expect(readFileSync(file, 'utf8')).toBe(pem);
    expect(existsSync(`${file}.new`)).toBe(false);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is kept when an address went away, and made anew for one that came', async () => {
    const pem = await loadCertificate(file, names);
    expect(await loadCertificate(file, certificateNames(['192.0.2.7'], 'desk-7.home'))).toBe(pem);
    const moved = certificateNames(['203.0.113.5'], 'desk-7.home');
    const renewed = await loadCertificate(file, moved);
    expect(renewed).not.toBe(pem);
    expect(new X509Certificate(renewed).checkIP('203.0.113.5')).toBe('203.0.113.5');
    expect(await loadCertificate(file, moved)).toBe(renewed);
  });

  test('is made anew when it runs out, and when the clock says that it is not valid yet', async () => {
    const now = Date.now();
    const pem = await loadCertificate(file, names, now);
    expect(isGoodCertificate(pem, names, now + 363 * DAY_MS)).toBe(true);
    expect(isGoodCertificate(pem, names, now + 365 * DAY_MS)).toBe(false);
    expect(isGoodCertificate(pem, names, now - 2 * DAY_MS)).toBe(false);
    expect(await loadCertificate(file, names, now + 400 * DAY_MS)).not.toBe(pem);
  });

  test.each(['', 'rubbish', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
    'is made anew when what was kept is broken: %j',
    async (text) => {
      await loadCertificate(file, names);
      writeFileSync(file, text);
      const pem = await loadCertificate(file, names);
      expect(isGoodCertificate(pem, names, Date.now())).toBe(true);
      expect(readFileSync(file, 'utf8')).toBe(pem);
    },
  );

  test('with the key of another one is no good', async () => {
    const [one, other] = await Promise.all([
      loadCertificate(join(directory, 'one.pem'), names),
      loadCertificate(join(directory, 'other.pem'), names),
    ]);
    const mixed = one.replace(/-----BEGIN PRIVATE[^]*/, /-----BEGIN PRIVATE[^]*/.exec(other)?.[0] ?? '');
    expect(isGoodCertificate(one, names, Date.now())).toBe(true);
    expect(isGoodCertificate(mixed, names, Date.now())).toBe(false);
  });

  test('serves although it cannot be kept', async () => {
    writeFileSync(join(directory, 'occupied'), '');
    const pem = await loadCertificate(join(directory, 'occupied', 'https.pem'), names);
    expect(isGoodCertificate(pem, names, Date.now())).toBe(true);
  });

  test('leaves out a name of the machine that no certificate can hold', () => {
    expect(certificateNames([], 'Zoë’s laptop')).toEqual(['localhost', '127.0.0.1', '::1']);
    expect(certificateNames([], 'localhost')).toEqual(['localhost', '127.0.0.1', '::1']);
  });
});
