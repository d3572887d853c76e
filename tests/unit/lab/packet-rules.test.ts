import { expect, test } from 'vitest';
import { firewallRules, goodRouter, lineRules, natRules } from '../../lab/packet-rules.ts';

test('a NAT hides the home and lets only answers in; a symmetric one changes ports as well', () => {
  expect(natRules(goodRouter('plain'))).toMatch(/masquerade ;/);
  expect(natRules(goodRouter('plain'))).toMatch(/iifname "wan" drop/);
  expect(natRules(goodRouter('symmetric'))).toMatch(/masquerade fully-random/);
  expect(natRules(goodRouter('none'))).not.toMatch(/masquerade|drop/);
});

test('a good line drops nothing; a bad one in the direction that was asked for', () => {
  expect(lineRules(goodRouter('plain'))).not.toMatch(/drop/);
  const lossy = lineRules({ ...goodRouter('plain'), lossPercent: { in: 2.5, out: 0 } });
  expect(lossy).toMatch(/oifname "lan" numgen random mod 1000 < 25 drop/);
  expect(lossy).not.toMatch(/iifname "lan"/);
  expect(lineRules({ ...goodRouter('plain'), isSilent: true })).toMatch(/ drop;/);
});

test('a firewall stands in both directions', () => {
  expect(firewallRules([['to-1', 'to-2']]).match(/ drop;/g)).toHaveLength(2);
  expect(firewallRules([])).not.toMatch(/drop/);
});
