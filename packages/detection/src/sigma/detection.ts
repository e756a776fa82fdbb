// The `detection` of a rule: its selections put together by its condition.
import { type Aggregation, type Condition, parseCondition } from './condition.ts'
import { clipped } from './faults.ts'
import { MAX_SELECTIONS } from './limits.ts'
import { type Scope, selectionTest, type Test } from './matcher.ts'
import { matcherOf, patternOf } from './pattern.ts'
import { spanOf } from './span.ts'
import type { Entry, Place, Scalar, Tree } from './tree.ts'

export type Detection = {
  readonly test: Test
  /** Of the old `| count() … > n`, with where it stands. */
  readonly aggregation: { readonly of: Aggregation; readonly place: Place; readonly span: number } | null
}

type Selections = ReadonlyMap<string, Test>

export function detectionOf(tree: Tree, scope: Scope): Detection | null {
  const { faults } = scope
  const entries = faults.entries(tree, '`detection`')
  const condition = entries.find(({ key }) => key === 'condition')
  const timeframe = entries.find(({ key }) => key === 'timeframe')
  const named = entries.filter(entry => entry !== condition && entry !== timeframe)
  if (named.length > MAX_SELECTIONS)
    faults.tell(tree.place, `A rule may have ${MAX_SELECTIONS} selections; this one has ${named.length}.`)
  const selections: Selections = new Map(
    named.slice(0, MAX_SELECTIONS).map(({ key, value }) => [key, selectionTest(value, scope)]),
  )
  if (!condition) {
    if (tree.kind === 'map') faults.tell(tree.place, '`detection` needs a `condition`, such as `condition: selection`.')
    return null
  }
  const span = timeframe ? spanOf(timeframe, faults) : null
  const read = readConditions(condition, selections, scope)
  if (!read) return null
  tellUnused(named, read.used, scope)
  return withAggregation(read, timeframe, span, scope)
}

type Read = {
  readonly test: Test
  readonly used: ReadonlySet<string>
  readonly aggregation: Aggregation | null
  readonly place: Place
}

/** A list of conditions: any of them. */
function readConditions({ value }: Entry, selections: Selections, scope: Scope): Read | null {
  const { faults } = scope
  const items: readonly Tree[] = value.kind === 'list' ? value.items : [value]
  const reads = items.map(item => {
    const text = faults.textOf(item, '`condition`')
    return text === null ? null : readCondition(item as Scalar, text, selections, scope)
  })
  const all = reads.filter(read => read !== null)
  const [first] = all
  if (!first || all.length < items.length) {
    if (items.length === 0) faults.tell(value.place, '`condition` is empty; name a selection.')
    return null
  }
  if (all.length === 1) return first
  const counting = all.find(({ aggregation }) => aggregation)
  if (counting) faults.tell(counting.place, 'A list of conditions cannot count; write two rules.')
  return {
    test: subject => all.some(({ test }) => test(subject)),
    used: new Set(all.flatMap(({ used }) => [...used])),
    aggregation: null,
    place: first.place,
  }
}

function readCondition(item: Scalar, text: string, selections: Selections, { faults }: Scope): Read | null {
  const parsed = parseCondition(text)
  // Where a text runs over several lines its start has to do.
  const at = (offset: number): Place =>
    text.includes('\n') ? item.place : { ...item.place, column: item.place.column + offset }
  if (!parsed.ok) {
    faults.tell(at(parsed.at), parsed.message)
    return null
  }
  const used = new Set<string>()
  const before = faults.count
  const test = compile(parsed.condition, {
    selections,
    used,
    unknown: (offset, name) =>
      faults.unknown(at(offset), `There is no selection \`${clipped(name)}\``, name, [...selections.keys()]),
  })
  return faults.count > before
    ? null
    : { test, used, aggregation: parsed.aggregation, place: at(parsed.aggregation?.at ?? 0) }
}

type Names = {
  readonly selections: Selections
  readonly used: Set<string>
  readonly unknown: (at: number, name: string) => void
}

function compile(condition: Condition, names: Names): Test {
  if (condition.kind === 'name') return named(condition, names)
  if (condition.kind === 'of') return several(condition, names)
  if (condition.kind === 'not') {
    const part = compile(condition.part, names)
    return subject => !part(subject)
  }
  const parts = condition.parts.map(part => compile(part, names))
  return condition.kind === 'and'
    ? subject => parts.every(part => part(subject))
    : subject => parts.some(part => part(subject))
}

const never: Test = () => false

function named({ name, at }: Extract<Condition, { kind: 'name' }>, { selections, used, unknown }: Names): Test {
  const test = selections.get(name)
  if (!test) {
    unknown(at, name)
    return never
  }
  used.add(name)
  return test
}

function several({ all, pattern, at }: Extract<Condition, { kind: 'of' }>, { selections, used, unknown }: Names): Test {
  const isThem = pattern.toLowerCase() === 'them'
  const fits = matcherOf(patternOf(pattern), { start: true, end: true }, true)
  const chosen = [...selections].filter(([name]) => (isThem ? !name.startsWith('_') : fits(name)))
  if (chosen.length === 0) unknown(at, pattern)
  for (const [name] of chosen) used.add(name)
  const tests = chosen.map(([, test]) => test)
  return subject => (all ? tests.every(test => test(subject)) : tests.some(test => test(subject)))
}

/** A filter that is in no condition filters nothing, and nobody would notice. */
function tellUnused(named: readonly Entry[], used: ReadonlySet<string>, { faults }: Scope): void {
  for (const { key, place } of named)
    if (!used.has(key) && !key.startsWith('_'))
      faults.tell(place, `\`${clipped(key)}\` is in no condition, so it does nothing; name it there or take it out.`)
}

function withAggregation(
  { test, aggregation, place }: Read,
  timeframe: Entry | undefined,
  span: number | null,
  { faults }: Scope,
): Detection | null {
  if (!aggregation) {
    if (timeframe)
      faults.tell(timeframe.place, '`timeframe` is for conditions that count: `selection | count() by client > 5`.')
    return timeframe ? null : { test, aggregation: null }
  }
  if (!timeframe)
    faults.tell(place, 'A condition that counts needs a `timeframe` in `detection`, such as `timeframe: 5m`.')
  // Where the timeframe is wrong the rest is looked at all the same.
  return { test, aggregation: { of: aggregation, place, span: span ?? 0 } }
}
