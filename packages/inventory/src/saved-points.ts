// Points as they are saved: as lists, with each party once. A large site has tens of thousands of them, and as objects each
// would be written with the names of its fields.
import type { Party, Values, ValueType } from '@nautilus/model'
import { fileOf } from './addresses.ts'
import type { Held } from './points.ts'

/** Numbers of parties are places in `parties`. */
type Row = readonly [
  server: number,
  protocol: string,
  port: number,
  object: string,
  type: ValueType,
  unit: string | null,
  last: Values | null,
  valued: number,
  min: number[] | null,
  max: number[] | null,
  readers: readonly number[],
  writers: readonly number[],
  count: number,
  first: number,
  at: number,
]

type Packed = { readonly parties: readonly Party[]; readonly rows: readonly Row[]; readonly dropped: number }
/** Of version 1 of a saved inventory. */
type AsObjects = { readonly held: Map<string, Held>; readonly dropped: number }

export type SavedPoints = Packed | AsObjects

export function packPoints(points: Iterable<Held>, dropped: number): SavedPoints {
  const places = new Map<string, number>()
  const parties: Party[] = []
  const placeOf = (party: Party): number => {
    // The whole of it: parties that are filed alike may differ.
    const key = `${party.mac} ${party.ip}`
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, parties.length)
    return parties.push(party) - 1
  }
  const placesOf = (all: ReadonlyMap<string, Party>) => [...all.values()].map(placeOf)
  const rows = Array.from(points, (point): Row => {
    const { server, protocol, port, object, type, unit, last, valued, min, max, readers, writers } = point
    const by = [placesOf(readers), placesOf(writers)] as const
    const seen = [point.count, point.first, point.at] as const
    return [placeOf(server), protocol, port, object, type, unit, last, valued, min, max, ...by, ...seen]
  })
  return { parties, rows, dropped }
}

export function unpackPoints(saved: SavedPoints, keyOf: (point: Held) => string): Map<string, Held> {
  if ('held' in saved) return saved.held
  const files = saved.parties.map(fileOf)
  const partiesOf = (places: readonly number[]) =>
    new Map(places.map(place => [files[place]!, saved.parties[place]!] as const))
  const held = new Map<string, Held>()
  for (const row of saved.rows) {
    const [server, protocol, port, object, type, unit, last, valued, min, max, readers, writers, count, first, at] = row
    const place = { server: saved.parties[server]!, protocol, port, object, type }
    const values = { unit, last, valued, min, max, count, first, at }
    const point = { ...place, ...values, readers: partiesOf(readers), writers: partiesOf(writers) }
    held.set(keyOf(point), point)
  }
  return held
}
