import { expect, test } from 'vitest';
import { pathOf } from '#engine/mesh/network-path.ts';

test.each([
  ['two windows of a machine', 'host 192.168.1.5', 'host 192.168.1.5', 'same-device'],
  ['two windows over the loopback', 'host 127.0.0.1', 'host 127.0.0.2', 'same-device'],
  ['two windows, one of which was faster than its candidate', 'host fd00::2', 'prflx fd00::2', 'same-device'],
  ['two devices at home', 'host 192.168.1.5', 'host 192.168.1.6', 'local-network'],
  ['two devices in an office of two subnets', 'host 10.1.0.5', 'host 172.20.0.6', 'local-network'],
  ['two devices at home, over IPv6', 'host 2001:db8:1:2::5', 'host 2001:db8:1:2:aaaa::6', 'local-network'],
  ['a cable between two laptops', 'host fe80::1', 'host fe80::2', 'local-network'],
  ['hidden addresses', 'host', 'host 3a1b-77.local', 'local-network'],
  ['one hidden address', 'host 192.168.1.5', 'host', 'local-network'],
  ['a hidden address and a public one', 'host', 'host 203.0.113.9', 'direct'],
  ['two machines with public addresses', 'host 203.0.113.1', 'host 198.51.100.2', 'direct'],
  ['two homes over IPv6', 'host 2001:db8:1::5', 'host 2001:db8:2::6', 'direct'],
  ['two phones behind the NAT of a provider', 'host 100.64.1.1', 'host 100.64.9.9', 'direct'],
  ['two homes', 'srflx 203.0.113.1', 'srflx 198.51.100.2', 'direct'],
  ['two devices whose router sends packets back', 'srflx 203.0.113.1', 'srflx 203.0.113.1', 'direct'],
  ['somebody whose address was learned from a packet', 'host 192.168.1.5', 'prflx 198.51.100.2', 'direct'],
  ['somebody whose learned address is hidden', 'host 192.168.1.5', 'prflx', 'direct'],
  ['our relay', 'relay 203.0.113.7', 'srflx 198.51.100.2', 'relayed'],
  ['their relay', 'host 192.168.1.5', 'relay 203.0.113.7', 'relayed'],
  ['nonsense', 'host ::::', 'host fish', 'direct'],
])('%s: %s and %s', (_, local, remote, path) => {
  const [here, there] = [local, remote].map((end) => {
    const [candidateType = '', address] = end.split(' ');
    return { candidateType, address };
  });
  expect(here && there && pathOf(here, there)).toBe(path);
});
