// Types of variables, as a device describes them: names of the parts of structures. ISO 9506-2, TypeSpecification.
import { Ber } from '../carriers/ber.ts'
import { printable } from '../reader.ts'
import type { Place } from './message.ts'

/** A part with its own parts; of an array one part, for all its elements. */
export type Type = { readonly name: string; readonly array: boolean; readonly parts: readonly Type[] }

const DEEPEST = 12
/** Parts of one description that are kept. */
const MOST = 4096
const ARRAY = 0xa1
const STRUCTURE = 0xa2
const leaf = (name: string): Type => ({ name, array: false, parts: [] })

/** What a reply about a variable says of its type; null when that has no parts. */
export function readType({ bytes, start, stop }: Place): Type | null {
  const ber = new Ber(bytes, start, stop)
  const left = { count: MOST }
  while (ber.next()) {
    // The type is the last field, behind whether it can be deleted and its address.
    if (ber.tag !== STRUCTURE) continue
    const inner = ber.inside()
    const type = inner.next() ? specification(inner, '', 0, left) : null
    return type && type.parts.length > 0 ? type : null
  }
  return null
}

function specification(ber: Ber, name: string, depth: number, left: { count: number }): Type {
  if (depth > DEEPEST || left.count-- <= 0) return leaf(name)
  if (ber.tag === STRUCTURE) return { name, array: false, parts: components(ber.inside(), depth, left) }
  if (ber.tag !== ARRAY) return leaf(name)
  const fields = ber.inside()
  while (fields.next()) {
    const inner = fields.inside()
    if (fields.tag === 0xa2 && inner.next()) {
      return { name, array: true, parts: [specification(inner, '', depth + 1, left)] }
    }
  }
  return leaf(name)
}

function components(ber: Ber, depth: number, left: { count: number }): Type[] {
  const parts: Type[] = []
  while (ber.next()) {
    const list = ber.inside()
    if (ber.tag !== 0xa1) continue
    while (list.next() && left.count > 0) parts.push(component(list.inside(), depth, left))
  }
  return parts
}

/** Name and type of one part. */
function component(fields: Ber, depth: number, left: { count: number }): Type {
  let name = ''
  while (fields.next()) {
    if (fields.tag === 0x80) name = printable(fields.contents(), 64)
    const inner = fields.inside()
    if (fields.tag === 0xa1 && inner.next()) return specification(inner, name, depth + 1, left)
  }
  return leaf(name)
}

/** The type of a part that is named with `$` behind the variable whose type this is. */
export function partOf(type: Type, names: readonly string[]): Type | null {
  let found: Type | undefined = type
  for (const name of names) found = found?.parts.find(part => part.name === name)
  return found ?? null
}

/** `$mag$f` for the path `1.1`; null when the path leads to no part. */
export function nameOfPath(type: Type, path: string): string | null {
  let found: Type = type
  let text = ''
  for (const step of path.split('.')) {
    const part: Type | undefined = found.array ? found.parts[0] : found.parts[Number(step) - 1]
    if (!part) return null
    text += found.array ? `(${Number(step) - 1})` : `$${part.name}`
    found = part
  }
  return text
}
