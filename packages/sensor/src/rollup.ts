import { type Activity, isSignificant, type Operation, type Verb } from '@nautilus/model'
import { valuesOf } from '@nautilus/protocols'
import { Entry } from './entry.ts'
import type { Link } from './link.ts'

/** A row covers at least this long (µs), and at least ten operations, but never more than ten minutes. */
export const INTERVAL = 60e6
const ENOUGH = 10
const LONGEST = 600e6
/** Kinds of operations held at once. Beyond it all are flushed and start anew. */
export const MAX_ENTRIES = 131_072
/** Rows waiting to be collected; beyond it the batch is full. */
const SWEEP = 5e6

/** Verbs that change what a controller is: each is told by itself, however often. */
const single: ReadonlySet<Verb> = new Set<Verb>([
  'start',
  'stop',
  'mode',
  'reset',
  'download',
  'upload',
  'edit',
  'delete',
  'firmware',
  'configure',
  'clock',
])

/** An operation with the messages that carried it, whole. */
export type Occurrence = {
  readonly operation: Operation
  readonly request: Uint8Array | null
  readonly reply: Uint8Array | null
  readonly at: number
  /** Microseconds to the reply; negative without one. */
  readonly latency: number
  /** Bytes of both messages. */
  readonly bytes: number
  readonly frame: number
}

/**
 * Turns operations into activity. Quiet operations of one kind become one row an interval. A significant one becomes a
 * row at once; the same again, values included, is counted until the interval ends. So a cyclic write costs what a
 * cyclic read costs, and a write of another value is seen the moment it happens.
 */
export class Rollup {
  #entries = new Map<string, Entry>()
  #rows: Activity[] = []
  #nextSweep = 0
  /** Operations taken in, rows given out. */
  operations = 0
  rows = 0

  /** The clear path. The entry, for the repeat path to add to. */
  add(link: Link, occurrence: Occurrence): Entry {
    const { operation, at, latency, bytes, frame } = occurrence
    this.operations++
    const key = keyOf(link, occurrence)
    const known = this.#entries.get(key)
    if (known && !single.has(operation.verb)) {
      known.hit(at, latency, bytes, frame)
      known.take(operation.items, occurrence.request, occurrence.reply)
      return known
    }
    const entry = new Entry(link, operation)
    entry.hit(at, latency, bytes, frame)
    entry.take(operation.items, occurrence.request, occurrence.reply)
    if (isSignificant(operation.verb)) this.#tell(entry)
    if (single.has(operation.verb)) {
      entry.dead = true
      return entry
    }
    if (this.#entries.size >= MAX_ENTRIES) this.#flushAll()
    this.#entries.set(key, entry)
    return entry
  }

  #tell(entry: Entry): void {
    this.rows++
    this.#rows.push(entry.flush())
  }

  /** To be called with the time of each packet; flushes what is due. */
  tick(now: number): void {
    if (now < this.#nextSweep) return
    this.#nextSweep = now + SWEEP
    for (const [key, entry] of this.#entries) {
      const age = now - entry.first
      if (entry.count > 0 && ((age >= INTERVAL && entry.count >= ENOUGH) || age >= LONGEST)) this.#tell(entry)
      else if (entry.count === 0 && now - entry.last >= LONGEST) {
        entry.dead = true
        this.#entries.delete(key)
      }
    }
  }

  #flushAll(): void {
    for (const entry of this.#entries.values()) {
      if (entry.count > 0) this.#tell(entry)
      entry.dead = true
    }
    this.#entries = new Map()
  }

  /** The capture is over: everything still counted becomes rows. */
  finish(): void {
    this.#flushAll()
  }

  get waiting(): number {
    return this.#rows.length
  }

  /** The rows since the last call. */
  collect(): Activity[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }
}

function keyOf(link: Link, { operation, request, reply }: Occurrence): string {
  const { verb, object, outcome, refusal, detail } = operation
  const facts = detail ? JSON.stringify(detail) : ''
  const key = `${link.number} ${operation.function.code} ${verb} ${outcome} ${refusal?.code ?? ''} ${object} ${facts}`
  if (!isSignificant(verb)) return key
  const written = operation.items
    .filter(item => item.access === 'write')
    .map(item => {
      const message = item.in === 'request' ? request : item.in === 'reply' ? reply : null
      return message ? valuesOf(item, message) : null
    })
  return `${key} ${JSON.stringify(written)}`
}
