// Names of variables and their values. ISO 9506-2: ObjectName, VariableAccessSpecification, AccessResult, AlternateAccess.
import type { FunctionRef, Item } from '@nautilus/model'
import type { Ber } from '../carriers/ber.ts'
import { type Leaf, type Leaves, leavesIn, MOST_VALUES } from '../carriers/mms-data.ts'
import { printable } from '../reader.ts'
import { accessErrorOf } from './names.ts'
import { nameOfPath, type Type } from './types.ts'

/** What a service touches: single variables, or a named list of them. */
export type Access = { readonly names: readonly string[]; readonly list: string }

const DEEPEST = 8
const LONGEST_NAME = 160

const text = (ber: Ber): string => printable(ber.contents(), LONGEST_NAME)

/** The object name that the current element is: of the device, of a domain (`LD0/LLN0$ST$Mod`), or of the association. */
export function objectName(ber: Ber): string {
  if (ber.tag === 0x80) return text(ber)
  if (ber.tag === 0x82) return `@${text(ber)}`
  if (ber.tag !== 0xa1) return ''
  const inner = ber.inside()
  const domain = inner.next() ? text(inner) : ''
  const item = inner.next() ? text(inner) : ''
  return `${domain}/${item}`
}

/** The object name inside the current element. */
export function innerName(ber: Ber): string {
  const inner = ber.inside()
  return inner.next() ? objectName(inner) : ''
}

/** VariableAccessSpecification: the current element. */
export function readAccess(ber: Ber): Access {
  if (ber.tag === 0xa1) return { names: [], list: innerName(ber) }
  const names: string[] = []
  const entries = ber.inside()
  while (entries.next() && names.length < MOST_VALUES) names.push(variable(entries.inside()))
  return { names, list: '' }
}

function variable(parts: Ber): string {
  let name = ''
  while (parts.next()) {
    if (parts.tag === 0xa0) name = innerName(parts)
    if (parts.tag === 0xa1) name = address(parts)
    if (parts.tag === 0xa5) name += alternate(parts.inside(), 0)
  }
  return name
}

/** An address without a name: a number, a symbol, or bytes. */
export function address(ber: Ber): string {
  const inner = ber.inside()
  if (!inner.next()) return ''
  return inner.tag === 0x80 ? `address ${inner.unsigned()}` : `address ${text(inner)}`
}

/** Parts of a variable: components and indices. */
function alternate(ber: Ber, depth: number): string {
  let found = ''
  while (ber.next() && depth < DEEPEST) {
    const isText = ber.tag === 0x81 || ber.tag === 0x80
    if (isText) found += `(${text(ber)})`
    else if (ber.tag === 0x82) found += `(${ber.unsigned()})`
    else if (ber.tag >= 0xa0 || ber.tag === 0x30) found += alternate(ber.inside(), depth + 1)
    if (found.length > LONGEST_NAME) break
  }
  return found
}

export type Failure = { readonly name: string; readonly error: FunctionRef }
export type Results = {
  readonly items: Item[]
  readonly failures: Failure[]
  count: number
}

export type Side = {
  readonly access: Item['access']
  readonly in: Item['in']
  /** Types of variables, so that parts have names; without, they have numbers. */
  readonly typeOf: (name: string) => Type | null
}

/** Values one after the other, each of the next name; `nameOf` tells names beyond those that are known. */
export function readResults(ber: Ber, nameOf: (index: number) => string, side: Side): Results {
  const found: Results = { items: [], failures: [], count: 0 }
  while (ber.next() && found.items.length < MOST_VALUES) {
    const name = nameOf(found.count++)
    if (ber.tag === 0x80) found.failures.push({ name, error: accessErrorOf(ber.unsigned()) })
    else addValue(ber, name, side, found.items)
  }
  return found
}

/** The value that the current element is: one item, or one for each simple value inside. */
export function addValue(ber: Ber, name: string, side: Side, items: Item[]): void {
  const found: Leaves = { leaves: [], entries: 0, bad: false }
  leavesIn(ber, found)
  const type = found.leaves[0]?.path ? side.typeOf(name) : null
  for (const leaf of found.leaves) items.push(itemOf(name, leaf, side, type))
}

const partText = (type: Type | null, path: string): string => (type && nameOfPath(type, path)) ?? `[${path}]`

const itemOf = (name: string, { path, type, count, at }: Leaf, side: Side, parts: Type | null): Item => ({
  object: path === '' ? name : name + partText(parts, path),
  access: side.access,
  type,
  count,
  in: side.in,
  at,
  native: path === '' ? { name } : { name, part: path },
})

/** An item that has a name and no value. */
export const nameless = (name: string, access: Item['access']): Item => ({
  object: name,
  access,
  type: 'raw',
  count: 0,
  in: 'nowhere',
  at: 0,
  native: { name },
})

/** Some names in short: the first, and how many more. */
export const summary = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
