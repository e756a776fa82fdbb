// Parameters of ROC Plus, each addressed by type of point, logical number and parameter: A6127, opcodes 166, 167, 180, 181.
import type { Claim, Item } from '@nautilus/model'
import { printable } from '../reader.ts'
import { type Frame, HEADER } from './frame.ts'

const TLP = 3
const SYSTEM = 91
const STATION_NAME = 2
const MAX_NAMED = 8

export type Touched = { object: string; items: Item[]; claims: Claim[] }
type Place = { at: number; length: number }
const nowhere: Place = { at: -1, length: 0 }

const textOf = ({ unit, group }: Frame, type: number, logical: number, parameter: number): string =>
  `${unit}.${group}/${type}.${logical}.${parameter}`

function itemOf(object: string, access: 'read' | 'write', address: readonly number[], { at, length }: Place): Item {
  return {
    object,
    access,
    type: 'raw',
    count: length,
    in: at < 0 ? 'nowhere' : access === 'write' ? 'request' : 'reply',
    at: Math.max(at, 0),
    native: { table: address[0]!, logical: address[1]!, address: address[2]! },
  }
}

/** Opcodes 166 and 167: parameters of one point that follow each other, their values one after another. */
export function contiguous(asked: Frame, holder: Frame | null, access: 'read' | 'write'): Touched {
  const { data } = asked
  if (data.length < 4) return { object: '', items: [], claims: [] }
  const [type, logical, count, first] = [data[0]!, data[1]!, data[2]!, data[3]!]
  const object = `${textOf(asked, type, logical, first)}${count > 1 ? `-${first + count - 1}` : ''}`
  const there = holder !== null && holder.data.length > 4
  const place = there ? { at: HEADER + 4, length: holder.data.length - 4 } : nowhere
  return { object, items: [itemOf(object, access, [type, logical, first], place)], claims: [] }
}

/** Opcode 180: the addresses that are asked for, then in the reply each again with its value. */
export function read(asked: Frame, reply: Frame | null): Touched {
  const { data } = asked
  const count = Math.min(data[0] ?? 0, Math.floor((data.length - 1) / TLP))
  const touched: Touched = { object: '', items: [], claims: [] }
  let at = 1
  for (let i = 0; i < count; i++) {
    const address = data.subarray(1 + i * TLP, 1 + (i + 1) * TLP)
    const next = i + 1 < count ? data.subarray(1 + (i + 1) * TLP, 1 + (i + 2) * TLP) : null
    const value = reply && at > 0 ? valueAt(reply.data, at, address, next) : null
    at = value ? value.at + value.length : -1
    add(touched, asked, address, 'read', value ? { at: HEADER + value.at, length: value.length } : nowhere)
    if (reply && value) claim(touched, reply, address, value)
  }
  return touched
}

/** The value behind its address. Only the type of the parameter tells its size: it ends where the next address is. */
function valueAt(data: Uint8Array, at: number, address: Uint8Array, next: Uint8Array | null): Place | null {
  if (!isAddress(data, at, address)) return null
  const start = at + TLP
  if (next === null) return start < data.length ? { at: start, length: data.length - start } : null
  for (let end = start + 1; end + TLP < data.length; end++) {
    if (isAddress(data, end, next)) return { at: start, length: end - start }
  }
  return null
}

const isAddress = (data: Uint8Array, at: number, address: Uint8Array): boolean =>
  at + TLP <= data.length && data[at] === address[0] && data[at + 1] === address[1] && data[at + 2] === address[2]

/** Opcode 181: address and value in turn. Where several are written nothing says where a value ends. */
export function written(asked: Frame): Touched {
  const { data } = asked
  const touched: Touched = { object: '', items: [], claims: [] }
  if (data.length <= 1 + TLP) return touched
  const address = data.subarray(1, 1 + TLP)
  const place = data[0] === 1 ? { at: HEADER + 1 + TLP, length: data.length - 1 - TLP } : nowhere
  add(touched, asked, address, 'write', place)
  if (data[0]! > 1) touched.object += ` and ${data[0]! - 1} more`
  return touched
}

function add(touched: Touched, frame: Frame, address: Uint8Array, access: 'read' | 'write', place: Place): void {
  const numbers = [address[0]!, address[1]!, address[2]!]
  const object = textOf(frame, numbers[0]!, numbers[1]!, numbers[2]!)
  if (touched.items.length < MAX_NAMED) touched.object += touched.object === '' ? object : `, ${object}`
  else if (touched.items.length === MAX_NAMED) touched.object += ', …'
  touched.items.push(itemOf(object, access, numbers, place))
}

function claim({ claims }: Touched, reply: Frame, address: Uint8Array, { at, length }: Place): void {
  if (address[0] !== SYSTEM || address[2] !== STATION_NAME) return
  const value = printable(reply.data.subarray(at, at + length))
  if (value !== '') claims.push({ about: reply.from, attribute: 'name', value, confidence: 0.7 })
}
