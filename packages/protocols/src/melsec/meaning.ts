// What SLMP messages mean. Mitsubishi SH(NA)-080956ENG, SLMP Reference Manual, chapter 5.
import type { Claim, Item, Operation } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { printable } from '../reader.ts'
import { functionOf, melsoftOf, melsoftVerb, refusalOf, verbOf } from './commands.ts'
import { addressOf, deviceName } from './devices.ts'
import type { Slmp } from './message.ts'

type Found = { object: string; items: Item[]; detail: Record<string, string | number>; claims: Claim[] }

const word = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const search = { code: 'melsoft:search', name: 'MELSOFT search' }

export const session = (): Session<Slmp> => ({ interpret })

function interpret(request: Slmp | null, reply: Slmp | null): Meaning {
  const message = request ?? reply!
  if (message.kind !== 'slmp') return melsoftMeaning(message, reply)
  if (!request || request.command < 0) return silent
  const refused = reply !== null && reply.end !== 0
  const found: Found = { object: '', items: [], detail: {}, claims: [] }
  fill(found, request, refused ? null : reply)
  const { object, items, detail, claims } = found
  const operation: Operation = {
    verb: verbOf(request.command),
    function: functionOf(request.command),
    object,
    items,
    outcome: refused ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refused ? { refusal: refusalOf(reply.end) } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

const MODEL = 0x0121
const MODEL_SIZE = 16

function melsoftMeaning(message: Slmp, reply: Slmp | null): Meaning {
  const { kind, command, bytes } = message
  if (kind === 'melsoft' && command < 0) return silent
  const answer = message.reply ? message : reply
  const claims = kind === 'melsoft' && command === MODEL && answer ? modelClaims(answer.bytes, answer.data + 2) : []
  const operation: Operation = {
    verb: kind === 'search' ? 'discover' : melsoftVerb(command),
    function: kind === 'search' ? search : melsoftOf(command),
    object: kind === 'search' && bytes.length > 3 ? `search ${bytes[3]}` : '',
    items: [],
    outcome: answer ? 'ok' : 'no-reply',
  }
  return { operation, claims, repeatable: false }
}

const vendor: Claim = { about: 'server', attribute: 'vendor', value: 'Mitsubishi Electric', confidence: 0.8 }

function modelClaims(bytes: Uint8Array, at: number): Claim[] {
  const model = at + MODEL_SIZE <= bytes.length ? printable(bytes.subarray(at, at + MODEL_SIZE)) : ''
  return model === '' ? [] : [vendor, { about: 'server', attribute: 'model', value: model, confidence: 0.95 }]
}

function fill(found: Found, request: Slmp, done: Slmp | null): void {
  switch (request.command) {
    case 0x0401:
    case 0x1401:
      return batch(found, request, done)
    case 0x0403:
      return randomRead(found, request, done)
    case 0x1402:
      return randomWrite(found, request)
    case 0x0101:
      if (done) found.claims.push(...modelClaims(done.bytes, done.data))
      return
    case 0x1630:
    case 0x1631:
      found.claims.push({ about: 'client', attribute: 'credential', value: 'remote password', confidence: 0.8 })
      return
    case 0x1001:
    case 0x1003:
      if (request.bytes.length - request.data >= 2)
        found.detail.forced = word(request.bytes, request.data) === 3 ? 1 : 0
      return
    default:
      return
  }
}

/** Number and code of a device: of 24 and 8 bits, and of 32 and 16 bits in subcommands from 2 on (5.2). */
type Device = { readonly number: number; readonly code: number; readonly next: number }

function deviceAt({ bytes, sub }: Slmp, at: number): Device | null {
  const wide = (sub & 2) !== 0
  if (at + (wide ? 6 : 4) > bytes.length) return null
  const number = word(bytes, at) + bytes[at + 2]! * 65_536 + (wide ? bytes[at + 3]! * 16_777_216 : 0)
  return wide ? { number, code: word(bytes, at + 4), next: at + 6 } : { number, code: bytes[at + 3]!, next: at + 4 }
}

/** Where values lie, if their message holds them all. */
function placed(holder: Slmp | null, at: number, size: number, count: number): Pick<Item, 'in' | 'at' | 'count'> {
  const held = holder !== null && count > 0 && at + size <= holder.bytes.length
  return held ? { in: holder.reply ? 'reply' : 'request', at, count } : { in: 'nowhere', at: 0, count: 0 }
}

/** 5.2: device, how many, and the values of a write. Bits take half a byte each. */
function batch(found: Found, request: Slmp, done: Slmp | null): void {
  const device = deviceAt(request, request.data)
  if (!device || device.next + 2 > request.bytes.length) return
  const count = word(request.bytes, device.next)
  const words = (request.sub & 1) === 0
  const writes = request.command === 0x1401
  const holder = writes ? request : done
  const at = writes ? device.next + 2 : (done?.data ?? 0)
  const size = words ? 2 * count : (count + 1) >> 1
  found.object = addressOf(device.code, device.number, count, words)
  found.items.push({
    object: found.object,
    access: writes ? 'write' : 'read',
    type: words ? 'u16le' : 'raw',
    ...placed(holder, at, size, words ? count : size),
    native: { device: deviceName(device.code), number: device.number },
  })
}

const LISTED = 96
const NAMED = 16

const nameAll = (found: Found): void => {
  const named = found.items.slice(0, NAMED).map(item => item.object)
  found.object = found.items.length > NAMED ? `${named.join(', ')} and more` : named.join(', ')
}

/** One value of a word, two words, or a byte that stands for a bit. */
function pushOne(found: Found, device: Device, size: number, holder: Slmp | null, at: number): void {
  const { code, number } = device
  found.items.push({
    object: addressOf(code, number, size === 4 ? 2 : 1, size > 1),
    access: holder?.reply === false ? 'write' : 'read',
    type: size === 4 ? 'u32le' : size === 2 ? 'u16le' : 'u8',
    ...placed(holder, at, size, 1),
    native: { device: deviceName(code), number },
  })
}

/** How many words, how many double words, then their devices. */
function randomRead(found: Found, request: Slmp, done: Slmp | null): void {
  const { bytes, data } = request
  if (data + 2 > bytes.length) return
  const words = bytes[data]!
  const all = words + bytes[data + 1]!
  let place = done?.data ?? 0
  let at = data + 2
  for (let k = 0; k < all && k < LISTED; k++) {
    const device = deviceAt(request, at)
    if (!device) break
    const size = k < words ? 2 : 4
    pushOne(found, device, size, done, place)
    place += size
    at = device.next
  }
  nameAll(found)
}

/** Of words: how many of one, how many of two, each device with its value. Of bits: how many, each with a byte. */
function randomWrite(found: Found, request: Slmp): void {
  const { bytes, data, sub } = request
  const ofBits = (sub & 1) !== 0
  if (data + 2 > bytes.length) return
  const words = bytes[data]!
  const bitSize = (sub & 2) !== 0 ? 2 : 1
  const all = ofBits ? words : words + bytes[data + 1]!
  let at = data + (ofBits ? 1 : 2)
  for (let k = 0; k < all && k < LISTED; k++) {
    const device = deviceAt(request, at)
    const size = ofBits ? bitSize : k < words ? 2 : 4
    if (!device || device.next + size > bytes.length) break
    pushOne(found, device, size, request, device.next)
    at = device.next + size
  }
  nameAll(found)
}
