// What STIX 2.1 asks of each type of object: properties that must be there, of which type, and where ids may lead.
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const id = /^[a-z0-9-]+--[\da-f]{8}-[\da-f]{4}-[1-5][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
type Thing = Record<string, unknown> & { type: string; id: string }

type Check =
  | RegExp
  | 'text'
  | 'texts'
  | 'count'
  | 'boolean'
  | 'object'
  | 'objects'
  | { readonly one: readonly string[] }
type Rules = {
  readonly must: Record<string, Check>
  readonly may?: Record<string, Check>
  readonly some?: readonly string[]
}

const domain: Record<string, Check> = {
  type: 'text',
  spec_version: /^2\.1$/,
  id,
  created: time,
  modified: time,
  created_by_ref: /^identity--/,
}
const may: Record<string, Check> = {
  object_marking_refs: 'texts',
  external_references: 'objects',
  labels: 'texts',
  confidence: 'count',
  description: 'text',
}
const seen: Record<string, Check> = { first_seen: time, last_seen: time }
const observed: Record<string, Check> = { type: 'text', spec_version: /^2\.1$/, id }

/** Section 3 to 7. `identity` may be without an author: it is one. */
const rules: Readonly<Record<string, Rules>> = {
  identity: {
    must: { ...without(domain, 'created_by_ref'), name: 'text' },
    may: {
      ...may,
      created_by_ref: /^identity--/,
      sectors: 'texts',
      identity_class: { one: ['individual', 'group', 'system', 'organization', 'class', 'unknown'] },
    },
  },
  'attack-pattern': { must: { ...domain, name: 'text' }, may: { ...may, kill_chain_phases: 'objects' } },
  infrastructure: { must: { ...domain, name: 'text' }, may: { ...may, ...seen, infrastructure_types: 'texts' } },
  indicator: {
    must: { ...domain, pattern: 'text', pattern_type: /^stix$/, valid_from: time },
    may: { ...may, name: 'text', indicator_types: 'texts' },
  },
  'observed-data': {
    must: { ...domain, first_observed: time, last_observed: time, number_observed: 'count', object_refs: 'texts' },
    may,
  },
  sighting: {
    must: { ...domain, sighting_of_ref: id },
    may: {
      ...may,
      ...seen,
      count: 'count',
      observed_data_refs: 'texts',
      where_sighted_refs: 'texts',
      summary: 'boolean',
    },
  },
  relationship: { must: { ...domain, relationship_type: /^[a-z0-9-]+$/, source_ref: id, target_ref: id }, may },
  incident: { must: { ...domain, name: 'text' }, may },
  report: {
    must: { ...domain, name: 'text', published: time, object_refs: 'texts' },
    may: { ...may, report_types: 'texts' },
  },
  'marking-definition': {
    must: { type: 'text', spec_version: /^2\.1$/, id, created: time, extensions: 'object' },
    may: { name: 'text' },
  },
  'ipv4-addr': { must: { ...observed, value: /^\d+\.\d+\.\d+\.\d+$/ }, may: { object_marking_refs: 'texts' } },
  'ipv6-addr': { must: { ...observed, value: /:/ }, may: { object_marking_refs: 'texts' } },
  'mac-addr': { must: { ...observed, value: /^[\da-f]{2}(:[\da-f]{2}){5}$/ }, may: { object_marking_refs: 'texts' } },
  'network-traffic': {
    must: { ...observed, protocols: 'texts' },
    may: { object_marking_refs: 'texts', start: time, end: time, src_ref: id, dst_ref: id },
    some: ['src_ref', 'dst_ref'],
  },
}

function without(all: Record<string, Check>, name: string): Record<string, Check> {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== name))
}

function holds(check: Check, value: unknown): boolean {
  if (check instanceof RegExp) return typeof value === 'string' && check.test(value)
  if (typeof check === 'object') return check.one.includes(value as string)
  if (check === 'text') return typeof value === 'string' && value !== ''
  if (check === 'texts')
    return Array.isArray(value) && value.length > 0 && value.every(each => typeof each === 'string' && each !== '')
  if (check === 'objects')
    return Array.isArray(value) && value.length > 0 && value.every(each => typeof each === 'object')
  if (check === 'count') return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 999_999_999
  return check === 'boolean' ? typeof value === 'boolean' : typeof value === 'object' && value !== null
}

/** Everything that is wrong with a bundle. */
export function stixFaults(bundle: { type: string; id: string; objects: readonly unknown[] }): string[] {
  const faults: string[] = []
  if (bundle.type !== 'bundle' || !id.test(bundle.id) || bundle.objects.length === 0) faults.push('no bundle')
  const ids = new Set((bundle.objects as Thing[]).map(each => each.id))
  if (ids.size !== bundle.objects.length) faults.push('an object is there twice')
  for (const thing of bundle.objects as Thing[]) {
    const rule = rules[thing.type]
    if (!rule) {
      faults.push(`${thing.type} is not known`)
      continue
    }
    if (!thing.id.startsWith(`${thing.type}--`)) faults.push(`${thing.id} is of another type`)
    for (const [name, check] of Object.entries(rule.must))
      if (!holds(check, thing[name])) faults.push(`${thing.id}: ${name}`)
    for (const [name, value] of Object.entries(thing)) {
      const check = rule.must[name] ?? rule.may?.[name]
      if (!check || !holds(check, value)) faults.push(`${thing.id}: ${name} = ${JSON.stringify(value)}`)
    }
    if (rule.some && !rule.some.some(name => name in thing)) faults.push(`${thing.id}: none of ${rule.some}`)
    for (const [first, last] of [
      ['created', 'modified'],
      ['first_seen', 'last_seen'],
      ['first_observed', 'last_observed'],
      ['start', 'end'],
    ] as const)
      if (first in thing && last in thing && String(thing[first]) > String(thing[last]))
        faults.push(`${thing.id}: ${first} after ${last}`)
    for (const [name, value] of Object.entries(thing))
      if (/_refs?$/.test(name))
        for (const ref of [value].flat()) if (!ids.has(ref as string)) faults.push(`${thing.id}: ${name} leads nowhere`)
  }
  return faults
}
