// Objects of S7comm-plus: a stream of tagged elements that nest. Tags as the public Wireshark plugin names them.
import type { Reader } from '../reader.ts'
import { readValue, type Value } from './values.ts'
import { unsigned32 } from './vlq.ts'

export type Node = {
  readonly rid: number
  readonly class: number
  /** The first value of each attribute. */
  readonly attributes: ReadonlyMap<number, Value>
}

export const START_OF_OBJECT = 0xa1
const END_OF_OBJECT = 0xa2
const ATTRIBUTE = 0xa3
const RELATION = 0xa4
const VARIABLE_TYPES = 0xab
const VARIABLE_NAMES = 0xac
const MOST_OBJECTS = 256
const DEEPEST = 32

type Open = { rid: number; class: number; attributes: Map<number, Value> }

/**
 * The objects at the cursor, in order of their start, up to the end of the outermost ones. Stops without complaint at
 * what it does not know: what was read until then stands.
 */
export function readObjects(reader: Reader): Node[] {
  const found: Open[] = []
  const open: Open[] = []
  while (reader.left > 0 && !reader.short && step(reader, found, open)) {
    if (open.length === 0 && reader.bytes[reader.at] !== START_OF_OBJECT) break
  }
  return found
}

/** Reads one element; false when it is not one that can be read. */
function step(reader: Reader, found: Open[], open: Open[]): boolean {
  const tag = reader.u8()
  if (tag === START_OF_OBJECT) return start(reader, found, open)
  if (tag === END_OF_OBJECT) return open.pop() !== undefined
  if (tag === ATTRIBUTE) return attribute(reader, open.at(-1))
  if (tag === RELATION) return relation(reader)
  return tag === VARIABLE_TYPES || tag === VARIABLE_NAMES ? skipBlocks(reader) : false
}

function start(reader: Reader, found: Open[], open: Open[]): boolean {
  if (found.length >= MOST_OBJECTS || open.length >= DEEPEST) return false
  const rid = reader.u32()
  const node: Open = { rid, class: unsigned32(reader), attributes: new Map() }
  unsigned32(reader) // class flags
  if (unsigned32(reader) !== 0) unsigned32(reader) // attribute and its flags
  if (reader.short) return false
  found.push(node)
  open.push(node)
  return true
}

function attribute(reader: Reader, node: Open | undefined): boolean {
  const id = unsigned32(reader)
  const value = readValue(reader)
  if (!reader.short && node && !node.attributes.has(id)) node.attributes.set(id, value)
  return !reader.short
}

function relation(reader: Reader): boolean {
  unsigned32(reader)
  reader.skip(4)
  return true
}

/** Lists of variable types and names: blocks with a length before them, the last one empty. */
function skipBlocks(reader: Reader): boolean {
  for (let size = reader.u16(); size !== 0 && !reader.short; size = reader.u16()) reader.skip(size)
  return true
}
