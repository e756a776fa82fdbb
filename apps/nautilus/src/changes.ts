import type { ControlRow } from '@nautilus/inventory'
import { type Activity, isSignificant, type Party } from '@nautilus/model'
import { rankOf } from './consequence.ts'

/** Pairs of client, server, protocol and verb that are kept; and object names for each. */
const MAX_TALLIES = 50_000
const MAX_OBJECTS = 64
const MAX_FUNCTIONS = 8

/** What one client did to one controller with one verb. */
export type Change = {
  readonly verb: string
  readonly accepted: number
  readonly refused: number
  /** The reply is not in the capture. */
  readonly unanswered: number
  readonly objects: readonly string[]
  /** There were more objects than are kept. */
  readonly moreObjects: boolean
  /** Names of the functions that did it. */
  readonly functions: readonly string[]
  readonly first: number
  readonly last: number
}

/** One client that changed one controller, or tried to; the gravest change first. */
export type Control = Pick<ControlRow, 'controller' | 'client' | 'protocol' | 'first' | 'last'> & {
  readonly changes: readonly Change[]
}

type Tally = {
  readonly client: Party
  readonly server: Party
  readonly protocol: string
  readonly verb: string
  unanswered: number
  readonly objects: Set<string>
  readonly functions: Set<string>
  more: boolean
  first: number
  last: number
}

/** Who did what, verb by verb: the detail for the inventory's table of who can change what. */
export class Changes {
  readonly #tallies = new Map<string, Tally>()

  learn(activity: Activity): void {
    if (!isSignificant(activity.verb)) return
    const tally = this.#tallyOf(activity)
    if (!tally) return
    tally.first = Math.min(tally.first, activity.first)
    tally.last = Math.max(tally.last, activity.last)
    if (activity.outcome === 'unseen' || activity.outcome === 'no-reply') tally.unanswered += activity.count
    if (tally.functions.size < MAX_FUNCTIONS) tally.functions.add(activity.function.name)
    const { object } = activity
    if (object === '' || tally.objects.has(object)) return
    if (tally.objects.size < MAX_OBJECTS) tally.objects.add(object)
    else tally.more = true
  }

  #tallyOf({ client, server, protocol, verb, first, last }: Activity): Tally | null {
    const key = `${client.ip || client.mac}|${server.ip || server.mac}|${protocol}|${verb}`
    const known = this.#tallies.get(key)
    if (known) return known
    if (this.#tallies.size >= MAX_TALLIES) return null
    const names = { objects: new Set<string>(), functions: new Set<string>(), more: false }
    const made = { client, server, protocol, verb, unanswered: 0, ...names, first, last }
    this.#tallies.set(key, made)
    return made
  }

  /** The inventory decides what is a controller and what is a change, and counts; this adds on what and when. */
  detail(rows: readonly ControlRow[], assetIdOf: (party: Party) => string | null): Control[] {
    const tallies = Map.groupBy(this.#tallies.values(), ({ client, server, protocol, verb }) =>
      [assetIdOf(server), assetIdOf(client), protocol, verb].join('|'),
    )
    return rows.map(row => {
      const { controller, client, protocol, first, last } = row
      const verbs = [...new Set([...Object.keys(row.verbs), ...Object.keys(row.refused)])]
      verbs.sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
      const changes = verbs.map(verb =>
        changeOf(row, verb, tallies.get([controller, client, protocol, verb].join('|')) ?? []),
      )
      return { controller, client, protocol, first, last, changes }
    })
  }
}

function changeOf(row: ControlRow, verb: string, tallies: readonly Tally[]): Change {
  const done = row.verbs[verb] ?? 0
  const silent = tallies.reduce((sum, tally) => sum + tally.unanswered, 0)
  const unanswered = Math.min(done, silent)
  const objects = [...new Set(tallies.flatMap(tally => [...tally.objects]))]
  return {
    verb,
    accepted: done - unanswered,
    refused: row.refused[verb] ?? 0,
    unanswered,
    objects,
    moreObjects: tallies.some(tally => tally.more),
    functions: [...new Set(tallies.flatMap(tally => [...tally.functions]))],
    first: tallies.reduce((least, tally) => Math.min(least, tally.first), tallies.length > 0 ? Infinity : row.first),
    last: tallies.reduce((most, tally) => Math.max(most, tally.last), tallies.length > 0 ? -Infinity : row.last),
  }
}
