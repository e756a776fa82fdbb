// Known answers: FIPS 180-4 and RFC 1321, A.5.
import { expect, test } from 'vitest'
import { md5Text } from '../src/carriers/md5.ts'
import { sha256Text } from '../src/carriers/sha256.ts'

test('SHA-256', () => {
  expect(sha256Text('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(sha256Text('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256Text('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  )
  expect(sha256Text('a'.repeat(1_000_000))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
})

test('MD5', () => {
  expect(md5Text('')).toBe('d41d8cd98f00b204e9800998ecf8427e')
  expect(md5Text('abc')).toBe('900150983cd24fb0d6963f7d28e17f72')
  expect(md5Text('12345678901234567890123456789012345678901234567890123456789012345678901234567890')).toBe(
    '57edf4a22be3c955ac49da2e2107b67a',
  )
})

test('the lists of the published JA4 example', () => {
  const ciphers = '002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9'
  expect(sha256Text(ciphers).slice(0, 12)).toBe('8daaf6152771')
  const extensions = '0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01'
  const signatures = '0403,0804,0401,0503,0805,0501,0806,0601'
  expect(sha256Text(`${extensions}_${signatures}`).slice(0, 12)).toBe('e5627efa2ab1')
})
