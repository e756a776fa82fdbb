// A Sigma rule: one document with `logsource` and `detection`.
import type { Meta } from '../rule.ts'
import { categories } from './categories.ts'
import type { Category, Field } from './category.ts'
import type { Counted } from './counted.ts'
import { type Detection, detectionOf } from './detection.ts'
import type { Faults, Fields } from './faults.ts'
import { MAX_DISTINCT, MAX_GROUP } from './limits.ts'
import type { Test } from './matcher.ts'
import { metaKeys, metaOf } from './meta.ts'
import { type Bound, fewer, thresholdOf } from './thresholds.ts'
import type { Place, Tree } from './tree.ts'
import type { Vocabulary } from './value-test.ts'

export type RuleDocument = {
  readonly meta: Meta
  readonly fields: Fields
  readonly category: Category
  readonly test: Test
  /** Null where it matches single events. */
  readonly counted: Counted | null
}

/** Null where something is wrong with it, which was told. */
export function ruleDocumentOf(tree: Tree, vocabulary: Vocabulary, faults: Faults): RuleDocument | null {
  const before = faults.count
  const fields = faults.fields(tree, 'A rule', [...metaKeys, 'logsource', 'detection'])
  const meta = metaOf(tree, fields, faults)
  const category = categoryOf(tree, fields, faults)
  const detection = fields.get('detection')
  if (!detection) faults.tell(tree.place, 'A rule needs `detection`: selections, and a `condition` over them.')
  // Without a source nobody can tell which fields there are.
  if (!detection || !category) return null
  const found = detectionOf(detection.value, { category, vocabulary, faults })
  const counted = found && countedOf(found, { title: meta?.title ?? '', category }, faults)
  return meta && found && faults.count === before ? { meta, fields, category, test: found.test, counted } : null
}

function categoryOf(tree: Tree, fields: Fields, faults: Faults): Category | null {
  const source = fields.get('logsource')
  if (!source) {
    faults.tell(tree.place, 'A rule needs `logsource: { product: nautilus, category: activity }`.')
    return null
  }
  const known = faults.fields(source.value, '`logsource`', ['product', 'category', 'service', 'definition'])
  const product = faults.word(known.get('product'), '`product`', ['nautilus'])
  const name = faults.word(known.get('category'), '`category`', [...categories.keys()])
  for (const key of ['product', 'category'])
    if (source.value.kind === 'map' && !known.has(key)) faults.tell(source.place, `\`logsource\` needs \`${key}\`.`)
  const service = known.get('service')
  if (service) faults.tell(service.place, 'There is no `service` here; ask for the field `protocol` in a selection.')
  return product !== null && name !== null ? categories.get(name)! : null
}

type Of = { readonly title: string; readonly category: Category }

const operatorBounds = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte', '=': 'eq', '==': 'eq' } as const

function countedOf({ test, aggregation }: Detection, { title, category }: Of, faults: Faults): Counted | null {
  if (!aggregation) return null
  const { of, place, span } = aggregation
  const fieldOf = ({ name, at }: { readonly name: string; readonly at: number }): Field | null => {
    const field = category.fields.get(name)
    const there: Place = { ...place, column: place.column + at - of.at }
    if (!field) faults.unknown(there, `${category.name} has no field \`${name}\``, name, [...category.fields.keys()])
    return field ?? null
  }
  const value = of.field && fieldOf(of.field)
  const group = of.by.map(fieldOf).filter(field => field !== null)
  if (of.by.length > MAX_GROUP) faults.tell(place, `A count may be grouped by ${MAX_GROUP} fields.`)
  const bound: Bound = { by: operatorBounds[of.operator], than: of.than }
  const threshold = thresholdOf([bound])
  if (!threshold) faults.tell(place, fewer)
  if (value && threshold && threshold.least > MAX_DISTINCT)
    faults.tell(place, `At most ${MAX_DISTINCT} different values are counted.`)
  return {
    type: of.field ? 'value_count' : 'event_count',
    parts: [{ title, category, test, group, value }],
    group: group.map(({ name }) => name),
    span,
    holds: threshold?.holds ?? (() => false),
  }
}
