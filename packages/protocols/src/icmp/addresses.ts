// Text of addresses: IPv6 as RFC 5952 writes it.
import { hex } from '../reader.ts'

export const macOf = (bytes: Uint8Array): string => hex(bytes).replace(/(..)(?!$)/g, '$1:')

export const ipOf = (bytes: Uint8Array): string => (bytes.length === 4 ? bytes.join('.') : v6Of(bytes))

function v6Of(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  )
  const zeros = groups.map(group => (group === '0' ? '0' : 'x')).join('')
  const runs = [...zeros.matchAll(/0{2,}/g)].sort((a, b) => b[0].length - a[0].length)
  const [longest] = runs
  if (!longest) return groups.join(':')
  const left = groups.slice(0, longest.index).join(':')
  return `${left}::${groups.slice(longest.index + longest[0].length).join(':')}`
}
