// What a connection told before and later messages need: members of named lists, and what the numbers of transfers and open
// files stand for. All of it bounded.
import { partOf, type Type } from './types.ts'

const MOST_LISTS = 256
const MOST_TRANSFERS = 64
const MOST_TYPES = 128
/** How many parts of a name are left out to find one whose type is known. */
const DEEPEST = 8
const none: readonly string[] = []

export type Memory = {
  membersOf(list: string): readonly string[]
  learnList(list: string, members: readonly string[]): void
  learnType(name: string, type: Type): void
  /** The type of a variable, or of the part of one, as the device described it. */
  typeOf(name: string): Type | null
  nameOf(kind: 'upload' | 'file', id: number): string
  learnName(kind: 'upload' | 'file', id: number, name: string): void
}

export function openMemory(): Memory {
  const lists = new Map<string, readonly string[]>()
  const names = new Map<string, string>()
  const types = new Map<string, Type>()
  const keep = <V>(map: Map<string, V>, key: string, value: V, most: number): void => {
    map.delete(key)
    map.set(key, value)
    if (map.size > most) map.delete(map.keys().next().value!)
  }
  return {
    membersOf: list => lists.get(list) ?? none,
    learnList: (list, members) => keep(lists, list, members, MOST_LISTS),
    learnType: (name, type) => keep(types, name, type, MOST_TYPES),
    typeOf: name => (types.size === 0 ? null : found(types, name)),
    nameOf: (kind, id) => names.get(`${kind} ${id}`) ?? `${kind} ${id}`,
    learnName: (kind, id, name) => keep(names, `${kind} ${id}`, name, MOST_TRANSFERS),
  }
}

function found(types: ReadonlyMap<string, Type>, name: string): Type | null {
  const parts: string[] = []
  let rest = name
  for (let depth = 0; depth < DEEPEST; depth++) {
    const type = types.get(rest)
    if (type) return partOf(type, parts)
    const at = rest.lastIndexOf('$')
    if (at < 0) return null
    parts.unshift(rest.slice(at + 1))
    rest = rest.slice(0, at)
  }
  return null
}
