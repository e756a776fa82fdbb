// A compiled document becomes a rule like any other.
import type { Event, Kind } from '../event.ts'
import { defineRule, type Match, type Meta, type Rule } from '../rule.ts'
import { type Category, subjectOf } from './category.ts'
import { type Counted, type Happening, type Memory, type Reached, reducerOf } from './counted.ts'
import type { Test } from './matcher.ts'

export function singleRule(meta: Meta, category: Category, test: Test): Rule {
  return defineRule<Kind, never>({
    ...meta,
    on: category.kind,
    examples: [],
    match: (event, context) => {
      if (!test(subjectOf(event, context))) return null
      const { source, target } = category.ends(event)
      return { summary: category.sentence(event), source, target, ...about(event) }
    },
  })
}

export function countedRule(meta: Meta, counted: Counted): Rule {
  const reducer = reducerOf(counted)
  const categories = [...new Set(counted.parts.map(({ category }) => category))]
  const happeningOf = (event: Event, context: Parameters<typeof subjectOf>[1]): Happening => {
    const category = categories.find(({ kind }) => kind === event.kind)!
    return { at: event.at, frame: event.frame, subject: subjectOf(event, context), category, ...category.ends(event) }
  }
  return defineRule<Kind, Memory>({
    ...meta,
    on: categories.map(({ kind }) => kind),
    examples: [],
    keyBy: (event, context) => reducer.keyOf(happeningOf(event, context)),
    start: reducer.start,
    step: (state, event, context) => {
      const happening = happeningOf(event, context)
      const reached = reducer.step(state, happening)
      return { state, match: reached && matchOf(counted, reached, reducer.keyOf(happening) ?? '', happening, event) }
    },
    forgetAfter: counted.span,
  })
}

/** Of the finding, beyond its ends: what is known of one event. */
function about(event: Event): Pick<Match, 'protocol' | 'verb' | 'count'> {
  if (event.kind === 'operation') return { count: event.activity.count }
  if (event.kind === 'finding') {
    const { protocol, verb } = event.finding
    return { verb, ...(protocol === null ? {} : { protocol }) }
  }
  if (event.kind === 'notice')
    return { count: event.notice.count, ...(event.notice.protocol ? { protocol: event.notice.protocol } : {}) }
  return event.kind === 'connection' && event.connection.protocol !== null
    ? { protocol: event.connection.protocol }
    : {}
}

function matchOf(
  counted: Counted,
  { figure, source, target, frames }: Reached,
  key: string,
  { category }: Happening,
  event: Event,
): Match {
  return {
    summary: `${said(counted, figure)} within ${spanText(counted.span)}${grouped(counted)}; the last: ${category.sentence(event)}`,
    source,
    target,
    verb: null,
    dedup: key,
    frames,
  }
}

const grouped = ({ group }: Counted): string => (group.length === 0 ? '' : `, by ${group.join(' and ')}`)

function said({ type, parts }: Counted, figure: number): string {
  const titles = parts.map(({ title }) => `"${title}"`)
  const [first] = parts
  if (type === 'event_count') return `${figure} times ${titles.join(' or ')}`
  if (type === 'value_count') return `${figure} different ${first!.value?.name ?? 'values'} in ${titles.join(' or ')}`
  return titles.join(type === 'temporal' ? ' and ' : ', then ')
}

const spans = [
  ['d', 24 * 3600e6],
  ['h', 3600e6],
  ['min', 60e6],
] as const

const spanText = (span: number): string => {
  const [unit, size] = spans.find(([, size]) => span % size === 0) ?? (['s', 1e6] as const)
  return `${span / size} ${unit}`
}
