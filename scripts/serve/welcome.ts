// What `npm start` prints once it is up.
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { renderUnicodeCompact } from 'uqr';

/** The addresses under which other devices on the same network find this machine. */
export const lanAddresses = (interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()): string[] =>
  Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    // 169.254 is what a card gives itself when nobody gives it an address.
    .filter((info) => info.family === 'IPv4' && !info.internal && !info.address.startsWith('169.254.'))
    .map((info) => info.address);

export const welcome = (port: number, addresses: readonly string[]): string => {
  const lines = ['', `  Starling is at  http://localhost:${port}/`];
  const [first] = addresses;
  if (first !== undefined) {
    const urls = addresses.map((address) => `https://${address}:${port}/`);
    lines.push(...urls.map((url) => `  On this network ${url}`), '');
    lines.push(renderUnicodeCompact(urls[0] ?? '', { border: 2 }).replaceAll(/^/gm, '  '));
    lines.push(
      '  On other devices the browser will warn once, because the certificate is made on this machine and known',
    );
    lines.push('  to nobody: press Advanced, then Proceed (Chrome, Edge) or Accept the Risk and Continue (Firefox).');
  }
  lines.push('', '  Ctrl-C stops it.', '');
  return lines.join('\n');
};
