import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AddressTable, MAX_V6_ADDRESSES } from '../src/addresses.ts'
import { refusal, Slab, textOfMac, textOfV4 } from '../src/index.ts'
import { linkTypeOf } from '../src/link-types.ts'

const runs = Number(process.env.NAUTILUS_RUNS ?? 20_000)

/** Addresses as they are: runs of zeros, small groups. */
const group = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  fc.constantFrom(1, 0xfe80, 0xff02, 0x2001),
  fc.nat(0xffff),
)
const address = fc.array(group, { minLength: 8, maxLength: 8 })

const slab = new Slab(32)
function number(table: AddressTable, groups: readonly number[]): number {
  for (const [i, g] of groups.entries()) slab.view.setUint16(3 + 2 * i, g)
  return table.number(slab.view, 3)
}

describe('IPv6 addresses', () => {
  test('have the text that RFC 5952 asks for', () => {
    fc.assert(
      fc.property(address, groups => {
        const table = new AddressTable()
        const text = table.text(number(table, groups))
        const canonical = new URL(`http://[${groups.map(g => g.toString(16)).join(':')}]/`).hostname
        expect(`[${text}]`).toBe(canonical)
      }),
      { numRuns: Math.ceil(runs / 4) },
    )
  })

  test('keep their numbers as more come', () => {
    fc.assert(
      fc.property(fc.array(address, { maxLength: 400 }), addresses => {
        const table = new AddressTable()
        const numbers = addresses.map(a => number(table, a))
        expect(addresses.map(a => number(table, a))).toEqual(numbers)
        expect(new Set(numbers).size).toBe(new Set(addresses.map(a => a.join(':'))).size)
      }),
      { numRuns: 100 },
    )
  })

  test('of a scan do not fill the memory', () => {
    const table = new AddressTable()
    for (let i = 0; i < MAX_V6_ADDRESSES + 1000; i++) number(table, [0xfd00, 0, 0, 0, 0, 0, i >>> 16, i & 0xffff])
    expect(table.overflowed).toBe(1000)
    expect(table.text(number(table, [0xfd00, 0, 0, 0, 0, 0, 0, 7]))).toBe('fd00::7')
    expect(table.text(number(table, [1, 2, 3, 4, 5, 6, 7, 8]))).toContain('too many')
  })
})

test('IPv4 and MAC addresses are written as usual', () => {
  expect([0, -1, 0x0a000001, 0xc0a80701 | 0].map(textOfV4)).toEqual([
    '0.0.0.0',
    '255.255.255.255',
    '10.0.0.1',
    '192.168.7.1',
  ])
  expect(textOfMac(Uint8Array.from([9, 0, 0x1b, 0x1b, 0xff, 0xa0, 1]), 1)).toBe('00:1b:1b:ff:a0:01')
})

test('link types that are not read are refused with a sentence that says what to do', () => {
  expect([1, 113, 276, 101, 12, 14, 228, 229, 0, 108].every(n => linkTypeOf(n) >= 0)).toBe(true)
  expect([105, 127, 9, 195, 65_535].every(n => linkTypeOf(n) === -1)).toBe(true)
  expect(refusal(127)).toContain('wired')
  expect(refusal(147)).toBe('link type 147 is not one that is read here; capture on an Ethernet interface')
})
