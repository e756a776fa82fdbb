// Every type of value, read from bytes that a person can check.
import type { ValueType } from '@nautilus/model'
import { expect, test } from 'vitest'
import { valuesOf } from '../src/index.ts'

const read = (type: ValueType, count: number, hex: string) =>
  valuesOf(
    { object: 'x', access: 'read', type, count, in: 'reply', at: 0, native: {} },
    Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')),
  )

test.each<[ValueType, number, string, number[]]>([
  ['bit', 10, '05 02', [1, 0, 1, 0, 0, 0, 0, 0, 0, 1]],
  ['msb', 10, 'a0 40', [1, 0, 1, 0, 0, 0, 0, 0, 0, 1]],
  ['u24', 2, '010203 ffffff', [0x010203, 0xffffff]],
  ['i24', 2, '010203 fffffe', [0x010203, -2]],
  ['u24le', 1, '030201', [0x010203]],
  ['i24le', 1, 'feffff', [-2]],
  ['u64', 1, '0000000100000002', [2 ** 32 + 2]],
  ['i64', 1, 'fffffffffffffffe', [-2]],
  ['u64le', 1, '0200000001000000', [2 ** 32 + 2]],
  ['i64le', 1, 'feffffffffffffff', [-2]],
])('%s × %i of %s', (type, count, hex, values) => {
  expect(read(type, count, hex)).toEqual(values)
})

test('values that the message does not hold are none', () => {
  expect(read('u64', 1, '00000001000000')).toBeNull()
  expect(read('msb', 9, 'ff')).toBeNull()
})
