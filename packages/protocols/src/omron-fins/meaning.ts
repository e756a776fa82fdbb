// What FINS messages mean. Omron W342, CS/CJ Series Communications Commands Reference Manual, chapter 5.
import type { Claim, FunctionRef, Item, Operation } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { hexNumber, printable } from '../reader.ts'
import { addressOf, areaOf } from './areas.ts'
import { endOf, FRAME, functionOf, refusalOf, tcpCommands, tcpErrors, verbOf } from './commands.ts'
import type { Fins } from './message.ts'

type Found = { object: string; items: Item[]; detail: Record<string, string | number>; claims: Claim[] }

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!
const ADDRESS = 4 // area, word, bit

export const session = (): Session<Fins> => ({ interpret })

function interpret(request: Fins | null, reply: Fins | null): Meaning {
  const message = request ?? reply!
  if (message.tcp !== FRAME) return tcpMeaning(message, reply)
  if (message.command < 0) return silent
  const refused = reply !== null && endOf(reply.end) !== 0
  const found: Found = { object: '', items: [], detail: {}, claims: [] }
  fill(found, message.command, request, refused ? null : reply)
  const { object, items, detail, claims } = found
  const operation: Operation = {
    verb: verbOf(message.command),
    function: functionOf(message.command),
    object,
    items,
    outcome: refused ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refused ? { refusal: refusalOf(reply.end) } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

const other: FunctionRef = { code: 'tcp-unknown', name: 'unknown command' }

function tcpMeaning({ tcp, tcpError, reply: isReply }: Fins, reply: Fins | null): Meaning {
  const error = reply?.tcpError || tcpError
  const refusal = error ? { code: hexNumber(error), name: tcpErrors[error] ?? 'unknown error' } : undefined
  const operation: Operation = {
    verb: 'connect',
    function: tcpCommands[tcp] ?? other,
    object: '',
    items: [],
    outcome: refusal ? 'refused' : reply || isReply ? 'ok' : 'no-reply',
    ...(refusal ? { refusal } : {}),
  }
  return { operation, claims: [], repeatable: false }
}

function fill(found: Found, command: number, request: Fins | null, done: Fins | null): void {
  const told = done ? replies[command] : undefined
  const asked = request ? requests[command] : undefined
  if (asked) asked(found, request!, done)
  if (told) told(found, done!)
}

const left = ({ bytes, data }: Fins): number => bytes.length - data

/** An item of `count` elements of an area; its values at `at` of the message, if they are all there. */
function itemOf(code: number, where: number, request: Fins, count: number, holder: Fins | null, at: number): Item {
  const { bytes } = request
  const address = word(bytes, where + 1)
  const bit = bytes[where + 3]!
  const width = areaOf(code)?.width ?? 1
  const held = holder !== null && count > 0 && at + count * width <= holder.bytes.length
  const object = addressOf(code, address, bit, count)
  return {
    object,
    access: holder === request ? 'write' : 'read',
    type: width === 2 ? 'u16' : width === 4 ? 'u32' : 'u8',
    count: held ? count : 0,
    in: held ? (holder === request ? 'request' : 'reply') : 'nowhere',
    at: held ? at : 0,
    native: { area: hexNumber(code), address, bit },
  }
}

type Asked = (found: Found, request: Fins, done: Fins | null) => void
type Told = (found: Found, reply: Fins) => void

// 5-3-2, 5-3-3: area, address, number of elements.
const memory =
  (writes: boolean): Asked =>
  (found, request, done) => {
    if (left(request) < ADDRESS + 2) return
    const { bytes, data } = request
    const count = word(bytes, data + ADDRESS)
    const holder = writes ? request : done
    const item = itemOf(bytes[data]!, data, request, count, holder, writes ? data + ADDRESS + 2 : (done?.data ?? 0))
    found.object = item.object
    found.items.push(item)
  }

// 5-3-4: one value for all of them.
const fillMemory: Asked = (found, request) => {
  if (left(request) < ADDRESS + 4) return
  const { bytes, data } = request
  const item = itemOf(bytes[data]!, data, request, 1, request, data + ADDRESS + 2)
  found.object = addressOf(bytes[data]!, word(bytes, data + 1), bytes[data + 3]!, word(bytes, data + ADDRESS))
  found.items.push({ ...item, object: found.object })
}

const MANY = 16

// 5-3-5: each value behind the code of its area.
const several: Asked = (found, request, done) => {
  const { bytes, data } = request
  let place = done?.data ?? 0
  for (let at = data; at + ADDRESS <= bytes.length; at += ADDRESS) {
    const code = bytes[at]!
    const holder = done && done.bytes[place] === code ? done : null
    found.items.push(itemOf(code, at, request, 1, holder, place + 1))
    place += 1 + (areaOf(code)?.width ?? 1)
  }
  const named = found.items.slice(0, MANY).map(item => item.object)
  found.object = found.items.length > MANY ? `${named.join(', ')} and more` : named.join(', ')
}

// 5-3-6: from, to, how many.
const transfer: Asked = (found, { bytes, data }) => {
  if (bytes.length - data < 2 * ADDRESS + 2) return
  const count = word(bytes, data + 2 * ADDRESS)
  const text = (at: number): string => addressOf(bytes[at]!, word(bytes, at + 1), bytes[at + 3]!, count)
  found.object = text(data + ADDRESS)
  found.detail.from = text(data)
}

// 5-3-29: what is done, and the bit. 5-3-2 of W227: 0 reset, 1 set, 0x8000 and above released.
const actions: Readonly<Record<number, string>> = Object.freeze({
  0x0000: 'off',
  0x0001: 'on',
  0x8000: 'released off',
  0x8001: 'released on',
  0xffff: 'released',
})
const force: Asked = (found, { bytes, data }) => {
  const named: string[] = []
  const done: string[] = []
  for (let at = data + 2; at + 6 <= bytes.length && named.length < MANY; at += 6) {
    named.push(addressOf(bytes[at + 2]!, word(bytes, at + 3), bytes[at + 5]!, 1))
    done.push(actions[word(bytes, at)] ?? hexNumber(word(bytes, at), 4))
  }
  found.object = named.join(', ')
  if (done.length > 0) found.detail.action = done.join(', ')
}

const parameters: Readonly<Record<number, string>> = Object.freeze({
  0x8000: 'all',
  0x8010: 'PLC setup',
  0x8011: 'peripheral device settings',
  0x8012: 'I/O table',
  0x8013: 'routing table',
  0x8002: 'CPU bus unit settings',
})
const parameter: Asked = (found, { bytes, data }) => {
  if (bytes.length - data < 6) return
  const code = word(bytes, data)
  found.object = `${parameters[code] ?? `parameters ${hexNumber(code, 4)}`}/${word(bytes, data + 2)}`
}

// 5-3-11 and on: a number that is always 0xffff, then where and how much.
const program: Asked = (found, { bytes, data }) => {
  if (bytes.length - data < 8) return
  found.object = `program/${word(bytes, data + 2) * 65_536 + word(bytes, data + 4)}`
  found.detail.bytes = word(bytes, data + 6) & 0x7fff
}

/** The password of the program area, which is not told. */
const protect: Asked = (found, { bytes, data }) => {
  found.object = 'program'
  if (bytes.length - data < 12 || bytes.subarray(data + 10).every(byte => byte === 0)) return
  found.claims.push({
    about: 'client',
    attribute: 'credential',
    value: 'password of the program area',
    confidence: 0.8,
  })
}

const modes: Readonly<Record<number, string>> = Object.freeze({ 0: 'program', 1: 'debug', 2: 'monitor', 4: 'run' })
const run: Asked = (found, { bytes, data }) => {
  const mode = bytes.length - data > 2 ? bytes[data + 2]! : 2
  found.detail.mode = modes[mode] ?? mode
}

const two = (value: number): string => value.toString(16).padStart(2, '0')

/** Digits: year, month, day, hour, minute, and more when they are given. */
function timeAt(bytes: Uint8Array, at: number): string {
  if (bytes.length - at < 5) return ''
  const [year, month, day, hour, minute] = [...bytes.subarray(at, at + 5)].map(two)
  const second = bytes.length - at > 5 ? `:${two(bytes[at + 5]!)}` : ''
  return `${year}-${month}-${day} ${hour}:${minute}${second}`
}
const setClock: Asked = (found, { bytes, data }) => {
  const time = timeAt(bytes, data)
  if (time !== '') found.detail.time = time
}

const nameAt =
  (skip: number): Asked =>
  (found, { bytes, data }) => {
    const name = printable(bytes.subarray(Math.min(data + skip, bytes.length), data + skip + 12), 12)
    if (name !== '') found.object = name
  }

const disk: Asked = (found, { bytes, data }) => {
  if (bytes.length - data >= 2) found.object = `disk ${word(bytes, data)}`
}

const requests: Readonly<Record<number, Asked>> = Object.freeze({
  0x0101: memory(false),
  0x0102: memory(true),
  0x0103: fillMemory,
  0x0104: several,
  0x0105: transfer,
  0x0201: parameter,
  0x0202: parameter,
  0x0203: parameter,
  0x0304: protect,
  0x0305: protect,
  0x0306: program,
  0x0307: program,
  0x0401: run,
  0x0702: setClock,
  0x2201: disk,
  0x2202: nameAt(2),
  0x2203: nameAt(4),
  0x2204: disk,
  0x2205: nameAt(4),
  0x2207: nameAt(2),
  0x2208: nameAt(2),
  0x2209: nameAt(2),
  0x2301: force,
  0x2601: nameAt(0),
})

const claim = (attribute: Claim['attribute'], value: string, confidence = 0.95): Claim[] =>
  value === '' ? [] : [{ about: 'server', attribute, value, confidence }]

const MODEL = 20

// 5-3-16: twenty characters each.
const controller: Told = (found, { bytes, data }) => {
  if (bytes.length - data < 2 * MODEL) return
  const model = printable(bytes.subarray(data, data + MODEL))
  const version = printable(bytes.subarray(data + MODEL, data + 2 * MODEL))
  found.detail.model = model
  found.detail.version = version
  found.claims.push(...claim('vendor', 'Omron', 0.8), ...claim('model', model), ...claim('firmware', version))
}

// 5-3-17: number of units, then address and model of each.
const connected: Told = (found, { bytes, data }) => {
  const end = Math.min(bytes.length, data + 1 + 22 * (bytes[data]! & 0x7f))
  for (let at = data + 1; at + 22 <= end; at += 22) {
    const model = printable(bytes.subarray(at + 2, at + 22))
    if (model !== '') found.claims.push(...claim('module', `unit ${hexNumber(word(bytes, at), 4)} ${model}`, 0.9))
  }
}

// 5-3-18: whether it runs, and the mode.
const states: Readonly<Record<number, string>> = Object.freeze({ 0: 'stop', 1: 'run', 0x80: 'standby' })
const status: Told = (found, { bytes, data }) => {
  if (bytes.length - data < 2) return
  const state = states[bytes[data]! & 0x81] ?? 'stop'
  const mode = modes[bytes[data + 1]!] ?? `mode ${bytes[data + 1]}`
  found.detail.state = state
  found.detail.mode = mode
  found.claims.push(...claim('mode', `${state}, ${mode}`, 0.9))
}

const clock: Told = (found, { bytes, data }) => {
  const time = timeAt(bytes, data)
  if (time !== '') found.detail.time = time
}

const nameRead: Told = (found, { bytes, data }) => {
  const name = printable(bytes.subarray(data), 8)
  if (name !== '') found.detail.name = name
  found.claims.push(...claim('name', name, 0.8))
}

const replies: Readonly<Record<number, Told>> = Object.freeze({
  0x0501: controller,
  0x0502: connected,
  0x0601: status,
  0x0701: clock,
  0x2603: nameRead,
})
