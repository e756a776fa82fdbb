// Values in the data of HART commands, as items with their units, and texts: HCF_SPEC-127, HCF_SPEC-183 (packed ASCII).
import type { Item, ValueType } from '@nautilus/model'
import { printable } from '../reader.ts'
import type { Command, Message } from './frame.ts'
import type { Field } from './layouts.ts'
import { unitOf } from './units.ts'

export type Draft = {
  readonly items: Item[]
  readonly detail: Record<string, string | number>
  /** Texts by name: `tag`, `message`. */
  readonly texts: Record<string, string>
  /** What the object of the operation is made of. */
  readonly names: string[]
  /** `variable-3/` */
  prefix: string
}

export const emptyDraft = (): Draft => ({ items: [], detail: {}, texts: {}, names: [], prefix: '' })

export type Place = {
  readonly message: Message
  readonly command: Command
  readonly access: Item['access']
  readonly in: 'request' | 'reply'
}

const widths = { f32: 4, u8: 1, u16: 2, u24: 3, unit: 1, index: 1, note: 1, 'unit-name': 1, date: 3 } as const

const widthOf = (field: Field): number => ('bytes' in field ? field.bytes : widths[field.kind])

export const objectOf = (device: string, thing: string): string => (device === '' ? thing : `${device}/${thing}`)

/** Reads fields until the data end; what is not there is not told. */
export function readFields(draft: Draft, fields: readonly Field[], place: Place): void {
  const { bytes } = place.message
  let { at } = place.command
  let unit: string | undefined
  for (const field of fields) {
    const width = widthOf(field)
    if (at + width > place.command.end) return
    if (field.kind === 'unit') unit = unitOf(bytes[at]!)
    else tell(draft, field, at, place, unit)
    at += width
  }
}

function tell(draft: Draft, field: Field, at: number, place: Place, unit: string | undefined): void {
  const { bytes } = place.message
  switch (field.kind) {
    case 'f32':
      return item(draft, field.name, 'f32', at, place, field.unit ?? unit)
    case 'u8':
    case 'u16':
    case 'u24':
      return item(draft, field.name, field.kind, at, place)
    case 'index':
      draft.prefix = `${variableOf(bytes[at]!, field.name)}/`
      return
    case 'note':
      draft.detail[field.name] = bytes[at]!
      return
    case 'unit-name':
      draft.detail[field.name] = unitOf(bytes[at]!) ?? bytes[at]!
      return
    case 'packed':
      return text(draft, field.name, unpacked(bytes.subarray(at, at + field.bytes)))
    case 'text':
      return text(draft, field.name, untilZero(bytes.subarray(at, at + field.bytes)))
    case 'date':
      return text(draft, field.name, dateOf(bytes, at))
    default:
      return undefined
  }
}

export function item(draft: Draft, name: string, type: ValueType, at: number, place: Place, unit?: string): void {
  const { device, bytes } = place.message
  // The not-a-number that says "not used": HCF_SPEC-099.
  if (type === 'f32' && bytes[at] === 0x7f && bytes[at + 1] === 0xa0) return
  const variable = draft.prefix + name
  const object = objectOf(device, variable)
  const native = { device, variable }
  draft.names.push(variable)
  const { access } = place
  draft.items.push({ object, access, type, count: 1, in: place.in, at, native, ...(unit ? { unit } : {}) })
}

function text(draft: Draft, name: string, value: string): void {
  if (value === '') return
  draft.texts[name] = value
  draft.names.push(name)
  draft.detail[name] = value
}

/** Four characters of six bits in three bytes. */
export function unpacked(bytes: Uint8Array): string {
  let made = ''
  for (let at = 0; at + 3 <= bytes.length; at += 3) {
    const bits = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
    for (let shift = 18; shift >= 0; shift -= 6) {
      const six = (bits >> shift) & 0x3f
      made += String.fromCharCode(six < 0x20 ? six + 0x40 : six)
    }
  }
  // Zeros, which would be a row of @, are what a device has that was never given a text.
  return /^@*$/.test(made) ? '' : made.trim()
}

export function untilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return printable(end < 0 ? bytes : bytes.subarray(0, end)).trim()
}

const two = (value: number): string => String(value).padStart(2, '0')

function dateOf(bytes: Uint8Array, at: number): string {
  const [day, month, year] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!]
  return day < 1 || day > 31 || month < 1 || month > 12 ? '' : `${1900 + year}-${two(month)}-${two(day)}`
}

const SLOT_9 = 8
const SLOT_33 = 6

/** Command 9: how the device is, then up to eight of variable, class, unit, value, status; then when. */
export function deviceVariables(draft: Draft, place: Place, short: boolean): void {
  const { command, message } = place
  const slot = short ? SLOT_33 : SLOT_9
  let at = command.at + (short ? 0 : 1)
  for (let k = 0; k < 8 && at + slot <= command.end; k++, at += slot) {
    const unitAt = at + (short ? 1 : 2)
    item(draft, variableOf(message.bytes[at]!), 'f32', unitAt + 1, place, unitOf(message.bytes[unitAt]!))
  }
}

const variables: Readonly<Record<number, string>> = Object.freeze({
  243: 'battery-life',
  244: 'percent-of-range',
  245: 'loop-current',
  246: 'PV',
  247: 'SV',
  248: 'TV',
  249: 'QV',
})

const variableOf = (code: number, kind = 'variable'): string =>
  (kind === 'variable' ? variables[code] : undefined) ?? `${kind}-${code}`
