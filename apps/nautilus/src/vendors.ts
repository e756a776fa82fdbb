import { createRequire } from 'node:module'

/** Who registered the first half of a MAC address, by the list of the IEEE. */
export function vendorLookup(): (mac: string) => string | null {
  let list: Readonly<Record<string, string>> | null = null
  return mac => {
    const digits = mac.replaceAll(':', '').toUpperCase()
    if (isLocal(digits)) return null
    list ??= createRequire(import.meta.url)('oui-data') as Readonly<Record<string, string>>
    const entry = list[digits.slice(0, 9)] ?? list[digits.slice(0, 7)] ?? list[digits.slice(0, 6)]
    return entry ? nameOf(entry) : null
  }
}

/** Addresses that somebody made up: the second bit of the first byte says so. */
const isLocal = (digits: string): boolean => (Number.parseInt(digits.slice(0, 2), 16) & 2) !== 0

/** The entry is a postal address with the name on its first line. */
function nameOf(entry: string): string | null {
  const end = entry.indexOf('\n')
  const name = (end < 0 ? entry : entry.slice(0, end)).trim()
  return name === '' || name === 'Private' ? null : name
}
