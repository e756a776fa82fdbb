// Addresses as LLDP carries them: an IANA address family number, then the address. IPv6 text: RFC 5952.
import { hex, Reader } from '../reader.ts'

export const macOf = (bytes: Uint8Array): string => hex(bytes).replace(/(..)(?!$)/g, '$1:')

function v6Of(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  )
  const zeros = groups.map(group => (group === '0' ? '0' : 'x')).join('')
  const [longest] = [...zeros.matchAll(/0{2,}/g)].sort((a, b) => b[0].length - a[0].length)
  if (!longest) return groups.join(':')
  const left = groups.slice(0, longest.index).join(':')
  return `${left}::${groups.slice(longest.index + longest[0].length).join(':')}`
}

/** Text of a family and an address; null when that is none of IPv4, IPv6 and MAC. */
export function numberedAddress(bytes: Uint8Array): string | null {
  const address = bytes.subarray(1)
  if (bytes[0] === 1 && address.length === 4) return address.join('.')
  if (bytes[0] === 2 && address.length === 16) return v6Of(address)
  return bytes[0] === 6 && address.length === 6 ? macOf(address) : null
}

/** IEEE 802.1AB-2016, 8.5.9: the length of family and address, these, an interface. Empty text: not an address we know. */
export function managementOf(value: Uint8Array): string | null {
  const reader = new Reader(value)
  const address = reader.take(reader.u8())
  reader.skip(5)
  return reader.short ? null : (numberedAddress(address) ?? '')
}
