// Lighthouse on the landing page. Its performance is a timing and belongs to `npm run bench -- landing`.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { lighthouseReport } from '../../scripts/lighthouse.ts';
import { findChromium } from '../../scripts/test/browsers.ts';
import { startStand, type Stand } from './harness/stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await startStand({ relays: ['nostr'] });
});
afterAll(() => stand.close());

test('the landing page is accessible, sound and found', async () => {
  const chromium = findChromium();
  if (!chromium) throw new Error('no Chromium on this machine');
  const { scores, findings } = await lighthouseReport(stand.address, chromium);
  const explanation = findings.join('\n');
  expect(scores['accessibility'], explanation).toBe(100);
  expect(scores['best-practices'], explanation).toBe(100);
  expect(scores['seo'], explanation).toBe(100);
});
