// What the devices hold: registers, tags and objects, with the values seen and who reads and writes them.
import type { Activity, ItemValues, Party, Point, Values, ValueType } from '@nautilus/model'
import { addressOf } from './addresses.ts'
import type { Identity } from './identity.ts'
import type { Limits } from './limits.ts'
import { byText } from './seen.ts'

/** Readers and writers of one point that are kept. */
const MAX_PARTIES = 16

type Held = {
  readonly server: Party
  readonly protocol: string
  readonly port: number
  readonly object: string
  readonly type: ValueType
  unit: string | null
  last: Values | null
  min: number[] | null
  max: number[] | null
  readonly readers: Map<string, Party>
  readonly writers: Map<string, Party>
  count: number
  first: number
  at: number
}

export class Points {
  readonly #limits: Limits
  readonly #held = new Map<string, Held>()
  /** Operations on points that found no room. */
  dropped = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  learn(activity: Activity): void {
    if (activity.outcome === 'refused') return
    for (const item of activity.items) this.#take(activity, item)
  }

  #take(activity: Activity, item: ItemValues): void {
    const held = this.#of(activity, item)
    if (!held) return
    const { client, first, last, count } = activity
    held.count += count
    held.first = Math.min(held.first, first)
    const parties = item.access === 'write' ? held.writers : held.readers
    if (parties.size < MAX_PARTIES) parties.set(addressOf(client), client)
    if (item.unit !== null) held.unit = item.unit
    if (item.last !== null && (last >= held.at || held.last === null)) held.last = item.last
    held.at = Math.max(held.at, last)
    held.min = extreme(held.min, item.min, Math.min)
    held.max = extreme(held.max, item.max, Math.max)
  }

  #of({ server, protocol, port, first, last }: Activity, { object, type, unit }: ItemValues): Held | null {
    const key = `${addressOf(server)} ${protocol} ${port} ${type} ${object}`
    const known = this.#held.get(key)
    if (known) return known
    if (this.#held.size >= this.#limits.points) {
      this.dropped++
      return null
    }
    const none = { last: null, min: null, max: null, readers: new Map(), writers: new Map(), count: 0 }
    const made: Held = { server, protocol, port, object, type, unit, ...none, first, at: last }
    this.#held.set(key, made)
    return made
  }

  /** By device, protocol and address; those of parties that are no device are left out. */
  list(identity: Identity): Point[] {
    const idsOf = (parties: ReadonlyMap<string, Party>): string[] =>
      [...new Set([...parties.values()].flatMap(party => identity.deviceOf(party)?.id ?? []))].sort(byText)
    const points = [...this.#held.values()].flatMap(({ server, readers, writers, ...rest }) => {
      const id = identity.deviceOf(server)?.id
      return id ? [{ server: id, ...rest, readers: idsOf(readers), writers: idsOf(writers) }] : []
    })
    return points.sort(
      (a, b) => byText(a.server, b.server) || byText(a.protocol, b.protocol) || byAddress(a.object, b.object),
    )
  }
}

/** Numbers in addresses by their size. One collator: to make one for each comparison costs most of the report. */
const { compare: byAddress } = new Intl.Collator('en', { numeric: true })

function extreme(
  known: number[] | null,
  next: readonly number[] | null,
  pick: (a: number, b: number) => number,
): number[] | null {
  if (!next) return known
  if (known?.length !== next.length) return [...next]
  for (let at = 0; at < known.length; at++) known[at] = pick(known[at]!, next[at]!)
  return known
}
