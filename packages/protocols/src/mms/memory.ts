// What a connection told before and later messages need: members of named lists, and what the numbers of transfers and open
// files stand for. All of it bounded.

const MOST_LISTS = 256
const MOST_TRANSFERS = 64
const none: readonly string[] = []

export type Memory = {
  membersOf(list: string): readonly string[]
  learnList(list: string, members: readonly string[]): void
  nameOf(kind: 'upload' | 'file', id: number): string
  learnName(kind: 'upload' | 'file', id: number, name: string): void
}

export function openMemory(): Memory {
  const lists = new Map<string, readonly string[]>()
  const names = new Map<string, string>()
  const keep = <V>(map: Map<string, V>, key: string, value: V, most: number): void => {
    map.delete(key)
    map.set(key, value)
    if (map.size > most) map.delete(map.keys().next().value!)
  }
  return {
    membersOf: list => lists.get(list) ?? none,
    learnList: (list, members) => keep(lists, list, members, MOST_LISTS),
    nameOf: (kind, id) => names.get(`${kind} ${id}`) ?? `${kind} ${id}`,
    learnName: (kind, id, name) => keep(names, `${kind} ${id}`, name, MOST_TRANSFERS),
  }
}
