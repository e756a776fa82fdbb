import { type Activity, isSignificant, type Operation, type Verb } from '@nautilus/model'
import { valuesOf } from '@nautilus/protocols'
import { Entry } from './entry.ts'
import { COUNT, FIRST, LAST, Ledger } from './ledger.ts'
import type { Link } from './link.ts'
import { Memo } from './memo.ts'

/**
 * A row covers at least this long (µs), and at least ten operations, but never more than ten minutes. The first one of
 * its kind waits for no company: that something new is there should not take ten minutes to tell.
 */
export const INTERVAL = 60e6
const ENOUGH = 10
const LONGEST = 600e6
/** Kinds of operations held at once. Beyond it all are flushed and start anew. */
export const MAX_ENTRIES = 65_536
/** Rows that must be collected before more come: a flood makes many within one look. */
export const FULL = 4096
/** Microseconds between looks at what is due. */
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
  /** The same bytes mean the same again, so what is said of them in detail is part of what they are. */
  readonly repeatable: boolean
}

/**
 * Turns operations into activity. Quiet operations of one kind become one row an interval. A significant one becomes a
 * row at once; the same again, values included, is counted until the interval ends. So a cyclic write costs what a
 * cyclic read costs, and a write of another value is seen the moment it happens.
 */
export class Rollup {
  readonly ledger = new Ledger()
  readonly memo = new Memo(this.ledger)
  #entries = new Map<string, Entry>()
  #rows: Activity[] = []
  #nextSweep = 0
  /** Told when the rows should be collected. */
  onFull: () => void = () => {}
  /** Operations taken in, rows given out. */
  operations = 0
  rows = 0
  /** Something significant is among the rows that wait. */
  isUrgent = false

  /** The clear path. The entry, for the repeat path to add to. */
  add(link: Link, occurrence: Occurrence): Entry {
    const { operation } = occurrence
    this.operations++
    const key = keyOf(link, occurrence)
    const known = single.has(operation.verb) ? undefined : this.#entries.get(key)
    if (known) {
      known.detail = operation.detail
      known.known = true
      this.#hit(known, occurrence)
      return known
    }
    if (this.#entries.size >= MAX_ENTRIES) this.#flushAll()
    const entry = new Entry(this.ledger.allocate(link.number, 0), link, operation)
    this.#hit(entry, occurrence)
    if (isSignificant(operation.verb)) {
      this.#tell(entry)
      this.isUrgent = true
    }
    if (single.has(operation.verb)) this.#bury(entry)
    else this.#entries.set(key, entry)
    return entry
  }

  #hit(entry: Entry, { operation, request, reply, at, latency, bytes, frame }: Occurrence): void {
    this.ledger.hit(entry.id, at, latency, bytes, frame)
    this.memo.settle(entry)
    entry.take(operation.items, request, reply)
  }

  #tell(entry: Entry): void {
    this.rows++
    this.memo.settle(entry)
    this.#rows.push(entry.flush(this.ledger))
    if (this.#rows.length >= FULL) this.onFull()
  }

  #bury(entry: Entry): void {
    entry.dead = true
    this.memo.forget(entry)
    this.ledger.free(entry.id)
  }

  /** To be called with the time of each packet; flushes what is due. */
  tick(now: number): void {
    if (now < this.#nextSweep) return
    this.#nextSweep = now + SWEEP
    for (const [key, entry] of this.#entries) {
      const count = this.ledger.get(entry.id, COUNT)
      const age = now - this.ledger.get(entry.id, FIRST)
      if (count > 0 && ((age >= INTERVAL && (count >= ENOUGH || !entry.told)) || age >= LONGEST)) this.#tell(entry)
      else if (count === 0 && now - this.ledger.get(entry.id, LAST) >= LONGEST) {
        this.#entries.delete(key)
        this.#bury(entry)
      }
    }
  }

  #flushAll(): void {
    for (const entry of this.#entries.values()) {
      if (this.ledger.get(entry.id, COUNT) > 0) this.#tell(entry)
      this.#bury(entry)
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
    this.isUrgent = false
    return rows
  }
}

function keyOf(link: Link, { operation, request, reply, repeatable }: Occurrence): string {
  const { verb, object, outcome, refusal, detail } = operation
  // Of quiet operations the latest detail is kept: values that no item can hold must not make a row each.
  const facts = detail && (repeatable || isSignificant(verb)) ? JSON.stringify(detail) : ''
  // The text of the object may be cut after some names; the names themselves are not.
  const named = operation.items.length > 1 ? operation.items.map(i => `${i.object} ${i.type}`).join() : object
  const key = `${link.number} ${operation.function.code} ${verb} ${outcome} ${refusal?.code ?? ''} ${named} ${facts}`
  if (!isSignificant(verb)) return key
  const written = operation.items
    .filter(item => item.access === 'write')
    .map(item => {
      const message = item.in === 'request' ? request : item.in === 'reply' ? reply : null
      return message ? valuesOf(item, message) : null
    })
  return `${key} ${JSON.stringify(written)}`
}
