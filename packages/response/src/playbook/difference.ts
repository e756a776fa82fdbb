// What is other in one playbook than in another, by its parts, as people compare them.
import { durationText } from '../reading/duration.ts'
import type { Playbook } from './playbook.ts'

/**
 * `path`: parts inside each other, entries of lists by their ids: `options`, `d`, `risk`, `worst`. Null `before`: it is
 * new; null `after`: it is gone. Texts are `{ en, de }`, durations as ISO 8601 writes them, all else as the playbook has it.
 */
export type PlaybookChange = {
  readonly path: readonly string[]
  readonly before: unknown
  readonly after: unknown
}

/** The order of entries is told under this name. */
export const ORDER = 'order'

/** Empty where both say the same; their versions and parents always differ and are no change. */
export function playbookDifference(before: Playbook, after: Playbook): readonly PlaybookChange[] {
  const changes: PlaybookChange[] = []
  compare(bodyOf(before), bodyOf(after), [], changes)
  return changes
}

/** In the order in which people read it. */
const parts = [
  ...(['id', 'title', 'scenario', 'safetyClass', 'signs', 'techniques', 'forbidden', 'notify', 'facts'] as const),
  ...(['decisions', 'options', 'phases', 'evidence', 'nis2', 'exit', 'exerciseEvery'] as const),
] as const satisfies readonly (keyof Playbook)[]

const bodyOf = (playbook: Playbook): unknown => plain(Object.fromEntries(parts.map(part => [part, playbook[part]])))

/** Durations as text, and nothing undefined. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value ?? null
  const { months, minutes } = value as Record<string, unknown>
  if (typeof months === 'number' && typeof minutes === 'number') return durationText({ months, minutes })
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean =>
  isFields(value) && Object.keys(value).every(key => key === 'en' || key === 'de')
/** Whichever order a store gave its fields. */
const said = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isFields(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )

function compare(before: unknown, after: unknown, path: readonly string[], changes: PlaybookChange[]): void {
  if (said(before) === said(after)) return
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path, changes)
  if (!isFields(before) || !isFields(after) || isText(before) || isText(after)) {
    changes.push({ path, before: before ?? null, after: after ?? null })
    return
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
    compare(before[key] ?? null, after[key] ?? null, [...path, key], changes)
}

type List = readonly unknown[]

function compareLists(before: List, after: List, path: readonly string[], changes: PlaybookChange[]): void {
  const [old, now] = [named(before), named(after)]
  if (!old || !now) return compareRuns(before, after, path, changes)
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    if (old.has(id) && now.has(id)) compare(old.get(id), now.get(id), [...path, id], changes)
    else changes.push({ path: [...path, id], before: old.get(id) ?? null, after: now.get(id) ?? null })
  }
  const stayed = (all: ReadonlyMap<string, unknown>) => [...all.keys()].filter(id => old.has(id) && now.has(id))
  if (stayed(old).join() !== stayed(now).join())
    changes.push({ path: [...path, ORDER], before: [...old.keys()], after: [...now.keys()] })
}

/** Entries by what they are called; null where they are not, or two are called the same. */
function named(list: List): ReadonlyMap<string, unknown> | null {
  const found = new Map(
    list.flatMap(entry => {
      const name = isFields(entry) ? (entry.id ?? entry.name) : null
      return typeof name === 'string' ? [[name, entry] as const] : []
    }),
  )
  return found.size === list.length ? found : null
}

/** What stands in both in the same order stays; in between, the first that went is what the first that came replaces. */
function compareRuns(before: List, after: List, path: readonly string[], changes: PlaybookChange[]): void {
  const [old, now] = [before.map(said), after.map(said)]
  const kept = commonOf(old, now)
  let [from, to] = [0, 0]
  for (const [left, right] of [...kept, [old.length, now.length] as const]) {
    const most = Math.max(left - from, right - to)
    for (let at = 0; at < most; at++)
      changes.push({
        path,
        before: from + at < left ? before[from + at] : null,
        after: to + at < right ? after[to + at] : null,
      })
    from = left + 1
    to = right + 1
  }
}

/** Places of the longest common sequence. Lists have at most 100 entries, and what approvals need a few hundred. */
function commonOf(old: readonly string[], now: readonly string[]): (readonly [number, number])[] {
  const length = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1))
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      length[i]![j] = old[i] === now[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!)
  const found: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) found.push([i++, j++])
    else if (length[i + 1]![j]! >= length[i]![j + 1]!) i++
    else j++
  }
  return found
}
