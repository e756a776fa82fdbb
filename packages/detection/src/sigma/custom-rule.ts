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
      return { summary: `${meta.title}: ${category.sentence(event)}`, source, target, ...about(event) }
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
      return { state, match: reached && matchOf(meta.title, counted, reached, happening, event) }
    },
    forgetAfter: counted.span,
    shape: `${counted.type} ${counted.parts.length}`,
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

function matchOf(title: string, counted: Counted, reached: Reached, of: Happening, event: Event): Match {
  const { figure, source, target, frames, key } = reached
  const { group, span } = counted
  const by = group.length === 0 ? '' : `, by ${group.join(' and ')}`
  const others = counted.parts.map(part => part.title).filter(own => own !== title)
  const what = said(
    counted,
    figure,
    others.map(own => `“${own}”`),
  )
  return {
    summary: `${title}: ${what} within ${spanText(span)}${by}; the last: ${of.category.sentence(event)}`,
    source,
    target,
    verb: null,
    dedup: key,
    frames,
  }
}

/** `titles`: of the rules that a correlation counts; none where a rule counts itself. */
function said({ type, parts }: Counted, figure: number, titles: readonly string[]): string {
  const any = titles.join(' or ')
  if (type === 'event_count') return any === '' ? `${figure} times` : `${figure} times ${any}`
  if (type === 'value_count')
    return `${figure} different values of ${parts[0]!.value!.name}${any === '' ? '' : ` in ${any}`}`
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
