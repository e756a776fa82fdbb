// Text of addresses as people write them. IPv6: RFC 5952.
import { hex } from '../reader.ts'

const digits = '0123456789abcdef'

/** `00:1b:1b:…`, of as many bytes as there are. */
export function macText(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length && i < 20; i++) {
    const byte = bytes[i]!
    text += `${i > 0 ? ':' : ''}${digits[byte >> 4]}${digits[byte & 15]}`
  }
  return text
}

export const v4Text = (bytes: Uint8Array, at = 0): string =>
  `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`

export function v6Text(bytes: Uint8Array): string {
  const groups: number[] = []
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0))
  const [start, length] = longestZeros(groups)
  const texts = groups.map(group => group.toString(16))
  if (length < 2) return texts.join(':')
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`
}

function longestZeros(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0]
  let run = 0
  for (const [index, group] of groups.entries()) {
    run = group === 0 ? run + 1 : 0
    if (run > best[1]) best = [index - run + 1, run]
  }
  return best
}

/** Of four or sixteen bytes; hex of any other number. */
export const ipText = (bytes: Uint8Array): string =>
  bytes.length === 4 ? v4Text(bytes) : bytes.length === 16 ? v6Text(bytes) : hex(bytes)
