import { expect, test } from 'vitest';
import { browserOf } from '#shell/platform/browser.ts';

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const chromium = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)';
const android = 'Mozilla/5.0 (Linux; Android 10; K)';

test.each([
  ['chrome', `${mac} ${chromium} Safari/537.36`],
  ['edge', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chromium} Safari/537.36 Edg/140.0.0.0`],
  ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['safari', `${mac} ${webkit} Version/18.5 Safari/605.1.15`],
  ['safari-ios', `${iphone} ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`],
  ['app-ios', `${iphone} ${webkit} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`],
  ['chrome-android', `${android} ${chromium} Mobile Safari/537.36`],
  ['firefox-android', 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'],
  ['other', `${android} ${chromium.replace('Chrome', 'SamsungBrowser/28.0 Chrome')} Mobile Safari/537.36`],
  ['other', `${mac} ${chromium} Safari/537.36 OPR/120.0.0.0`],
  ['other', ''],
])('%s: %s', (browser, userAgent) => {
  expect(browserOf({ userAgent, maxTouchPoints: 0, isStandalone: false })).toBe(browser);
});

test('an iPad says that it is a Mac', () => {
  const userAgent = `${mac} ${webkit} Version/18.5 Safari/605.1.15`;
  expect(browserOf({ userAgent, maxTouchPoints: 5, isStandalone: false })).toBe('safari-ios');
  expect(browserOf({ userAgent, maxTouchPoints: 5, isStandalone: true })).toBe('app-ios');
});
