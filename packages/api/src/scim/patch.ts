// PATCH (RFC 7644, 3.5.2) on a resource as JSON: add, replace, remove; with and without a path, in the spellings of the
// directories that people have.
import { scimProblem } from './error.ts'
import { attributeOf, termsOf } from './filter.ts'

type Json = { [name: string]: unknown }
export type Operation = { readonly op: string; readonly path?: string | undefined; readonly value?: unknown }

/** `attribute`, `attribute.sub`, `attribute[filter]`, `attribute[filter].sub`. */
type Path = { readonly name: string; readonly filter: string | null; readonly sub: string | null }

const PATH = /^([A-Za-z$][\w$-]*)(?:\[(.*)\])?(?:\.([A-Za-z$][\w$-]*))?$/s
/** Operations of one request, and entries of one attribute. */
export const MOST_OPERATIONS = 1000
const MOST_ENTRIES = 10_000
/** What a directory does not write. */
const FIXED = new Set(['id', 'meta', 'schemas', 'groups'])

/** A new resource; the one that is given stays as it is. */
export function patched(resource: Readonly<Json>, operations: readonly Operation[]): Json {
  if (operations.length > MOST_OPERATIONS)
    throw scimProblem(400, `There may be ${MOST_OPERATIONS} operations.`, 'invalidValue')
  const next = structuredClone(resource) as Json
  for (const operation of operations) apply(next, operation)
  return next
}

function apply(resource: Json, { op, path, value }: Operation): void {
  const verb = op.toLowerCase()
  if (verb !== 'add' && verb !== 'replace' && verb !== 'remove')
    throw scimProblem(400, `There is no operation ${op.slice(0, 40)}.`, 'invalidSyntax')
  if (path !== undefined && path !== '') return applyAt(resource, verb, pathOf(path), value)
  if (verb === 'remove') throw scimProblem(400, 'What is removed needs a path.', 'noTarget')
  if (!isObject(value)) throw scimProblem(400, 'Without a path the value is an object.', 'invalidValue')
  for (const [name, part] of Object.entries(value)) {
    // Extensions by their schema; attributes in attributes with a dot.
    if (/^urn:/i.test(name) && isObject(part)) {
      for (const [inner, one] of Object.entries(part)) applyAt(resource, verb, pathOf(inner), one)
    } else applyAt(resource, verb, pathOf(name), part)
  }
}

function pathOf(text: string): Path {
  // Of an attribute of an extension the last part counts; a colon in a filter is none of it.
  const bare = text.replace(/^urn:[^[\]"]*:(?=[^:[\]]+)/i, '')
  const [, name, filter = null, sub = null] = PATH.exec(bare) ?? []
  if (name === undefined || [name, sub].some(part => part !== null && part in Object.prototype))
    throw scimProblem(400, `The path ${text.slice(0, 100)} is not understood.`, 'invalidPath')
  return { name, filter, sub }
}

type Verb = 'add' | 'replace' | 'remove'

function applyAt(resource: Json, verb: Verb, { name: given, filter, sub }: Path, value: unknown): void {
  const name = keyIn(resource, given)
  if (FIXED.has(name.toLowerCase())) return
  if (filter !== null) return applyToSome(resource, verb, { name, filter, sub }, value)
  if (sub !== null) {
    const inner = isObject(resource[name]) ? (resource[name] as Json) : {}
    resource[name] = inner
    return set(inner, verb, keyIn(inner, sub), value)
  }
  set(resource, verb, name, value)
}

function set(target: Json, verb: Verb, name: string, value: unknown): void {
  if (verb === 'remove') return unset(target, name, value)
  const before = target[name]
  const isList = Array.isArray(before) || (before === undefined && Array.isArray(value))
  if (verb === 'add' && isList) target[name] = capped(joined((before as unknown[] | undefined) ?? [], [value].flat()))
  else if (isObject(before) && isObject(value)) target[name] = { ...before, ...safe(value) }
  else target[name] = written(value)
}

/** Members are removed by a list of them, too. */
function unset(target: Json, name: string, value: unknown): void {
  const before = target[name]
  if (Array.isArray(before) && Array.isArray(value)) target[name] = without(before, value)
  else delete target[name]
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return capped(value)
  return isObject(value) ? safe(value) : value
}

/** Of a list, those that fit. Who adds to one that is not there makes it. */
function applyToSome(
  resource: Json,
  verb: Verb,
  { name, filter, sub }: Path & { filter: string },
  value: unknown,
): void {
  const terms = termsOf(filter)
  const list = Array.isArray(resource[name]) ? (resource[name] as unknown[]) : []
  const fits = (entry: unknown) =>
    isObject(entry) &&
    terms.every(term => String(entry[keyIn(entry, term.attribute)] ?? '').toLowerCase() === term.value.toLowerCase())
  const found = list.filter(fits) as Json[]
  if (verb === 'remove' && sub === null) {
    resource[name] = list.filter(entry => !fits(entry))
    return
  }
  if (found.length === 0) {
    if (verb === 'remove') return
    const made: Json = Object.fromEntries(terms.map(term => [term.attribute, term.value]))
    list.push(made)
    found.push(made)
    resource[name] = capped(list)
  }
  for (const entry of found) {
    if (sub !== null) set(entry, verb, keyIn(entry, sub), value)
    else if (isObject(value)) Object.assign(entry, safe(value))
  }
}

const identityOf = (entry: unknown): string =>
  isObject(entry) && 'value' in entry ? String(entry.value) : JSON.stringify(entry)
const without = (list: readonly unknown[], gone: readonly unknown[]): unknown[] => {
  const ids = new Set(gone.map(identityOf))
  return list.filter(entry => !ids.has(identityOf(entry)))
}
const joined = (list: readonly unknown[], more: readonly unknown[]): unknown[] => [
  ...new Map([...list, ...more].map(entry => [identityOf(entry), entry])).values(),
]

function capped(list: unknown[]): unknown[] {
  if (list.length > MOST_ENTRIES) throw scimProblem(400, `There may be ${MOST_ENTRIES} entries.`, 'invalidValue')
  return list
}

/** Names of attributes are the same in any case (RFC 7643, 2.1). */
const keyIn = (object: Readonly<Json>, name: string): string => {
  const wanted = attributeOf(name)
  return Object.keys(object).find(key => key.toLowerCase() === wanted) ?? name
}
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const safe = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !(name in Object.prototype)))
