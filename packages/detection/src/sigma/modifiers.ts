// `field|contains|all`: what stands behind a field's name. Sigma modifiers appendix 2.1.0.
import type { Category, Field } from './category.ts'
import { clipped, type Faults } from './faults.ts'
import type { Entry } from './tree.ts'

/** How a value is compared: one of these. */
const comparisons = [
  'contains',
  'startswith',
  'endswith',
  'cidr',
  're',
  'gt',
  'gte',
  'lt',
  'lte',
  'exists',
  'fieldref',
] as const
export type Comparison = (typeof comparisons)[number] | 'equals'
/** What changes it. `i`, `m` and `s` belong to `re`. */
const changes = ['all', 'cased', 'neq', 'i', 'm', 's'] as const
export type Change = (typeof changes)[number]

export const modifiers: readonly string[] = [...comparisons, ...changes]

/** Sigma has them for logs of Windows; what a network protocol told is already decoded. */
const others = ['windash', 'base64', 'base64offset', 'utf16', 'utf16le', 'utf16be', 'wide', 'expand']
/** Sigma takes the parts of a date with them; here they are fields. */
const clock = ['minute', 'hour', 'day', 'week', 'month', 'year']

export type Key = { readonly field: Field; readonly comparison: Comparison; readonly changes: ReadonlySet<Change> }

/** Null where something is wrong with it, which was told. */
export function keyOf({ key, place }: Entry, category: Category, faults: Faults): Key | null {
  const [name = '', ...words] = key.split('|')
  const field = fieldOf(name, place, category, faults)
  const found: Comparison[] = []
  const set = new Set<Change>()
  let fine = true
  for (const word of words) {
    const comparison = comparisons.find(own => own === word)
    const change = changes.find(own => own === word)
    if (comparison) found.push(comparison)
    else if (change) set.add(change)
    else {
      fine = false
      tellWord(word, { key, place }, faults)
    }
  }
  const [comparison = 'equals', second] = found
  if (second) {
    faults.tell(
      place,
      `\`${clipped(key)}\` compares in two ways, \`${comparison}\` and \`${second}\`; write two entries.`,
    )
    return null
  }
  return fine && field && fits({ field, comparison, changes: set }, place, faults)
    ? { field, comparison, changes: set }
    : null
}

export function fieldOf(name: string, place: Entry['place'], category: Category, faults: Faults): Field | null {
  const field = category.fields.get(name)
  if (!field)
    faults.unknown(place, `${category.name} has no field \`${clipped(name)}\``, name, [...category.fields.keys()])
  return field ?? null
}

function tellWord(word: string, { key, place }: Pick<Entry, 'key' | 'place'>, faults: Faults): void {
  if (others.includes(word))
    faults.tell(place, `\`${word}\` is not supported: values here are decoded already; leave it out.`)
  else if (clock.includes(word))
    faults.tell(place, `\`${word}\` is not supported as a modifier; there are the fields \`hour\` and \`weekday\`.`)
  else faults.unknown(place, `\`${clipped(key)}\` has no modifier \`${clipped(word)}\``, word, modifiers)
}

const ordered: readonly Comparison[] = ['gt', 'gte', 'lt', 'lte']
const textual: readonly Comparison[] = ['contains', 'startswith', 'endswith', 're']

/** Does the comparison make sense on that field? */
function fits(key: Key, place: Entry['place'], faults: Faults): boolean {
  const why = misfitOf(key) ?? clashOf(key)
  if (why !== null) faults.tell(place, why)
  return why === null
}

function misfitOf({ field: { name, type }, comparison }: Key): string | null {
  if (ordered.includes(comparison) && type !== 'number' && type !== 'values')
    return `\`${comparison}\` compares numbers, and \`${name}\` is none.`
  if (textual.includes(comparison) && (type === 'number' || type === 'flag'))
    return `\`${comparison}\` looks into text, and \`${name}\` is ${type === 'number' ? 'a number' : '`true` or `false`'}.`
  if (comparison === 'cidr' && type !== 'address')
    return `\`cidr\` needs an address, and \`${name}\` is none; there are \`client.ip\`, \`server.ip\` and their like.`
  return null
}

function clashOf({ comparison, changes: set }: Key): string | null {
  const flag = (['i', 'm', 's'] as const).find(own => set.has(own))
  if (flag && comparison !== 're') return `\`${flag}\` belongs to \`re\`; without it write nothing.`
  if (set.has('cased') && [...ordered, 're', 'cidr'].includes(comparison))
    return `\`cased\` changes nothing with \`${comparison}\`; leave it out.`
  if (comparison === 'exists' && set.size > 0)
    return '`exists` takes no other modifier; its value is `true` or `false`.'
  return null
}
