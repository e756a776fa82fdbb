// The list is searched in place; this is what parsing it says.
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { vendorLookup } from '../src/vendors.ts'

const list = createRequire(import.meta.url)('oui-data') as Readonly<Record<string, string>>
const macOf = (digits: string) => digits.padEnd(12, 'F').match(/../g)!.join(':').toLowerCase()
const isLocal = (digits: string) => (Number.parseInt(digits.slice(0, 2), 16) & 2) !== 0

function parsed(digits: string): string | null {
  const padded = digits.padEnd(12, 'F')
  const entry = list[padded.slice(0, 9)] ?? list[padded.slice(0, 7)] ?? list[padded.slice(0, 6)]
  const name = entry?.split('\n')[0]?.trim() ?? ''
  return name === '' || name === 'Private' ? null : name
}

test('every entry is found where it lies', () => {
  const vendorOf = vendorLookup()
  const digits = Object.keys(list).filter(key => !isLocal(key))
  expect(digits.length).toBeGreaterThan(30_000)
  expect(digits.filter(key => vendorOf(macOf(key)) !== parsed(key))).toEqual([])
})

test('what is not registered, and what somebody made up, has no vendor', () => {
  const vendorOf = vendorLookup()
  expect(vendorOf('fc:ff:ff:ff:ff:ff')).toBe(parsed('FCFFFF'))
  expect(vendorOf('02:00:00:00:00:01')).toBeNull()
})
