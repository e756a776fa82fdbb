// Whether an address is in a network that people wrote down. IPv4: RFC 4632. IPv6: RFC 4291, 2.2 and 2.3.
import { holds, networkFrom, numberOf } from './cidr.ts'

export type Within = { readonly prefix: number; readonly holds: (ip: string) => boolean }

/** Null where the text is no network. */
export function withinOf(cidr: string): Within | null {
  const four = networkFrom(cidr)
  if (four) {
    return {
      prefix: four.prefix,
      holds: ip => {
        const number = numberOf(ip)
        return number !== null && holds(four, number)
      },
    }
  }
  const [address = '', length = '128'] = cidr.split('/')
  const base = sixOf(address)
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : 129
  if (base === null || prefix > 128) return null
  const rest = BigInt(128 - prefix)
  return {
    prefix,
    holds: ip => {
      const number = ip.includes(':') ? sixOf(ip) : null
      return number !== null && number >> rest === base >> rest
    },
  }
}

/** 128 bits; null where the text is no IPv6 address. */
function sixOf(ip: string): bigint | null {
  const halves = ip.split('::')
  if (halves.length > 2 || !ip.includes(':')) return null
  const [left = [], right = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - left.length - right.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right]
  if (!groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return BigInt(`0x${groups.map(group => group.padStart(4, '0')).join('')}`)
}
