// Addresses as people write them.
import { numberOf } from '../topology/cidr.ts'

/** Several in one cell are kept; a mask or a port behind one is not part of it. Null: something in it is no address. */
export function ipsOf(cell: string): string[] | null {
  const parts = cell.split(/[\s,;]+/).filter(part => part !== '')
  const ips = parts.map(ipOf)
  return ips.includes(null) ? null : [...new Set(ips as string[])]
}

function ipOf(text: string): string | null {
  const [bare = ''] = text.split('/')
  const four = bare.replace(/:\d{1,5}$/, '')
  // Leading zeros are how some lists keep columns straight: 010.001.002.003.
  const plain = four.replace(/\b0+(?=\d)/g, '')
  if (numberOf(plain) !== null) return plain
  return /^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}$/i.test(bare) ? bare.toLowerCase() : null
}

/** `00-1B-1B-00-00-01`, `001b.1b00.0001`, `001B1B000001` → `00:1b:1b:00:00:01`. Null: something in it is no MAC address. */
export function macsOf(cell: string): string[] | null {
  const macs = cell
    .split(/[\s,;]+/)
    .filter(part => part !== '')
    .map(macOf)
  return macs.includes(null) ? null : [...new Set(macs as string[])]
}

function macOf(text: string): string | null {
  const digits = text.toLowerCase().replace(/[-:.]/g, '')
  return /^[0-9a-f]{12}$/.test(digits) ? digits.replace(/(..)(?!$)/g, '$1:') : null
}
