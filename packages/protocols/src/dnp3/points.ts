// The values of DNP3 objects as items: IEEE 1815-2012, 4.2.2.7 and Annex A.
import type { Item } from '@nautilus/model'
import type { Layout } from './layouts.ts'
import type { Fragment, Header } from './message.ts'
import { flagsOf, pointOf } from './names.ts'

const ONLINE = 1
/** Bits of the flags that are neither a value nor `online`. */
const NOTABLE = 0x7e
const MAX_FLAGGED = 8
const MAX_NAMED = 8
const AUTHENTICATION = 120
/** Points that are shown as bits of one indication or whose raw bytes are told elsewhere. */
const toldElsewhere = new Set([50, 51, 52, 70, 120])

export type Told = { readonly items: Item[]; readonly flags: string[] }
export type Access = 'read' | 'write'

export function index(body: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let i = width - 1; i >= 0; i--) value = value * 256 + body[at + i]!
  return value
}

/** Adds the values of a fragment's objects; `where` is the message that this fragment is. */
export function tellPoints(told: Told, fragment: Fragment, access: Access, where: 'request' | 'reply'): void {
  for (const header of fragment.headers) {
    if (header.layout && header.count > 0 && !toldElsewhere.has(header.group)) {
      tellHeader(told, fragment, header, header.layout, access, where)
    }
  }
}

function tellHeader(
  told: Told,
  { outstation, body }: Fragment,
  header: Header,
  layout: Layout,
  access: Access,
  where: 'request' | 'reply',
): void {
  const { group, start, count, prefix, at } = header
  const point = pointOf(group)
  const base = `${outstation}/${point}/`
  const isWhole = prefix === 0 && (layout.packed > 0 || (!layout.flags && layout.size === spanOf(layout)))
  if (isWhole && layout.type !== 'text') {
    const bits = layout.packed > 0 ? layout.packed : layout.count
    told.items.push(itemOf(`${base}${spanText(start, count)}`, point, start, layout, access, where, at, count * bits))
    return
  }
  const stride = prefix + layout.size
  // Empty strings take no bytes, and a range can promise billions of them.
  for (let i = 0; i < count && stride > 0; i++) {
    const from = at + i * stride
    const number = prefix > 0 ? index(body, from, prefix) : start + i
    const value = from + prefix + layout.at
    told.items.push(itemOf(`${base}${number}`, point, number, layout, access, where, value, layout.count))
    if (layout.flags) noteFlags(told, `${point}/${number}`, group, body[from + prefix]!)
  }
}

const spanOf = ({ type, count }: Layout): number => (type === 'raw' || type === 'text' ? count : widthOf(type))
const widthOf = (type: Layout['type']): number =>
  type.includes('32') ? 4 : type.includes('16') ? 2 : type.includes('64') ? 8 : 1

function noteFlags({ flags }: Told, name: string, group: number, byte: number): void {
  const value = group === 3 || group === 4 ? 0x40 : 0
  const notable = byte & NOTABLE & ~value
  if (((byte & ONLINE) !== 0 && notable === 0) || flags.length >= MAX_FLAGGED) return
  flags.push(`${name} ${flagsOf(group, byte & ~value)}`)
}

function itemOf(
  object: string,
  table: string,
  address: number,
  { type }: Layout,
  access: Access,
  where: 'request' | 'reply',
  at: number,
  count: number,
): Item {
  return { object, access, type, count, in: where, at, native: { table, address } }
}

const spanText = (start: number, count: number): string => (count > 1 ? `${start}-${start + count - 1}` : String(start))

/** What the headers of a fragment name, as text. */
export function objectOf({ outstation, headers, body }: Fragment): string {
  const named: string[] = []
  for (const header of headers) {
    if (named.length > MAX_NAMED) break
    // The proof of an aggressive mode request stands around what is asked for.
    if (header.group === AUTHENTICATION && (named.length > 0 || headers.some(other => other.group !== AUTHENTICATION)))
      continue
    nameHeader(named, outstation, header, body)
  }
  if (named.length === 0) return String(outstation)
  return named.length > MAX_NAMED ? `${named.slice(0, MAX_NAMED).join(', ')}, …` : named.join(', ')
}

function nameHeader(named: string[], outstation: number, header: Header, body: Uint8Array): void {
  const { group, variation, all, start, count, prefix, sized, at, layout } = header
  const base = `${outstation}/${pointOf(group)}`
  if (group === 60) named.push(`${base}/${variation - 1}`)
  else if (group === 0) named.push(`${base}/${variation}`)
  else if (all || sized || group === AUTHENTICATION || group === 50 || group === 51 || group === 52) named.push(base)
  else if (prefix === 0) named.push(`${base}/${start === 0 && isCounted(header) ? 'any' : spanText(start, count)}`)
  else {
    const stride = prefix + (layout?.size ?? 0)
    for (let i = 0; i < count && i <= MAX_NAMED; i++) named.push(`${base}/${index(body, at + i * stride, prefix)}`)
  }
}

/** 4.2.2.7.3, range codes 7 to 9 without an index: so many of them, whichever they are. */
const isCounted = ({ qualifier }: Header): boolean => (qualifier & 0x0f) >= 7
