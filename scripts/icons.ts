// `npm run icons`: renders the PNG icons from public/icon.svg. Run it after changing the picture, and commit the result.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright';
import { ROOT } from './build-if-changed.ts';
import { findChromium } from './test/browsers.ts';

interface Icon {
  readonly file: string;
  readonly size: number;
  /** The platform cuts its own shape out of it, so the ground must fill the square and the bird keep off the edge. */
  readonly isMaskable: boolean;
}

const ICONS: readonly Icon[] = [
  { file: 'icon-192.png', size: 192, isMaskable: false },
  { file: 'icon-512.png', size: 512, isMaskable: false },
  { file: 'icon-maskable-192.png', size: 192, isMaskable: true },
  { file: 'icon-maskable-512.png', size: 512, isMaskable: true },
  { file: 'apple-touch-icon.png', size: 180, isMaskable: true },
];

/** The same picture with square corners, and the bird within the circle that every mask leaves. */
const maskable = (svg: string): string =>
  svg
    .replace(/ rx="\d+"/, '')
    .replace('<g id="bird"', '<g id="bird" transform="translate(256 256) scale(.84) translate(-256 -256)"');

const main = async (): Promise<void> => {
  const svg = await readFile(join(ROOT, 'public', 'icon.svg'), 'utf8');
  const folder = join(ROOT, 'public', 'icons');
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const { file, size, isMaskable } of ICONS) {
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      const style = '<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>';
      await page.setContent(style + (isMaskable ? maskable(svg) : svg));
      await writeFile(join(folder, file), await page.screenshot({ omitBackground: true }));
      await page.close();
    }
  } finally {
    await browser.close();
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
