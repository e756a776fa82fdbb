// Vendors by MAC address. The list of the IEEE has 5 MB: parsing it costs more than analysing a small capture, and a
// capture names a few dozen vendors. So it is searched as it lies: one entry a line, by the number of digits and then by the digits.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Digits of an assignment, the longest first: 36, 28 and 24 bits. */
const LENGTHS = [9, 7, 6]
const NEWLINE = 0x0a

/** Who registered the first part of a MAC address, by the list of the IEEE. */
export function vendorLookup(): (mac: string) => string | null {
  let list: Buffer | null = null
  const known = new Map<string, string | null>()
  return mac => {
    const digits = mac.replaceAll(':', '').toUpperCase().slice(0, LENGTHS[0])
    if (isLocal(digits)) return null
    const before = known.get(digits)
    if (before !== undefined) return before
    list ??= readFileSync(createRequire(import.meta.url).resolve('oui-data'))
    const vendor = search(list, digits)
    known.set(digits, vendor)
    return vendor
  }
}

/** Addresses that somebody made up: the second bit of the first byte says so. */
const isLocal = (digits: string): boolean => (Number.parseInt(digits.slice(0, 2), 16) & 2) !== 0

function search(list: Buffer, digits: string): string | null {
  for (const length of LENGTHS) {
    const entry = entryOf(list, digits.slice(0, length))
    if (entry !== null) return nameOf(entry)
  }
  return null
}

/** The entry with these digits: a line ` "DIGITS": "TEXT",` found by halving. */
function entryOf(list: Buffer, digits: string): string | null {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    const start = list.lastIndexOf(NEWLINE, Math.max(0, middle - 1)) + 1
    const end = list.indexOf(NEWLINE, middle)
    const line = list.toString('utf8', start, end < 0 ? list.length : end)
    const order = orderOf(digits, line)
    if (order === 0) return JSON.parse(line.slice(line.indexOf(':') + 1).replace(/,\s*$/, ''))
    if (order < 0) high = start
    else low = end < 0 ? list.length : end + 1
  }
  return null
}

/** Before (negative), at or behind this line. What is no entry is the brace before all or the one behind all. */
function orderOf(digits: string, line: string): number {
  const key = /^ *"([0-9A-F]+)": *"/.exec(line)
  if (key) return compare(digits, key[1]!)
  return line.startsWith('{') ? 1 : -1
}

const compare = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

/** The entry is a postal address with the name on its first line. */
function nameOf(entry: string): string | null {
  const end = entry.indexOf('\n')
  const name = (end < 0 ? entry : entry.slice(0, end)).trim()
  return name === '' || name === 'Private' ? null : name
}
