// Tags of Logix controllers. Rockwell Automation publication 1756-PM020, chapter 1: read, write, read-modify-write.
import type { Item } from '@nautilus/model'
import { printable } from '../../reader.ts'
import { widths } from '../../values.ts'
import { type Asked, type Found, nothing, rawItem } from './found.ts'
import { type Cip, longAt, wordAt } from './message.ts'
import { MODIFY_TAG, READ_FRAGMENT, READ_TAG, WRITE_FRAGMENT, WRITE_TAG } from './services.ts'
import { elementary, LOGIX_STRING, SHORT_STRING, STRING, STRUCTURE, typeName } from './types.ts'

/** `Tank[3]`, `Tank{10}` for ten elements, `Tank{10}@480` for what follows at byte 480 of them. */
const nameOf = (tag: string, elements: number, offset: number): string =>
  `${tag}${elements > 1 ? `{${elements}}` : ''}${offset > 0 ? `@${offset}` : ''}`

type Values = { readonly carrier: Cip; readonly at: number; readonly type: number; readonly handle: number }

/** A type, behind which a structure has its handle. */
function typedAt(carrier: Cip, at: number): Values | null {
  if (at + 2 > carrier.end) return null
  const type = wordAt(carrier.bytes, at)
  if (type !== STRUCTURE) return { carrier, at: at + 2, type, handle: -1 }
  return at + 4 > carrier.end ? null : { carrier, at: at + 4, type, handle: wordAt(carrier.bytes, at + 2) }
}

/** Where text lies behind its length, if these values are text. */
function textAt({ carrier, at, type, handle }: Values): { at: number; count: number } | null {
  const { bytes, end } = carrier
  const head = handle === LOGIX_STRING ? 4 : type === STRING ? 2 : type === SHORT_STRING ? 1 : 0
  if (head === 0 || at + head > end) return null
  const count = head === 4 ? longAt(bytes, at) : head === 2 ? wordAt(bytes, at) : bytes[at]!
  return at + head + count > end ? null : { at: at + head, count }
}

function itemOf(object: string, access: Item['access'], values: Values, native: Item['native']): Item {
  const { carrier, at, type } = values
  const side = carrier.reply ? 'reply' : 'request'
  const text = textAt(values)
  if (text) return { object, access, type: 'text', count: text.count, in: side, at: text.at, native }
  const known = elementary[type]
  if (!known) return rawItem(object, access, carrier, at, native)
  const count = Math.floor((carrier.end - at) / widths[known])
  return { object, access, type: known, count, in: side, at, native }
}

export function tagFound(asked: Asked): Found | null {
  switch (asked.request.service) {
    case READ_TAG:
    case READ_FRAGMENT:
      return readFound(asked)
    case WRITE_TAG:
    case WRITE_FRAGMENT:
      return writeFound(asked)
    case MODIFY_TAG:
      return modifyFound(asked)
    default:
      return null
  }
}

function readFound({ request, done, object }: Asked): Found {
  const { bytes, data, end, service } = request
  const elements = end - data < 2 ? 1 : wordAt(bytes, data)
  const offset = service === READ_FRAGMENT && end - data >= 6 ? longAt(bytes, data + 2) : 0
  const name = nameOf(object, elements, offset)
  const values = done ? typedAt(done, done.data) : null
  const native = { tag: object, elements, ...(offset > 0 ? { offset } : {}) }
  const found = nothing(name)
  found.items = [values ? itemOf(name, 'read', values, native) : rawItem(name, 'read', null, 0, native)]
  if (values) found.detail.type = typeName(values.type)
  return found
}

function writeFound({ request, object }: Asked): Found {
  const values = typedAt(request, request.data)
  const place = values ? values.at : request.end
  const fragment = request.service === WRITE_FRAGMENT
  const head = fragment ? 6 : 2
  if (!values || place + head > request.end) return nothing(object)
  const elements = wordAt(request.bytes, place)
  const offset = fragment ? longAt(request.bytes, place + 2) : 0
  const name = nameOf(object, elements, offset)
  const native = { tag: object, elements, ...(offset > 0 ? { offset } : {}) }
  const found = nothing(name)
  found.items = [itemOf(name, 'write', { ...values, at: place + head }, native)]
  found.detail.type = typeName(values.type)
  return found
}

/** New value = (old value OR or-mask) AND and-mask; the masks are no value of the tag. */
function modifyFound({ request, object }: Asked): Found {
  const found = nothing(object)
  const { bytes, data, end } = request
  const size = end - data < 2 ? 0 : wordAt(bytes, data)
  if (size === 0 || data + 2 + 2 * size > end) return found
  found.items = ['or-mask', 'and-mask'].map((mask, index) => ({
    object: `${object}/${mask}`,
    access: 'write',
    type: 'raw',
    count: size,
    in: 'request',
    at: data + 2 + index * size,
    native: { tag: object, mask },
  }))
  return found
}

const NAME = 1 // attribute of the symbol object

/** The names that a list of instances shows, where the name is the first attribute asked for. */
export function listFound({ request, done, object }: Asked): Found {
  const found = nothing(object)
  const { bytes, data, end } = request
  if (!done || end - data < 4 || wordAt(bytes, data + 2) !== NAME || wordAt(bytes, data) !== 2) return found
  const names: string[] = []
  let at = done.data
  while (at + 6 < done.end && names.length < 64) {
    const length = wordAt(done.bytes, at + 4)
    if (at + 6 + length + 2 > done.end) break
    names.push(printable(done.bytes.subarray(at + 6, at + 6 + length), 64))
    at += 6 + length + 2
  }
  if (names.length > 0) found.detail.tags = names.slice(0, 8).join(', ')
  return found
}
