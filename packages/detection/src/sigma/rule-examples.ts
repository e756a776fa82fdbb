// `examples:` of a custom rule: events as maps of fields, and how often the rule must fire. They are its tests.
import { isAddress } from '../work/network.ts'
import { type Category, type Field, keyOfValue, type Subject, type Value } from './category.ts'
import { clipped, type Faults } from './faults.ts'
import { weekdayOf } from './fields.ts'
import { MAX_EVENTS, MAX_EXAMPLES } from './limits.ts'
import { microsOf } from './span.ts'
import type { Entry, Place, Tree } from './tree.ts'
import { numberOf } from './value-test.ts'

export type ExampleEvent = { readonly category: Category; readonly at: number; readonly subject: Subject }
export type RuleExample = {
  readonly name: string
  readonly place: Place
  readonly events: readonly ExampleEvent[]
  readonly fires: number
}

/** Monday 2026-01-05 08:00, local time of the site: when nothing is said. */
const EPOCH = Date.UTC(2026, 0, 5, 8) * 1000
const HOUR = 3600e6

export function examplesOf(entry: Entry | undefined, categories: readonly Category[], faults: Faults): RuleExample[] {
  if (!entry) return []
  const { value, place } = entry
  if (value.kind !== 'list') {
    faults.tell(value.place, '`examples` must be a list: `- name: …` a line, with `events` and `fires`.')
    return []
  }
  if (value.items.length > MAX_EXAMPLES) faults.tell(place, `A rule may have ${MAX_EXAMPLES} examples.`)
  return value.items.slice(0, MAX_EXAMPLES).flatMap(item => exampleOf(item, categories, faults) ?? [])
}

function exampleOf(tree: Tree, categories: readonly Category[], faults: Faults): RuleExample | null {
  const fields = faults.fields(tree, 'An example', ['name', 'events', 'fires'])
  const events = fields.get('events')
  const fires = fields.get('fires')
  if (!events || !fires) {
    faults.tell(
      tree.place,
      'An example needs `events` (a list of maps of fields) and `fires` (how often it must match).',
    )
    return null
  }
  const expected = faults.whole(fires.value, '`fires`')
  if (events.value.kind !== 'list') {
    faults.tell(events.value.place, '`events` must be a list of maps of fields.')
    return null
  }
  if (events.value.items.length > MAX_EVENTS) faults.tell(events.place, `An example may have ${MAX_EVENTS} events.`)
  const list = events.value.items.slice(0, MAX_EVENTS).flatMap(item => eventOf(item, categories, faults) ?? [])
  const name = faults.text(fields.get('name'), '`name`') ?? `line ${tree.place.line}`
  return expected === null ? null : { name, place: tree.place, events: list, fires: expected }
}

function eventOf(tree: Tree, categories: readonly Category[], faults: Faults): ExampleEvent | null {
  const entries = faults.entries(tree, 'An event of an example')
  const entryOf = (name: string) => entries.find(({ key }) => key === name)
  const names = categories.map(({ name }) => name)
  const named = faults.word(entryOf('category'), '`category`', names)
  const category = named === null ? categories[0]! : categories.find(({ name }) => name === named)!
  if (categories.length > 1 && !entryOf('category'))
    faults.tell(tree.place, `This rule is about several sources; say which with \`category\`: ${names.join(' or ')}.`)
  const values = new Map<string, Value>()
  for (const entry of entries) {
    if (entry.key === 'category' || entry.key === 'at' || entry.key === 'after') continue
    const field = category.fields.get(entry.key)
    if (field) values.set(field.name, toldValue(entry.value, field, faults))
    else
      faults.unknown(entry.place, `${category.name} has no field \`${clipped(entry.key)}\``, entry.key, [
        'at',
        'after',
        ...category.fields.keys(),
      ])
  }
  const at = timeOf(entryOf('at'), entryOf('after'), faults)
  return { category, at, subject: subjectOf(completed(values, category, at)) }
}

function toldValue(tree: Tree, { name, type, words }: Field, faults: Faults): Value {
  if (tree.kind === 'list')
    return tree.items.flatMap(item => {
      const value = toldValue(item, { name, type, words } as Field, faults)
      return typeof value === 'string' || typeof value === 'number' ? [value] : []
    })
  if (tree.kind === 'map') {
    faults.tell(tree.place, `\`${name}\` is a value, not names below it.`)
    return null
  }
  const { value, text, place } = tree
  if (value === null) return null
  const number = numberOf(text)
  if (type === 'flag' && typeof value !== 'boolean') faults.tell(place, `\`${name}\` is \`true\` or \`false\`.`)
  if (type === 'number' && number === null) faults.tell(place, `\`${name}\` is a number.`)
  if (words && !words.includes(text)) faults.unknown(place, `\`${name}\` is never \`${clipped(text)}\``, text, words)
  if (type === 'flag') return value === true
  return type === 'number' || (type === 'values' && number !== null && typeof value === 'number') ? number : text
}

/** `at`: a local moment, `2026-01-10 02:00`. `after`: so long after Monday 08:00. */
function timeOf(at: Entry | undefined, after: Entry | undefined, faults: Faults): number {
  if (at) {
    const text = faults.text(at, '`at`') ?? ''
    const parts = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?$/.exec(text)
    if (parts) {
      const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
        .slice(1)
        .map(part => Number(part ?? 0))
      return Date.UTC(year, month - 1, day, hour, minute, second) * 1000
    }
    faults.tell(at.value.place, `\`at\` is \`${clipped(text)}\`; write local time as 2026-01-10 02:00.`)
  }
  if (!after) return EPOCH
  const span = microsOf(faults.text(after, '`after`') ?? '')
  if (span === null) faults.tell(after.value.place, '`after` is a number and s, m, h or d, such as `90s`.')
  return EPOCH + (span ?? 0)
}

const ends = ['client', 'server', 'asset', 'source', 'target']

/** What follows from what was said: an address is the end's id, a moment has an hour. */
function completed(values: Map<string, Value>, { fields }: Category, at: number): ReadonlyMap<string, Value> {
  const or = (name: string, value: Value | undefined) => {
    if (value !== undefined && fields.has(name) && !values.has(name)) values.set(name, value)
  }
  for (const end of ends.filter(name => fields.has(`${name}.ip`))) {
    or(end, values.get(`${end}.id`) ?? values.get(`${end}.ip`) ?? values.get(`${end}Address`))
    const own = values.get(end)
    or(`${end}.id`, own)
    if (typeof own === 'string' && isAddress(own)) or(`${end}.ip`, own)
    or(`${end}Address`, values.get(`${end}.ip`))
  }
  const outcome = values.get('outcome')
  if (outcome !== undefined) or('accepted', outcome === 'ok' || outcome === 'unseen')
  or('count', 1)
  or('hour', Math.floor(at / HOUR) % 24)
  or('weekday', weekdayOf(((Math.floor(at / (24 * HOUR)) + 3) % 7) + 1))
  return values
}

const subjectOf = (values: ReadonlyMap<string, Value>): Subject => ({
  valueOf: ({ name }) => values.get(name) ?? null,
  keyOf: ({ name }) => keyOfValue(values.get(name) ?? null),
})
