// Schneider UMAS, the inside of function 90. There is no public specification; layouts as published by
// L. Rodriguez, "The Unity (UMAS) protocol" (2017-2018), and the Apache PLC4X description of UMAS. Little-endian.
import type { Claim, FunctionRef, Item, Operation } from '@nautilus/model'
import type { Meaning } from '../dissector.ts'
import { hex, hexNumber, printable, Reader } from '../reader.ts'
import { umasFunction } from './umas-functions.ts'
import { identityOf, projectOf, type Told } from './umas-identity.ts'
import { variableItems } from './umas-variables.ts'

/** Where the session key lies in a Modbus/TCP message: header, unit, function. */
const BASE = 8
const SIGNED = 0x38
const OK = 0xfe
const REFUSED = 0xfd
const SIGNATURE = 33 // a marker and 32 bytes, then a whole message again
const NAME_LIMIT = 64

type Detail = Record<string, string | number>
/** A message without its wrapping: session key, function or status, and what follows. */
type Part = { key: number; code: number; body: Reader; signed: boolean }
type Found = { object: string; items: Item[]; detail: Detail; claims: Claim[] }

/** Who holds the reservation of the controller on this flow, once it was seen to be taken. */
export type Reservation = { key: number; holder: string }

export const isRefusal = (data: Uint8Array): boolean => data[1] === REFUSED

function partOf(data: Uint8Array, wrapped: boolean): Part {
  const body = new Reader(data)
  const signed = wrapped || data[1] === SIGNED
  if (signed) body.skip(2 + SIGNATURE + 1)
  const key = body.u8()
  return { key, code: body.u8(), body, signed }
}

/** Joins a UMAS request and its reply. `taken` is the session's memory, changed here and nowhere else. */
export function umasMeaning(
  request: Uint8Array | null,
  reply: Uint8Array | null,
  taken: { reservation: Reservation | null },
): Meaning {
  const asked = request ? partOf(request, false) : null
  const answer = reply ? partOf(reply, asked?.signed === true) : null
  const { function: ref, verb } = asked ? umasFunction(asked.code) : unasked
  const { object, items, detail, claims } = asked ? foundIn(asked, answer, taken) : nothing
  const operation: Operation = {
    verb,
    function: ref,
    object,
    items,
    ...endOf(answer),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

const nothing: Found = { object: '', items: [], detail: {}, claims: [] }

function foundIn(asked: Part, answer: Part | null, taken: { reservation: Reservation | null }): Found {
  const found: Found = { object: '', items: [], detail: {}, claims: [] }
  const ok = answer?.code === OK ? answer : null
  fill(found, asked, ok)
  if (asked.signed) found.detail.signed = 1
  remember(taken, asked, ok, found)
  return found
}

function endOf(answer: Part | null): Pick<Operation, 'outcome' | 'refusal'> {
  if (!answer) return { outcome: 'no-reply' }
  return answer.code === OK ? { outcome: 'ok' } : { outcome: 'refused', refusal: refusalOf(answer) }
}

/** A reply does not say which function it answers. */
const unasked = { function: { code: '90', name: 'Schneider UMAS' }, verb: 'other' } as const

const refusalOf = ({ code, body }: Part): FunctionRef =>
  code === REFUSED
    ? { code: hex(body.rest(), 4) || '0', name: 'UMAS error' }
    : { code: hexNumber(code), name: 'unknown status' }

function fill(found: Found, asked: Part, answer: Part | null): void {
  switch (asked.code) {
    case 0x02:
      return tell(found, answer, identityOf)
    case 0x03:
      return asked.body.u8() === 0 ? tell(found, answer, projectOf) : undefined
    case 0x20:
      return readMemory(found, asked.body, answer?.body ?? null)
    case 0x22:
    case 0x23: {
      const writes = asked.code === 0x23
      found.items = variableItems(asked.body, writes ? null : (answer?.body ?? null), writes, BASE)
      found.object = found.items.map(item => item.object).join(', ')
      return
    }
    case 0x31:
    case 0x34:
      return block(found, asked.body)
    default:
      return undefined
  }
}

function tell(found: Found, answer: Part | null, told: (body: Reader) => Told | null): void {
  const heard = answer && told(answer.body)
  if (!heard) return
  found.claims = heard.claims
  Object.assign(found.detail, heard.detail)
}

// Range, block, offset, two bytes of no known meaning, length; the reply has range, length and the bytes.
function readMemory(found: Found, asked: Reader, answer: Reader | null): void {
  asked.skip(1)
  const blockNumber = asked.u16le()
  const address = asked.u16le()
  asked.skip(2)
  const count = asked.u16le()
  if (asked.short || count === 0) return
  found.object = `memory/${hexNumber(blockNumber, 4)}/${address}-${address + count - 1}`
  answer?.skip(1)
  const held = answer !== null && answer.u16le() === count && answer.left === count
  found.items = [
    {
      object: found.object,
      access: 'read',
      type: 'raw',
      count,
      in: held ? 'reply' : 'nowhere',
      at: held ? BASE + answer.at : 0,
      native: { table: 'memory', block: blockNumber, address },
    },
  ]
}

// Two bytes of no known meaning, then the number of the block.
function block(found: Found, asked: Reader): void {
  asked.skip(2)
  const number = asked.u16le()
  if (!asked.short) found.object = `program/block/${number}`
}

/** The key that a reservation hands out marks every later message of its holder. */
function remember(
  taken: { reservation: Reservation | null },
  asked: Part,
  answer: Part | null,
  { claims, detail }: Found,
): void {
  if (asked.code === 0x10) {
    asked.body.skip(4)
    const length = asked.body.u8()
    const holder = printable(asked.body.take(Math.min(length, asked.body.left)), NAME_LIMIT)
    if (holder !== '') {
      detail.holder = holder
      claims.push({ about: 'client', attribute: 'session', value: holder, confidence: 0.9 })
    }
    if (answer) taken.reservation = { key: answer.body.u8(), holder }
    return
  }
  const { reservation } = taken
  if (reservation && reservation.key === asked.key && reservation.holder !== '') detail.holder = reservation.holder
  if (asked.code === 0x11 && answer) taken.reservation = null
}
