// What GE SRTP messages mean. Layout: G. Denton et al., DFRWS 2017.
import type { Claim, Item, Operation, ValueType } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { printable } from '../reader.ts'
import type { Srtp } from './message.ts'
import {
  FORCE,
  functionOf,
  memories,
  NAMES,
  PRIVILEGE,
  READ,
  refusalOf,
  SET_STATE,
  states,
  stateVerb,
  verbOf,
  WRITE,
} from './services.ts'

const HEADER = 56
const STATUS_AT = 42
const SHORT_DATA_AT = 44
const SHORT_DATA_END = 50
const LEVEL_AT = 51
const STATE_AT = 55 // the upper half of the status word that every reply ends its header with
const TEXT = 0x94

type Detail = Record<string, string | number>
type Found = { object: string; items: Item[]; detail: Detail; claims: Claim[]; verb: Operation['verb'] }

const word = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)

export function session(): Session<Srtp> {
  let state = -1
  return {
    interpret(request, reply) {
      if ((request ?? reply)!.kind.startsWith('open')) return opened(reply)
      const meaning = meaningOf(request, reply)
      const now = reply && !reply.refused ? reply.bytes[STATE_AT]! >> 4 : state
      if (now === state || states[now] === undefined) return meaning
      state = now
      const mode: Claim = { about: 'server', attribute: 'mode', value: states[now], confidence: 0.8 }
      return { ...meaning, claims: [...meaning.claims, mode] }
    },
  }
}

const open = { code: 'open', name: 'open' }
const opened = (reply: Srtp | null): Meaning => ({
  ...silent,
  operation: { verb: 'connect', function: open, object: '', items: [], outcome: reply ? 'ok' : 'no-reply' },
})

function meaningOf(request: Srtp | null, reply: Srtp | null): Meaning {
  if (!request) return silent
  const found = foundIn(request, reply && !reply.refused ? reply : null)
  const { object, items, detail, claims, verb } = found
  const refused = reply?.refused === true
  const operation: Operation = {
    verb,
    function: functionOf(request.service),
    object,
    items,
    outcome: refused ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refused ? { refusal: refusalOf(reply.bytes[STATUS_AT]!, reply.bytes[STATUS_AT + 1]!) } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

function foundIn(request: Srtp, done: Srtp | null): Found {
  const { bytes, service, serviceAt } = request
  const found: Found = { object: '', items: [], detail: {}, claims: [], verb: verbOf(service) }
  switch (service) {
    case READ:
    case WRITE:
    case FORCE:
      memoryFound(found, request, done)
      break
    case SET_STATE: {
      const state = bytes[serviceAt + 1]!
      found.verb = stateVerb(state)
      found.detail.state = states[state] ?? state
      break
    }
    case PRIVILEGE:
      privilegeFound(found, request, done)
      break
    case NAMES:
      namesFound(found, done)
      break
    default:
      break
  }
  return found
}

/** `%R2000-2503`: numbers begin with 1; discrete memories count bits, whichever way they are read. */
function addressOf(name: string, bits: number, offset: number, count: number): string {
  const scale = bits === 8 ? 8 : 1
  const first = offset * scale + 1
  const last = first + count * scale - 1
  return last > first ? `%${name}${first}-${last}` : `%${name}${first}`
}

type Cells = { object: string; type: ValueType; count: number; size: number; native: Item['native'] }

/** Bits that do not begin where a byte does share their first byte with others, and are shown as bytes. */
function cellsOf(bytes: Uint8Array, at: number): Cells {
  const selector = bytes[at]!
  const offset = word(bytes, at + 1)
  const count = word(bytes, at + 3)
  const [name, bits] = memories[selector] ?? [`memory ${selector}/`, 8]
  const object = addressOf(name, bits, offset, count)
  const native = { memory: name, offset, bits }
  if (bits === 16) return { object, type: 'u16le', count, size: 2 * count, native }
  if (bits === 8) return { object, type: 'u8', count, size: count, native }
  const size = ((offset & 7) + count + 7) >> 3
  return (offset & 7) === 0
    ? { object, type: 'bit', count, size, native }
    : { object, type: 'raw', count: size, size, native }
}

/** Selector, offset and how many; the values are in the header when they are few, in the text otherwise. */
function memoryFound(found: Found, { bytes, service, serviceAt }: Srtp, done: Srtp | null): void {
  const { object, type, count, size, native } = cellsOf(bytes, serviceAt + 1)
  const reads = service === READ
  const written = bytes.length >= HEADER + size ? HEADER : -1
  const read = done ? valuesAt(done, size) : -1
  const at = reads ? read : written
  const access = reads ? 'read' : 'write'
  const held = at >= 0 && size > 0
  const place = held ? ({ in: reads ? 'reply' : 'request', at, count } as const) : nowhere
  found.object = object
  found.items.push({ object, access, type, native, ...place })
}

const nowhere = { in: 'nowhere', at: 0, count: 0 } as const

function valuesAt({ bytes }: Srtp, size: number): number {
  if (bytes[31] === TEXT) return HEADER + size <= bytes.length ? HEADER : -1
  return SHORT_DATA_AT + size <= SHORT_DATA_END ? SHORT_DATA_AT : -1
}

/** The level that is asked for, with a password when there is one; the reply says which it is now. */
function privilegeFound(found: Found, { bytes, serviceAt }: Srtp, done: Srtp | null): void {
  found.detail.level = bytes[serviceAt + 1]!
  if (done) found.detail.granted = done.bytes[LEVEL_AT]!
  if (bytes.length <= HEADER || bytes.subarray(HEADER).every(byte => byte === 0)) return
  const value = `privilege level ${bytes[serviceAt + 1]}`
  found.claims.push({ about: 'client', attribute: 'credential', value, confidence: 0.8 })
}

function namesFound(found: Found, done: Srtp | null): void {
  const name = done && done.bytes.length > HEADER ? printable(done.bytes.subarray(HEADER), 8) : ''
  if (!/^[\w ]+$/.test(name)) return
  found.detail.program = name
  found.claims.push({ about: 'server', attribute: 'program', value: name, confidence: 0.8 })
}
