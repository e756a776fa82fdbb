// What frames told before and later ones need: how many stations there are, what of the identity memory is being read, file
// transfers that are on their way. All of it bounded.
import type { Verb } from '@nautilus/model'

const MOST = 1024
const WORDS_BY_ADDRESS: Readonly<Record<number, number>> = { 0x08: 0, 0x0a: 1, 0x0c: 2, 0x0e: 3 }

export type Memory = {
  /** A frame came back with the mark of a station: from then on those without are known to be on their way out. */
  returned: boolean
  stations: number
  /** Part 0 vendor, 1 product, 2 revision, 3 serial; all four once they are there. */
  identity(station: string, part: number, value: number): readonly number[] | null
  select(station: string, address: number): void
  /** Which part of the identity the word address is that was selected last; -1 for another. */
  selected(station: string): number
  /** What a station was asked last over its mailbox, for a refusal that does not say. */
  ask(station: string, verb: Verb): void
  askedOf(station: string): Verb
  startFile(station: string, download: boolean, name: string): void
  fileOf(station: string): { readonly download: boolean; readonly name: string } | undefined
}

export function openMemory(): Memory {
  const identities = new Map<string, number[]>()
  const addresses = new Map<string, number>()
  const verbs = new Map<string, Verb>()
  const files = new Map<string, { download: boolean; name: string }>()
  const keep = <V>(map: Map<string, V>, key: string, value: V): void => {
    if (map.size < MOST || map.has(key)) map.set(key, value)
  }
  return {
    returned: false,
    stations: 0,
    identity(station, part, value) {
      const known = identities.get(station) ?? []
      keep(identities, station, known)
      known[part] = value
      const whole = [0, 1, 2, 3].every(index => known[index] !== undefined)
      return whole ? [...known] : null
    },
    select: (station, address) => keep(addresses, station, address),
    selected: station => WORDS_BY_ADDRESS[addresses.get(station) ?? -1] ?? -1,
    ask: (station, verb) => keep(verbs, station, verb),
    askedOf: station => verbs.get(station) ?? 'report',
    startFile: (station, download, name) => keep(files, station, { download, name }),
    fileOf: station => files.get(station),
  }
}
