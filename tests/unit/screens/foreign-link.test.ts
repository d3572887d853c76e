import { expect, test } from 'vitest';
import { foreignPage } from '#screens/landing/foreign-link.tsx';

const here = 'https://call.example';
const hostOf = (text: string): string | undefined => foreignPage(text, here)?.host;

test('a link to another page names its host, with what clings to it in mails', () => {
  expect(hostOf('https://other.example/#/secret')).toBe('other.example');
  expect(hostOf('  <http://other.example:8080/sub/#/Birds~secret>\n')).toBe('other.example:8080');
  // Letters that only look alike are written out.
  expect(hostOf('https://cаll.example/#/secret')).toMatch(/^xn--/);
});

test('what has no page in it, or this one, is for here', () => {
  for (const text of ['https://call.example/elsewhere/#/secret', '#/secret', 'secret', 'Birds~secret', ''])
    expect(hostOf(text)).toBeUndefined();
  expect(hostOf('javascript:alert(1)#/secret')).toBeUndefined();
});
