import { expect, test } from 'vitest'
import { isDeviceIp, isDeviceMac, isLinkLocal, isPublic, networkOf } from '../src/address.ts'

test.each([
  ['10.1.2.3', '10.1.2'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8::1', '2001:db8:0:0'],
  ['fd00:1:2:3::', 'fd00:1:2:3'],
  ['1::2:3:4:5:6:7', '1:0:2:3'],
  ['::1:2:3:4:5', '0:0:0:1'],
])('%s is in the network %s', (ip, network) => expect(networkOf(ip)).toBe(network))

test('addresses of the internet are told from private ones', () => {
  const ips = [
    '8.8.8.8',
    '172.15.0.1',
    '172.16.0.1',
    '172.31.0.1',
    '172.32.0.1',
    '192.168.0.1',
    '10.0.0.1',
    '100.64.0.1',
  ]
  expect(ips.filter(isPublic)).toEqual(['8.8.8.8', '172.15.0.1', '172.32.0.1'])
})

test('only some addresses name a device', () => {
  const ips = [
    '10.0.0.1',
    '0.0.0.0',
    '127.0.0.1',
    '224.0.0.1',
    '239.1.1.1',
    '255.255.255.255',
    '',
    '::',
    'ff02::1',
    'fe80::1',
  ]
  expect(ips.filter(isDeviceIp)).toEqual(['10.0.0.1', 'fe80::1'])
  const macs = [
    '00:1b:1b:00:00:01',
    '01:80:c2:00:00:0e',
    '33:33:00:00:00:01',
    'ff:ff:ff:ff:ff:ff',
    '00:00:00:00:00:00',
    '',
  ]
  expect(macs.filter(isDeviceMac)).toEqual(['00:1b:1b:00:00:01'])
  expect(['fe80::1', 'febf::1', 'fec0::1', '169.254.1.1', '10.0.0.1'].filter(isLinkLocal)).toEqual([
    'fe80::1',
    'febf::1',
    '169.254.1.1',
  ])
})
