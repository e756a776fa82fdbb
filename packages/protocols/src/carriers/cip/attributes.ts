// Attributes of CIP objects: get and set, one, some or all. CIP specification, Volume 1, Appendix A-4; TCP/IP interface:
// Volume 2, 5-4; wall clock and change tracking: Rockwell Automation publication 1756-PM020.
import type { Item, ValueType } from '@nautilus/model'
import { printable } from '../../reader.ts'
import { spanOf } from '../../values.ts'
import { CONTROLLER_NAME, className, IDENTITY, TCP_IP } from './classes.ts'
import { type Asked, type Found, nothing, rawItem } from './found.ts'
import { addressOf, identityAt, identityFound } from './identity.ts'
import { type Cip, longAt, wordAt } from './message.ts'
import { GET_ALL, GET_LIST, GET_SINGLE, SET_ALL, SET_LIST, SET_SINGLE } from './services.ts'

/** Types of attributes whose width is fixed; key: class × 256 + attribute. */
const fixed: Readonly<Record<number, ValueType>> = Object.freeze({
  0x0101: 'u16le',
  0x0102: 'u16le',
  0x0103: 'u16le',
  0x0105: 'u16le',
  0x0106: 'u32le',
  0x0108: 'u8',
  0x8b05: 'i32le',
  0x8b06: 'u64le',
  0x8b0b: 'u64le',
  0xac01: 'u16le',
  0xac02: 'u16le',
  0xac03: 'u32le',
  0xac04: 'u32le',
  0xac0a: 'u32le',
  0xf501: 'u32le',
  0xf502: 'u32le',
  0xf503: 'u32le',
  0xf508: 'u8',
  0xf601: 'u32le',
  0xf602: 'u32le',
  0x4301: 'u8',
  0x4302: 'u8',
  0x4303: 'u64le',
  0x4304: 'u64le',
})
/** Of these several in a row: the local time, from year to microsecond. */
const counts: Readonly<Record<number, number>> = { 0x8b05: 7 }
const INTERFACE = 5
const HOST_NAME = 6
/** Ids that are listed of one message. */
const LISTED = 64
const UNKNOWN = -1

type Place = { readonly object: string; readonly native: Item['native']; readonly ofClass: number }

function placeOf({ request, object }: Asked, attribute: number): Place {
  const { path } = request
  const named = path.attribute === attribute && path.attribute >= 0
  const native = { class: className(path.class), instance: path.instance, attribute }
  return { object: named ? object : `${object}/${attribute}`, native, ofClass: path.class }
}

/** The item of an attribute whose value begins at `at`; where its type is not known it is all that is left. */
function itemAt(place: Place, access: Item['access'], carrier: Cip | null, at: number): Item {
  const { object, native, ofClass } = place
  const key = ofClass * 256 + Number(native.attribute)
  const type = fixed[key]
  const count = counts[key] ?? 1
  if (!carrier || !type || at + spanOf(type, count) > carrier.end) return rawItem(object, access, carrier, at, native)
  return { object, access, type, count, in: carrier.reply ? 'reply' : 'request', at, native }
}

export function attributesFound(asked: Asked): Found | null {
  const { request, done } = asked
  switch (request.service) {
    case GET_ALL:
      return allFound(asked)
    case SET_ALL:
      return {
        ...nothing(asked.object),
        items: [rawItem(asked.object, 'write', request, request.data, nativeOf(request))],
      }
    case GET_SINGLE:
      return singleFound(asked, 'read', done)
    case SET_SINGLE:
      return singleFound(asked, 'write', request)
    case GET_LIST:
      return getListFound(asked)
    case SET_LIST:
      return setListFound(asked)
    default:
      return null
  }
}

const nativeOf = ({ path }: Cip): Item['native'] => ({ class: className(path.class), instance: path.instance })

function allFound(asked: Asked): Found {
  const { request, done, object } = asked
  if (request.path.class === IDENTITY && done) {
    const identity = identityAt(done.bytes, done.data, done.end)
    if (identity) return identityFound(asked, identity)
  }
  const found = nothing(object)
  found.items = [rawItem(object, 'read', done, done?.data ?? 0, nativeOf(request))]
  if (request.path.class === CONTROLLER_NAME && done) nameFound(found, asked, done)
  return found
}

/** The name of the program, behind its length. */
function nameFound(found: Found, { route }: Asked, { bytes, data, end }: Cip): void {
  const length = end - data < 2 ? 0 : wordAt(bytes, data)
  if (length === 0 || data + 2 + length > end) return
  const value = printable(bytes.subarray(data + 2, data + 2 + length))
  found.detail.name = value
  found.claims.push({
    about: 'server',
    attribute: 'program',
    value: route ? `${route} ${value}` : value,
    confidence: 0.9,
  })
}

function singleFound(asked: Asked, access: Item['access'], carrier: Cip | null): Found {
  const { path } = asked.request
  const place = placeOf(asked, path.attribute)
  const object = path.attribute < 0 ? asked.object : place.object
  const found = nothing(object)
  found.items = [itemAt({ ...place, object }, access, carrier, carrier?.data ?? 0)]
  if (path.class === TCP_IP && carrier) interfaceFound(found, path.attribute, carrier)
  return found
}

/** Volume 2, 5-4.3.2.5 and 5-4.3.2.6: addresses of the device, and its name. */
function interfaceFound(found: Found, attribute: number, carrier: Cip): void {
  const { bytes, data, end } = carrier
  if (attribute === INTERFACE && end - data >= 12) {
    const address = addressOf(longAt(bytes, data))
    found.detail.address = address
    found.detail.mask = addressOf(longAt(bytes, data + 4))
    found.detail.gateway = addressOf(longAt(bytes, data + 8))
    if (carrier.reply && address !== '0.0.0.0') {
      found.claims.push({ about: 'server', attribute: 'address', value: address, confidence: 0.9 })
    }
  }
  if (attribute !== HOST_NAME || end - data < 2) return
  const length = wordAt(bytes, data)
  const name = printable(bytes.subarray(data + 2, Math.min(end, data + 2 + length)))
  if (name === '') return
  found.detail.name = name
  if (carrier.reply) found.claims.push({ about: 'server', attribute: 'name', value: name, confidence: 0.9 })
}

const listedOf = (asked: Asked, ids: readonly number[]): string =>
  ids.length === 1 ? `${asked.object}/${ids[0]}` : ids.length === 0 ? asked.object : `${asked.object}/${ids.join(',')}`

function idsOf({ bytes, data, end }: Cip): number[] {
  const ids: number[] = []
  for (let at = data + 2; at + 2 <= end && ids.length < LISTED; at += 2) ids.push(wordAt(bytes, at))
  return ids
}

/** the reply tells of each its number, its status and its value, whose width only its type tells. */
function getListFound(asked: Asked): Found {
  const ids = idsOf(asked.request)
  const found = nothing(listedOf(asked, ids))
  let carrier = asked.done
  let at = carrier ? carrier.data + 2 : 0
  for (const [index, id] of ids.entries()) {
    const place = placeOf(asked, id)
    const width = widthAt(carrier, at, id, place.ofClass)
    const last = index === ids.length - 1
    found.items.push(itemAt(place, 'read', width > 0 || (width < 0 && last) ? carrier : null, at + 4))
    if (width < 0) carrier = null
    at += 4 + Math.max(width, 0)
  }
  return found
}

/** How many bytes the value at hand takes; 0 where there is none, negative where that is not known. */
function widthAt(carrier: Cip | null, at: number, id: number, ofClass: number): number {
  if (!carrier || at + 4 > carrier.end || wordAt(carrier.bytes, at) !== id) return UNKNOWN
  if (wordAt(carrier.bytes, at + 2) !== 0) return 0
  const key = ofClass * 256 + id
  const type = fixed[key]
  return type ? spanOf(type, counts[key] ?? 1) : UNKNOWN
}

/** numbers with their values; the place of one is known as long as the widths before it are. */
function setListFound(asked: Asked): Found {
  const { request } = asked
  const { bytes, data, end } = request
  const ids: number[] = []
  const items: Item[] = []
  let at = data + 2
  for (let left = end - data < 2 ? 0 : wordAt(bytes, data); left > 0 && at + 2 <= end && ids.length < LISTED; left--) {
    const id = wordAt(bytes, at)
    const place = placeOf(asked, id)
    const item = itemAt(place, 'write', request, at + 2)
    ids.push(id)
    items.push(item)
    at += 2 + spanOf(item.type, item.count)
    if (item.type === 'raw') break
  }
  return { ...nothing(listedOf(asked, ids)), items }
}
