// Rules that count: the old `| count()`, and Sigma's correlations. A reducer whose memory the engine keeps, by key.
import type { Who } from '../event.ts'
import { type Category, type Field, keyOfValue, type Subject } from './category.ts'
import { MAX_COUNT_FRAMES } from './limits.ts'
import type { Test } from './matcher.ts'
import { eventCount, temporal, temporalOrdered, valueCount, type Window } from './windows.ts'

export const correlationTypes = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const
export type CorrelationType = (typeof correlationTypes)[number]

/** One of the rules that are counted. */
export type Part = {
  readonly title: string
  readonly category: Category
  readonly test: Test
  readonly group: readonly Field[]
  /** Whose different values are counted; null where events are. */
  readonly value: Field | null
}

export type Counted = {
  readonly type: CorrelationType
  readonly parts: readonly Part[]
  /** Names of what it is grouped by, for sentences. */
  readonly group: readonly string[]
  /** µs */
  readonly span: number
  readonly holds: (figure: number) => boolean
}

/** One happening, as it is counted: an event, or an example. */
export type Happening = {
  readonly at: number
  readonly frame: number
  readonly subject: Subject
  readonly category: Category
  readonly source: Who | null
  readonly target: Who | null
}

export type Memory = {
  readonly window: unknown
  /** The end that all had in common; null where they had none. */
  source: Who | null | undefined
  target: Who | null | undefined
  firedAt: number
  frames: number[]
}

export type Reached = {
  /** The group. */
  readonly key: string
  readonly figure: number
  readonly source: Who | null
  readonly target: Who | null
  readonly frames: readonly number[]
}

export type Reducer = {
  readonly keyOf: (happening: Happening) => string | null
  readonly start: () => Memory
  readonly step: (memory: Memory, happening: Happening) => Reached | null
}

function windowOf({ type, span, parts }: Counted): Window<unknown> {
  const windows = {
    event_count: eventCount(span),
    value_count: valueCount(span),
    temporal: temporal(span, parts.length),
    temporal_ordered: temporalOrdered(span, parts.length),
  }
  return windows[type] as Window<unknown>
}

export function reducerOf(counted: Counted): Reducer {
  const { parts, span, holds } = counted
  const window = windowOf(counted)
  const keyOf = (happening: Happening): string | null => {
    for (const part of parts) {
      const key = matches(part, happening) ? groupKey(part, happening) : null
      if (key !== null) return key
    }
    return null
  }
  return {
    keyOf,
    start: () => ({
      window: window.start(),
      source: undefined,
      target: undefined,
      firedAt: Number.NEGATIVE_INFINITY,
      frames: [],
    }),
    step: (memory, happening) => {
      const { at } = happening
      const key = keyOf(happening)
      // Fields of several rules may have several keys; it is counted where the first of them puts it.
      const matched = parts.flatMap((part, number) =>
        matches(part, happening) && groupKey(part, happening) === key ? [number] : [],
      )
      note(memory, happening)
      const first = parts[matched[0] ?? 0]!
      const figure = window.add(memory.window, { at, parts: matched, ...measured(first, happening) })
      // Once for each span, however long it goes on.
      if (!holds(figure) || Math.abs(at - memory.firedAt) < span) return null
      memory.firedAt = at
      const frames = memory.frames
      memory.frames = []
      return { key: key ?? '', figure, source: memory.source ?? null, target: memory.target ?? null, frames }
    },
  }
}

const matches = ({ category, test }: Part, happening: Happening): boolean =>
  category === happening.category && test(happening.subject)

/** Null where one of its fields is not there, or the field that is counted: what is unknown is nothing in common. */
function groupKey({ group, value }: Part, { subject }: Happening): string | null {
  if (value !== null && subject.keyOf(value) === '') return null
  const keys = group.map(field => subject.keyOf(field))
  // Lengths, so that one cannot run into the next.
  return keys.includes('') ? null : keys.map(key => `${key.length}:${key}`).join('')
}

function measured(
  { category, value }: Part,
  { subject }: Happening,
): { readonly amount: number; readonly value: string } {
  const amount = category.amount ? subject.valueOf(category.amount) : 1
  return { amount: typeof amount === 'number' ? amount : 1, value: value ? subject.keyOf(value) : keyOfValue(null) }
}

function note(memory: Memory, { source, target, frame }: Happening): void {
  memory.source = common(memory.source, source)
  memory.target = common(memory.target, target)
  memory.frames.push(frame)
  if (memory.frames.length > MAX_COUNT_FRAMES) memory.frames.shift()
}

const common = (known: Who | null | undefined, seen: Who | null): Who | null =>
  known === undefined ? seen : known !== null && known.id === seen?.id ? seen : null
