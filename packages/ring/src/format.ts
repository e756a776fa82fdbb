// A file of the ring: a segment. Two copies of its head, then blocks, each with a head of its own, and at its end an index
// and where it begins. All numbers are little-endian. docs/operations.md says what is kept; this file how it lies there.
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What is wrong with a ring, its key or what is asked of it, as a sentence for people. */
export class RingTrouble extends Error {}

export type SegmentHead = {
  readonly isSealed: boolean
  /** Of the hashes in its index. */
  readonly seed: number
  /** 16 bytes: its key follows from the secret and these. */
  readonly salt: Uint8Array
  /** 8 bytes by which a wrong secret is known at once. */
  readonly check: Uint8Array
  /** µs since 1970-01-01 UTC, by the clock of whoever wrote it. */
  readonly started: number
  /** Whose frames they are, and in which numbering: as findings name it. */
  readonly stream: string
}

const MAGIC = 0x474e_4952_5455_414en // "NAUTRING"
const VERSION = 1
const SEALED = 1
const HEAD_COPY = 512
/** A head twice: one damaged byte must not cost a segment. */
export const SEGMENT_HEAD = 2 * HEAD_COPY
const CHECK_AT = 32
/** Bytes of the name of a stream. */
export const MAX_STREAM = 400

export function writeSegmentHead(head: SegmentHead): Uint8Array {
  const copy = unsignedHead(head)
  copy.set(head.check, CHECK_AT)
  viewOf(copy).setUint32(HEAD_COPY - 4, crc32(copy.subarray(0, HEAD_COPY - 4)), true)
  const bytes = new Uint8Array(SEGMENT_HEAD)
  bytes.set(copy)
  bytes.set(copy, HEAD_COPY)
  return bytes
}

/** What the key is bound to: a head that was changed gives another key. */
export const digestOfHead = (head: SegmentHead): Uint8Array => createHash('sha256').update(unsignedHead(head)).digest()

function unsignedHead({ isSealed, seed, salt, started, stream }: SegmentHead): Uint8Array {
  const name = new TextEncoder().encode(stream)
  if (name.length > MAX_STREAM) throw new RingTrouble(`the name of a stream has more than ${MAX_STREAM} bytes`)
  const bytes = new Uint8Array(HEAD_COPY)
  const view = viewOf(bytes)
  view.setBigUint64(0, MAGIC, true)
  view.setUint16(8, VERSION, true)
  view.setUint16(10, isSealed ? SEALED : 0, true)
  view.setUint32(12, seed, true)
  bytes.set(salt, 16)
  view.setFloat64(40, started, true)
  view.setUint16(48, name.length, true)
  bytes.set(name, 50)
  return bytes
}

/** From the first bytes of a file; null where neither copy is whole. */
export function readSegmentHead(bytes: Uint8Array): SegmentHead | null {
  return readHeadCopy(bytes.subarray(0, HEAD_COPY)) ?? readHeadCopy(bytes.subarray(HEAD_COPY, SEGMENT_HEAD))
}

function readHeadCopy(bytes: Uint8Array): SegmentHead | null {
  if (bytes.length < HEAD_COPY) return null
  const view = viewOf(bytes)
  if (view.getBigUint64(0, true) !== MAGIC || view.getUint16(8, true) !== VERSION) return null
  if (view.getUint32(HEAD_COPY - 4, true) !== crc32(bytes.subarray(0, HEAD_COPY - 4))) return null
  const length = view.getUint16(48, true)
  if (length > MAX_STREAM) return null
  return {
    isSealed: (view.getUint16(10, true) & SEALED) !== 0,
    seed: view.getUint32(12, true),
    salt: bytes.slice(16, 32),
    check: bytes.slice(CHECK_AT, CHECK_AT + 8),
    started: view.getFloat64(40, true),
    stream: new TextDecoder().decode(bytes.subarray(50, 50 + length)),
  }
}

export const FRAMES = 1
export const INDEX = 2

/** What the head of a block says. Of an index: the same of all blocks together. */
export type BlockHead = {
  readonly kind: number
  /** From 0, within the segment. */
  readonly number: number
  /** Bytes that follow, and bytes that they unpack into. */
  readonly stored: number
  readonly unpacked: number
  readonly frames: number
  /** Numbers of its first and last frame. */
  readonly first: number
  readonly last: number
  /** µs: the earliest and the latest frame. */
  readonly from: number
  readonly to: number
}

const BLOCK_MAGIC = 0x4b4c_424e // "NBLK"
export const BLOCK_HEAD = 96
/** The part of a head that a seal covers too. */
export const BOUND = 56
const NONCE_AT = 56
const TAG_AT = 68
/** Bytes of one block, packed or unpacked; more is damage. */
export const MAX_BLOCK = 8_388_608

/** Everything but the seal; `closeBlockHead` ends it. */
export function writeBlockHead(head: BlockHead): Uint8Array {
  const bytes = new Uint8Array(BLOCK_HEAD)
  const view = viewOf(bytes)
  view.setUint32(0, BLOCK_MAGIC, true)
  view.setUint32(4, head.number, true)
  view.setUint32(8, head.stored, true)
  view.setUint32(12, head.unpacked, true)
  view.setUint32(16, head.frames, true)
  view.setUint32(20, head.kind, true)
  view.setFloat64(24, head.first, true)
  view.setFloat64(32, head.last, true)
  view.setFloat64(40, head.from, true)
  view.setFloat64(48, head.to, true)
  return bytes
}

/** `nonce` 12 bytes, `tag` 16; of a block that is not sealed, its checksum is the tag. */
export function closeBlockHead(bytes: Uint8Array, nonce: Uint8Array, tag: Uint8Array): void {
  bytes.set(nonce, NONCE_AT)
  bytes.set(tag, TAG_AT)
  viewOf(bytes).setUint32(BLOCK_HEAD - 4, crc32(bytes.subarray(0, BLOCK_HEAD - 4)), true)
}

export const nonceOf = (head: Uint8Array): Uint8Array => head.subarray(NONCE_AT, TAG_AT)
export const tagOf = (head: Uint8Array): Uint8Array => head.subarray(TAG_AT, TAG_AT + 16)

/** Null where these bytes are no head of a block, or a damaged one. */
export function readBlockHead(bytes: Uint8Array): BlockHead | null {
  if (bytes.length < BLOCK_HEAD) return null
  const view = viewOf(bytes)
  if (view.getUint32(0, true) !== BLOCK_MAGIC) return null
  if (view.getUint32(BLOCK_HEAD - 4, true) !== crc32(bytes.subarray(0, BLOCK_HEAD - 4))) return null
  const head = {
    number: view.getUint32(4, true),
    stored: view.getUint32(8, true),
    unpacked: view.getUint32(12, true),
    frames: view.getUint32(16, true),
    kind: view.getUint32(20, true),
    first: view.getFloat64(24, true),
    last: view.getFloat64(32, true),
    from: view.getFloat64(40, true),
    to: view.getFloat64(48, true),
  }
  return head.stored > MAX_BLOCK || head.unpacked > MAX_BLOCK ? null : head
}

const END_MAGIC = 0x444e_454e // "NEND"
export const SEGMENT_END = 16

/** The last bytes of a segment: where its index begins. */
export function writeSegmentEnd(index: number): Uint8Array {
  const bytes = new Uint8Array(SEGMENT_END)
  const view = viewOf(bytes)
  view.setUint32(0, END_MAGIC, true)
  view.setFloat64(8, index, true)
  view.setUint32(4, crc32(bytes.subarray(8)), true)
  return bytes
}

export function readSegmentEnd(bytes: Uint8Array): number | null {
  if (bytes.length < SEGMENT_END) return null
  const view = viewOf(bytes)
  if (view.getUint32(0, true) !== END_MAGIC || view.getUint32(4, true) !== crc32(bytes.subarray(8, 16))) return null
  return view.getFloat64(8, true)
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
