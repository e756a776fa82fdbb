import {
  type Activity,
  type FunctionRef,
  type ItemValues,
  isSignificant,
  type Outcome,
  type Party,
  type Values,
} from '@nautilus/model'
import { grave } from './consequence.ts'

/** Rows a report keeps, whatever the capture holds; what finds no room is counted and told. */
export const MAX_ROWS = 50_000
/** Each kind has room of its own, so that a flood of one cannot hide the other. */
const room = { grave: 10_000, significant: 20_000, quiet: 20_000 } as const
type Kind = keyof typeof room

/** Rows of one client, function and object that differ in nothing but their values; further ones become one row. */
const MAX_VALUES = 100

export type RowItem = {
  readonly object: string
  readonly access: 'read' | 'write'
  last: Values | null
  min: number[] | null
  max: number[] | null
}

/** Equal operations of a whole capture. */
export type Row = {
  readonly file: string
  /** Of the first one in its file. */
  readonly frame: number
  first: number
  last: number
  readonly client: Party
  readonly server: Party
  readonly protocol: string
  readonly port: number
  readonly verb: string
  readonly function: FunctionRef
  readonly object: string
  readonly outcome: Outcome
  readonly refusal: FunctionRef | null
  readonly detail: Readonly<Record<string, string | number>> | null
  readonly items: readonly RowItem[]
  count: number
  bytes: number
}

/** Merges what the sensors tell over all files. Holds a bounded number of rows and no batch. */
export class ActivityLog {
  readonly #rows = new Map<string, Row>()
  readonly #used = { grave: 0, significant: 0, quiet: 0 }
  readonly #values = new Map<string, number>()
  #serial = 0
  /** Operations whose rows found no room. */
  leftOut = 0

  learn(activity: Activity, file: string): void {
    const kind = kindOf(activity)
    const key = this.#keyOf(activity, kind)
    const known = this.#rows.get(key)
    if (known) return merge(known, activity)
    if (this.#used[kind] >= room[kind]) {
      this.leftOut += activity.count
      return
    }
    this.#used[kind]++
    this.#rows.set(key, rowOf(activity, file))
  }

  #keyOf(activity: Activity, kind: Kind): string {
    const key = operationKey(activity)
    if (kind === 'quiet') return key
    if (kind === 'grave') return `${key}|${this.#serial++}`
    const valued = `${key}|${JSON.stringify(activity.items.map(item => item.last))}`
    if (this.#rows.has(valued)) return valued
    const different = this.#values.get(key) ?? 0
    if (different >= MAX_VALUES) return `${key}|further values`
    if (this.#used[kind] < room[kind]) this.#values.set(key, different + 1)
    return valued
  }

  /** In the order in which they began. */
  rows(): Row[] {
    const keyed = [...this.#rows].map(([key, row]) => ({ key, row }))
    keyed.sort((a, b) => a.row.first - b.row.first || a.row.frame - b.row.frame || (a.key < b.key ? -1 : 1))
    return keyed.map(({ row }) => row)
  }
}

const kindOf = ({ verb }: Activity): Kind => (grave.has(verb) ? 'grave' : isSignificant(verb) ? 'significant' : 'quiet')

const end = ({ ip, mac }: Party): string => ip || mac

function operationKey(activity: Activity): string {
  const { client, server, protocol, port, verb, outcome, refusal, object, detail } = activity
  const facts = detail ? JSON.stringify(detail) : ''
  const ends = `${end(client)}|${end(server)}|${protocol}|${port}`
  return `${ends}|${verb}|${activity.function.code}|${outcome}|${refusal?.code ?? ''}|${object}|${facts}`
}

function rowOf(activity: Activity, file: string): Row {
  const { first, last, frame, client, server, protocol, port, verb, object } = activity
  const { outcome, refusal, detail, count, bytes } = activity
  const items = activity.items.map(item => ({
    object: item.object,
    access: item.access,
    last: item.last,
    min: item.min && [...item.min],
    max: item.max && [...item.max],
  }))
  const what = { client, server, protocol, port, verb, function: activity.function, object, outcome, refusal, detail }
  return { file, frame, first, last, ...what, items, count, bytes }
}

function merge(row: Row, activity: Activity): void {
  const later = activity.last >= row.last
  row.first = Math.min(row.first, activity.first)
  row.last = Math.max(row.last, activity.last)
  row.count += activity.count
  row.bytes += activity.bytes
  for (let at = 0; at < row.items.length; at++) {
    const next = activity.items[at]
    if (next) mergeItem(row.items[at]!, next, later)
  }
}

function mergeItem(item: RowItem, next: ItemValues, later: boolean): void {
  if (next.last !== null && (later || item.last === null)) item.last = next.last
  if (next.min) {
    if (!item.min) item.min = [...next.min]
    else if (item.min.length === next.min.length) lower(item.min, next.min)
  }
  if (next.max) {
    if (!item.max) item.max = [...next.max]
    else if (item.max.length === next.max.length) raise(item.max, next.max)
  }
}

function lower(known: number[], next: readonly number[]): void {
  for (let at = 0; at < known.length; at++) if (next[at]! < known[at]!) known[at] = next[at]!
}

function raise(known: number[], next: readonly number[]): void {
  for (let at = 0; at < known.length; at++) if (next[at]! > known[at]!) known[at] = next[at]!
}
