// The certificate with which other devices of the network reach `npm start` over https. It is made here and signed by
// itself, so browsers warn; but behind the warning the page is a secure origin, with camera, microphone and encryption.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Browsers refuse certificates that are good for much longer than a year. */
const VALID_DAYS = 365;

/** Under which names and addresses this machine is reached. */
export const certificateNames = (lanAddresses: readonly string[], host: string = hostname()): string[] => {
  const own = host.toLowerCase();
  // A certificate holds plain letters only, and some machines are called "Zoë’s laptop".
  const hosts = /^[a-z\d-]+(\.[a-z\d-]+)*$/.test(own) && own.length <= 253 ? [own] : [];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...hosts, ...lanAddresses])];
};

/** Whether `pem` still serves: whole, of today, for all of `names`. One name too many is no reason to warn again. */
export const isGoodCertificate = (pem: string, names: readonly string[], nowMs: number): boolean => {
  try {
    const certificate = new X509Certificate(pem);
    return (
      certificate.checkPrivateKey(createPrivateKey(pem)) &&
      Date.parse(certificate.validFrom) <= nowMs &&
      Date.parse(certificate.validTo) > nowMs + DAY_MS &&
      names.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined)
    );
  } catch {
    return false;
  }
};

const makeCertificate = async (names: readonly string[], nowMs: number): Promise<string> => {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'Starling on this machine' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // The clocks of other devices differ.
    notBeforeDate: new Date(nowMs - DAY_MS),
    notAfterDate: new Date(nowMs + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return `${made.cert.trim()}\n${made.private.trim()}\n`;
};

const keep = async (file: string, pem: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  // In two steps, so that nobody ever reads half of it.
  await writeFile(`${file}.new`, pem, { mode: 0o600 });
  await rename(`${file}.new`, file);
};

/** Certificate and key in one text: those of `file` as long as they serve, else new ones. */
export const loadCertificate = async (
  file: string,
  names: readonly string[],
  nowMs: number = Date.now(),
): Promise<string> => {
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (isGoodCertificate(kept, names, nowMs)) return kept;
  const made = await makeCertificate(names, nowMs);
  // Where nothing can be written it serves until the end of this run.
  await keep(file, made).catch(() => undefined);
  return made;
};
