// A search filter as text: RFC 4511 4.5.1.7, written as in RFC 4515. Short: values are cut, and what is nested too deep.
import { children, type Tlv } from '../carriers/asn1.ts'
import { narrow } from '../carriers/unicode.ts'

const MAX_DEPTH = 8
const MAX_PARTS = 16
const MAX_VALUE = 48
const MAX_TEXT = 240
const [AND, OR, NOT, EQUAL, SUBSTRINGS, GREATER, LESS, PRESENT, APPROXIMATE, EXTENSIBLE] = [
  0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0x87, 0xa8, 0xa9,
]
const signs: Readonly<Record<number, string>> = { [EQUAL]: '=', [GREATER]: '>=', [LESS]: '<=', [APPROXIMATE]: '~=' }
const joins: Readonly<Record<number, string>> = { [AND]: '&', [OR]: '|', [NOT]: '!' }

export const filterText = (filter: Tlv): string => {
  const text = write(filter, 0)
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}

const value = (bytes: Uint8Array): string => narrow(bytes, MAX_VALUE)

function write({ tag, content }: Tlv, depth: number): string {
  if (depth >= MAX_DEPTH) return '(…)'
  const join = joins[tag]
  if (join)
    return `(${join}${children(content, MAX_PARTS)
      .map(part => write(part, depth + 1))
      .join('')})`
  if (tag === PRESENT) return `(${value(content)}=*)`
  const [attribute, asserted] = children(content, 4)
  const name = attribute ? value(attribute.content) : ''
  const sign = signs[tag]
  if (sign) return `(${name}${sign}${asserted ? value(asserted.content) : ''})`
  if (tag === SUBSTRINGS && asserted) return `(${name}=${substrings(children(asserted.content, MAX_PARTS))})`
  return tag === EXTENSIBLE ? '(extensible match)' : '(unknown)'
}

/** Initial, any and final parts, with stars between. */
function substrings(parts: readonly Tlv[]): string {
  const first = parts[0]?.tag === 0x80 ? '' : '*'
  const last = parts.at(-1)?.tag === 0x82 ? '' : '*'
  return `${first}${parts.map(part => value(part.content)).join('*')}${last}`
}
