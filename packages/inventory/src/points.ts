// What the devices hold: registers, tags and objects, with the values seen and who reads and writes them.
import type { Activity, ItemValues, Party, Point, Values, ValueType } from '@nautilus/model'
import { fileOf } from './addresses.ts'
import type { Identity } from './identity.ts'
import type { Limits } from './limits.ts'
import { packPoints, type SavedPoints, unpackPoints } from './saved-points.ts'
import { byText } from './seen.ts'

/** Readers and writers of one point that are kept. */
const MAX_PARTIES = 16

export type Held = {
  readonly server: Party
  readonly protocol: string
  readonly port: number
  readonly object: string
  readonly type: ValueType
  unit: string | null
  last: Values | null
  /** When the last value was seen. */
  valued: number
  min: number[] | null
  max: number[] | null
  readonly readers: Map<string, Party>
  readonly writers: Map<string, Party>
  count: number
  first: number
  at: number
}

/** Depends on what was learned and not on its order, short of the limits. */
export class Points {
  readonly #limits: Limits
  readonly #held: Map<string, Held>
  /** Operations on points that found no room. */
  dropped: number

  constructor(limits: Limits, saved?: SavedPoints) {
    this.#limits = limits
    this.#held = saved ? unpackPoints(saved, keyOf) : new Map()
    this.dropped = saved?.dropped ?? 0
  }

  save(): SavedPoints {
    return packPoints(this.#held.values(), this.dropped)
  }

  learn(activity: Activity): void {
    if (activity.outcome === 'refused') return
    for (const item of activity.items) this.#take(activity, item)
  }

  #take(activity: Activity, item: ItemValues): void {
    const held = this.#of(activity, item)
    if (!held) return
    const { client, first, last, count } = activity
    const parties = item.access === 'write' ? held.writers : held.readers
    if (parties.size < MAX_PARTIES) parties.set(fileOf(client), client)
    add(held, { ...item, valued: last, count, first, at: last })
  }

  #of({ server, protocol, port, first, last }: Activity, { object, type }: ItemValues): Held | null {
    const key = keyOf({ server, protocol, port, object, type })
    const known = this.#held.get(key)
    if (known) return known
    if (this.#held.size >= this.#limits.points) {
      this.dropped++
      return null
    }
    const made = heldOf({ server, protocol, port, object, type }, first, last)
    this.#held.set(key, made)
    return made
  }

  /** By device, protocol and address; those of parties that are no device are left out. */
  list(identity: Identity): Point[] {
    const points = new Map<string, Listed>()
    let hasNames = false
    for (const held of this.#held.values()) {
      const { server, protocol, port, object, type, first } = held
      const id = identity.deviceOf(server, first)?.id
      if (id === undefined) continue
      hasNames ||= isName(held)
      // One device may have answered under several addresses.
      const key = `${id} ${protocol} ${port} ${type} ${object}`
      const known = points.get(key)
      if (known) joinTo(known, held)
      else points.set(key, { id, held, isOwn: false })
    }
    const listed = [...points.values()]
    return (hasNames ? withoutNames(listed) : listed)
      .map(point => pointOf(point, identity))
      .sort(
        (a, b) =>
          byText(a.server, b.server) ||
          byText(a.protocol, b.protocol) ||
          byAddress(a.object, b.object) ||
          a.port - b.port ||
          byText(a.type, b.type),
      )
  }
}

/** `isOwn`: it was made for the list, and may be changed. Nearly all are listed as they are held. */
type Listed = { readonly id: string; held: Held; isOwn: boolean }

const isName = ({ type, last }: Held): boolean => type === 'raw' && last === null

/**
 * What only named a point, as a subscription does, saw neither value nor type: it belongs to the point of that name whose
 * type is known.
 */
function withoutNames(points: readonly Listed[]): Listed[] {
  const placeOf = ({ id, held: { protocol, port, object } }: Listed): string => `${id} ${protocol} ${port} ${object}`
  const typed = new Map<string, Listed>()
  for (const point of points) {
    if (isName(point.held)) continue
    const rival = typed.get(placeOf(point))
    if (!rival || byText(point.held.type, rival.held.type) < 0) typed.set(placeOf(point), point)
  }
  return points.filter(point => {
    const owner = isName(point.held) ? typed.get(placeOf(point)) : undefined
    if (owner) joinTo(owner, point.held)
    return !owner
  })
}

function joinTo(point: Listed, more: Held): void {
  if (!point.isOwn) {
    const { held } = point
    point.held = heldOf(held, held.first, held.at)
    point.isOwn = true
    join(point.held, held)
  }
  join(point.held, more)
}

function join(point: Held, more: Held): void {
  add(point, more)
  for (const [file, party] of more.readers) point.readers.set(file, party)
  for (const [file, party] of more.writers) point.writers.set(file, party)
}

type Place = Pick<Held, 'server' | 'protocol' | 'port' | 'object' | 'type'>

const keyOf = ({ server, protocol, port, object, type }: Place): string =>
  `${fileOf(server)} ${protocol} ${port} ${type} ${object}`

const heldOf = ({ server, protocol, port, object, type }: Place, first: number, at: number): Held => ({
  ...{ server, protocol, port, object, type },
  unit: null,
  last: null,
  valued: Number.NEGATIVE_INFINITY,
  min: null,
  max: null,
  readers: new Map(),
  writers: new Map(),
  count: 0,
  first,
  at,
})

function pointOf({ id, held }: Listed, identity: Identity): Point {
  const { protocol, port, object, type, unit, last, min, max, count, first, at, readers, writers } = held
  const by = { readers: idsOf(readers, identity), writers: idsOf(writers, identity) }
  // Least and most go on to change where they are held.
  const range = { min: min && [...min], max: max && [...max] }
  return { server: id, protocol, port, object, type, unit, last, ...range, ...by, count, first, at }
}

function idsOf(parties: ReadonlyMap<string, Party>, identity: Identity): string[] {
  const ids: string[] = []
  for (const party of parties.values()) {
    const id = identity.deviceOf(party)?.id
    if (id !== undefined && !ids.includes(id)) ids.push(id)
  }
  return ids.length > 1 ? ids.sort(byText) : ids
}

type More = Pick<Held, 'unit' | 'last' | 'valued' | 'count' | 'first' | 'at'> & Pick<ItemValues, 'min' | 'max'>

function add(held: Held, more: More): void {
  held.count += more.count
  held.first = Math.min(held.first, more.first)
  held.at = Math.max(held.at, more.at)
  if (more.unit !== null && (held.unit === null || byText(more.unit, held.unit) < 0)) held.unit = more.unit
  if (more.last !== null && isLater(more, held)) {
    held.last = more.last
    held.valued = more.valued
  }
  held.min = extreme(held.min, more.min, Math.min)
  held.max = extreme(held.max, more.max, Math.max)
}

/** Of two values at one moment the same one, whichever was told first. */
const isLater = (more: More, held: Held): boolean =>
  more.valued > held.valued || (more.valued === held.valued && byText(`${more.last}`, `${held.last}`) > 0)

/** Numbers in addresses by their size. One collator: to make one for each comparison costs most of the report. */
const { compare: byAddress } = new Intl.Collator('en', { numeric: true })

/** Of lists of different lengths the longer one. */
function extreme(
  known: number[] | null,
  next: readonly number[] | null,
  pick: (a: number, b: number) => number,
): number[] | null {
  if (!next || (known && next.length < known.length)) return known
  if (known?.length !== next.length) return [...next]
  for (let at = 0; at < known.length; at++) known[at] = pick(known[at]!, next[at]!)
  return known
}
