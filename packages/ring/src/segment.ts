// One segment, read: by its index, or, where that is missing or damaged, by looking for its blocks.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import {
  BLOCK_HEAD,
  type BlockHead,
  FRAMES,
  INDEX,
  RingTrouble,
  readBlockHead,
  readSegmentEnd,
  readSegmentHead,
  SEGMENT_END,
  SEGMENT_HEAD,
  type SegmentHead,
} from './format.ts'
import { type BlockEntry, decodeIndex } from './index-format.ts'
import { type BlockKey, keyOf, openBlock } from './sealing.ts'

/** Bytes read at once while a block is looked for behind damage. */
const STEP = 1_048_576

export type Peeked = { readonly stream: string; readonly span: Pick<BlockHead, 'first' | 'last' | 'from' | 'to'> }

/** Whose frames a segment has, and of when, without opening its index; null where only reading it tells. */
export function peek(path: string): Peeked | null {
  const file = openSync(path, 'r')
  try {
    const size = fstatSync(file).size
    const head = readSegmentHead(readAt(file, 0, SEGMENT_HEAD))
    const index = readSegmentEnd(readAt(file, Math.max(0, size - SEGMENT_END), SEGMENT_END))
    const span = index !== null && index >= 0 ? readBlockHead(readAt(file, index, BLOCK_HEAD)) : null
    return head && span?.kind === INDEX ? { stream: head.stream, span } : null
  } finally {
    closeSync(file)
  }
}

/** Fewer where the file ends. */
function readAt(file: number, at: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  let got = 0
  while (got < count) {
    const more = readSync(file, bytes, got, count - got, at + got)
    if (more === 0) break
    got += more
  }
  return bytes.subarray(0, got)
}

export class Segment {
  readonly head: SegmentHead
  readonly size: number
  /** It ends with an index that could be read. */
  readonly isWhole: boolean
  readonly blocks: readonly BlockEntry[]
  /** Where the last whole block ends. */
  readonly end: number
  /** Places where something lay that was no block. */
  readonly damaged: number
  readonly #file: number
  readonly #key: BlockKey

  /** Throws `RingTrouble` where it is none, or sealed under another secret; else errors of the file system. */
  constructor(path: string, secret: string | null) {
    this.#file = openSync(path, 'r')
    try {
      this.size = fstatSync(this.#file).size
      const head = readSegmentHead(this.#read(0, SEGMENT_HEAD))
      if (!head) throw new RingTrouble(`${path} is not a segment of a ring, or its head is damaged.`)
      this.head = head
      this.#key = keyOf(head, secret)
      const indexed = this.#indexed()
      const { blocks, end, damaged } = indexed ?? this.#scanned()
      this.isWhole = indexed !== null
      this.blocks = blocks
      this.end = end
      this.damaged = damaged
    } catch (error) {
      closeSync(this.#file)
      throw error
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  /** What is in a block; null where it is damaged. */
  read({ offset, sealed, head }: BlockEntry): Uint8Array | null {
    return openBlock(sealed, this.#read(offset + BLOCK_HEAD, head.stored), this.#key)
  }

  #read(at: number, count: number): Uint8Array {
    return readAt(this.#file, at, count)
  }

  #indexed() {
    const end = readSegmentEnd(this.#read(Math.max(0, this.size - SEGMENT_END), SEGMENT_END))
    if (end === null || !(end >= SEGMENT_HEAD && end < this.size)) return null
    const sealed = this.#read(end, BLOCK_HEAD)
    const head = readBlockHead(sealed)
    if (head?.kind !== INDEX) return null
    const payload = openBlock(sealed, this.#read(end + BLOCK_HEAD, head.stored), this.#key)
    const blocks = payload && decodeIndex(payload)
    return blocks && { blocks, end, damaged: 0 }
  }

  #scanned() {
    const blocks: BlockEntry[] = []
    let at = SEGMENT_HEAD
    let end = at
    let damaged = 0
    while (at < this.size) {
      const sealed = this.#read(at, BLOCK_HEAD)
      const head = readBlockHead(sealed)
      const next = at + BLOCK_HEAD + (head?.stored ?? 0)
      if (head && next <= this.size) {
        if (head.kind === FRAMES) {
          blocks.push({ offset: at, sealed, head, keys: null })
          end = next
        }
        at = next
        continue
      }
      const found = this.#search(at + 1)
      // What is behind the last block is an index that was begun, or a block: no loss that could be counted.
      if (found === null) break
      damaged++
      at = found
    }
    return { blocks, end, damaged }
  }

  /** Where the next head of a block begins. */
  #search(from: number): number | null {
    for (let at = from; at < this.size; at += STEP) {
      const piece = Buffer.from(this.#read(at, STEP + BLOCK_HEAD).buffer)
      for (let found = piece.indexOf('NBLK'); found >= 0 && found < STEP; found = piece.indexOf('NBLK', found + 1)) {
        const head = readBlockHead(piece.subarray(found, found + BLOCK_HEAD))
        if (head && at + found + BLOCK_HEAD + head.stored <= this.size) return at + found
      }
    }
    return null
  }
}
