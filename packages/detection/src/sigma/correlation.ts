// A Sigma correlation: one document that counts what other rules match, or wants them one after the other.
// Sigma correlation rules specification 2.0.0.
import type { Meta } from '../rule.ts'
import type { Field } from './category.ts'
import { type CorrelationType, type Counted, correlationTypes, type Part } from './counted.ts'
import { clipped, type Faults, type Fields } from './faults.ts'
import { MAX_DISTINCT, MAX_GROUP, MAX_PARTS } from './limits.ts'
import { metaKeys, metaOf } from './meta.ts'
import type { RuleDocument } from './rule-document.ts'
import { spanOf } from './span.ts'
import { boundsOf, fewer, thresholdOf } from './thresholds.ts'
import type { Entry, Place, Tree } from './tree.ts'

export type CorrelationDocument = {
  readonly meta: Meta
  readonly fields: Fields
  readonly counted: Counted
  readonly rules: readonly RuleDocument[]
  /** The rules that it refers to make findings of their own too. */
  readonly generate: boolean
}

/** By `name`, by `id`, and by the id made from the title. */
export type References = {
  readonly rules: ReadonlyMap<string, RuleDocument>
  readonly correlations: ReadonlySet<string>
  /** Of rules that are there but have faults, which were told. */
  readonly wrong: ReadonlySet<string>
}

type Named = { readonly name: string; readonly rule: RuleDocument }

const keys = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'] as const

export function correlationOf(tree: Tree, references: References, faults: Faults): CorrelationDocument | null {
  const before = faults.count
  const fields = faults.fields(tree, 'A correlation', [...metaKeys, 'correlation'])
  const meta = metaOf(tree, fields, faults)
  const { value, place } = fields.get('correlation')!
  const known = faults.fields(value, '`correlation`', keys)
  for (const key of ['type', 'rules', 'timespan'])
    if (value.kind === 'map' && !known.has(key)) faults.tell(place, `\`correlation\` needs \`${key}\`.`)
  const type = faults.word(known.get('type'), '`type`', correlationTypes)
  const rules = rulesOf(known.get('rules'), references, faults)
  const timespan = known.get('timespan')
  const span = timespan ? spanOf(timespan, faults) : null
  const generate = faults.flag(known.get('generate'), '`generate`') ?? false
  if (type === null || rules.length === 0) return null
  const counted = {
    type,
    // Where it is wrong the rest is looked at all the same.
    span: span ?? 0,
    ...partsOf(known, rules, type, faults),
    holds: conditionOf(known, type, rules.length, place, faults),
  }
  return meta && faults.count === before
    ? { meta, fields, counted, rules: rules.map(({ rule }) => rule), generate }
    : null
}

function rulesOf(entry: Entry | undefined, { rules, correlations, wrong }: References, faults: Faults): Named[] {
  const texts = faults.texts(entry, '`rules`')
  if (entry && texts.length > MAX_PARTS) faults.tell(entry.place, `A correlation may name ${MAX_PARTS} rules.`)
  return texts.slice(0, MAX_PARTS).flatMap(({ text, place }): Named[] => {
    const rule = rules.get(text)
    if (!rule) {
      if (correlations.has(text))
        faults.tell(
          place,
          `\`${clipped(text)}\` is a correlation itself; write a rule with \`category: finding\` and its \`rule:\`, and name that one.`,
        )
      else if (!wrong.has(text))
        faults.unknown(place, `There is no rule \`${clipped(text)}\` in these files`, text, [...rules.keys()])
      return []
    }
    if (!rule.counted) return [{ name: text, rule }]
    faults.tell(place, `\`${clipped(text)}\` counts already; take \`| count()\` out of its condition.`)
    return []
  })
}

type Aliases = ReadonlyMap<string, ReadonlyMap<string, string>>

function partsOf(
  known: Fields,
  rules: readonly Named[],
  type: CorrelationType,
  faults: Faults,
): Pick<Counted, 'parts' | 'group'> {
  const groups = faults.texts(known.get('group-by'), '`group-by`')
  if (groups.length > MAX_GROUP) faults.tell(groups[0]!.place, `A correlation may be grouped by ${MAX_GROUP} fields.`)
  const aliases = aliasesOf(known.get('aliases'), rules, faults)
  const counting = valueEntry(known, type, faults)
  const parts = rules.flatMap(({ name, rule }): Part[] => {
    const fieldOf = (text: string, place: Place) => aliased({ text, place, name, rule }, aliases, faults)
    const group = groups.map(({ text, place }) => fieldOf(text, place))
    const value = counting ? fieldOf(counting.text, counting.place) : null
    if (!group.every(field => field !== null)) return []
    return [{ title: rule.meta.title, category: rule.category, test: rule.test, group, value }]
  })
  return { parts, group: groups.map(({ text }) => text) }
}

type Wanted = { readonly text: string; readonly place: Place; readonly name: string; readonly rule: RuleDocument }

function aliased({ text, place, name, rule: { category } }: Wanted, aliases: Aliases, faults: Faults): Field | null {
  const alias = aliases.get(text)
  const real = alias ? alias.get(name) : text
  if (real === undefined) {
    faults.tell(place, `The alias \`${clipped(text)}\` has no field for the rule \`${clipped(name)}\`.`)
    return null
  }
  const field = category.fields.get(real)
  if (!field)
    faults.unknown(
      place,
      `${category.name}, which \`${clipped(name)}\` is about, has no field \`${clipped(real)}\``,
      real,
      [...aliases.keys(), ...category.fields.keys()],
    )
  return field ?? null
}

function aliasesOf(entry: Entry | undefined, rules: readonly Named[], faults: Faults): Aliases {
  if (!entry) return new Map()
  const names = rules.map(({ name }) => name)
  return new Map(
    faults.entries(entry.value, '`aliases`').map(({ key, value }) => {
      const fields = faults.fields(value, `The alias \`${clipped(key)}\``, names)
      return [key, new Map([...fields].map(([name, own]) => [name, faults.text(own, `\`${name}\``) ?? '']))]
    }),
  )
}

/** The field whose different values are counted. */
function valueEntry(
  known: Fields,
  type: CorrelationType,
  faults: Faults,
): { readonly text: string; readonly place: Place } | null {
  const condition = known.get('condition')
  const field = condition?.value.kind === 'map' ? condition.value.entries.find(({ key }) => key === 'field') : undefined
  if (type !== 'value_count') {
    if (field) faults.tell(field.place, `\`field\` belongs to \`value_count\`; \`${type}\` counts none.`)
    return null
  }
  if (!field) {
    if (condition)
      faults.tell(
        condition.place,
        '`value_count` needs a `field` in its `condition`: whose different values are counted.',
      )
    return null
  }
  const text = faults.text(field, '`field`')
  return text === null ? null : { text, place: field.value.place }
}

function conditionOf(
  known: Fields,
  type: CorrelationType,
  rules: number,
  place: Place,
  faults: Faults,
): Counted['holds'] {
  const condition = known.get('condition')
  const counts = type === 'event_count' || type === 'value_count'
  if (!condition) {
    if (counts) faults.tell(place, `\`${type}\` needs a \`condition\`, such as \`condition: { gte: 10 }\`.`)
    return figure => figure >= rules
  }
  if (type === 'temporal_ordered')
    faults.tell(condition.place, '`temporal_ordered` wants all of its rules in their order; leave `condition` out.')
  const before = faults.count
  const threshold = thresholdOf(boundsOf(condition.value, faults))
  if (!threshold && faults.count === before) faults.tell(condition.place, fewer)
  if (threshold && type === 'value_count' && threshold.least > MAX_DISTINCT)
    faults.tell(condition.place, `At most ${MAX_DISTINCT} different values are counted.`)
  if (threshold && type === 'temporal' && threshold.least > rules)
    faults.tell(condition.place, `There are only ${rules} rules to match.`)
  return threshold?.holds ?? (() => false)
}
