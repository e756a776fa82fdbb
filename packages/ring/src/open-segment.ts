// The segment that is written to.
import { type Disk, segmentPath } from './disk.ts'
import {
  BLOCK_HEAD,
  type BlockHead,
  FRAMES,
  INDEX,
  readBlockHead,
  SEGMENT_HEAD,
  writeSegmentEnd,
  writeSegmentHead,
} from './format.ts'
import type { FramePacker } from './frames.ts'
import { type BlockEntry, encodeIndex } from './index-format.ts'
import { type BlockKey, newSegment, packBlock } from './sealing.ts'

export type Span = Pick<BlockHead, 'first' | 'last' | 'from' | 'to' | 'frames'>

export class OpenSegment {
  readonly path: string
  readonly number: number
  readonly started: number
  readonly seed: number
  size = SEGMENT_HEAD
  readonly blocks: BlockEntry[] = []
  readonly #disk: Disk
  readonly #file: number
  readonly #key: BlockKey

  constructor(
    disk: Disk,
    {
      folder,
      number,
      stream,
      started,
      secret,
    }: {
      readonly folder: string
      readonly number: number
      readonly stream: string
      readonly started: number
      readonly secret: string | null
    },
  ) {
    const { head, key } = newSegment({ stream, started }, secret)
    this.path = segmentPath(folder, number)
    this.number = number
    this.started = started
    this.seed = head.seed
    this.#disk = disk
    this.#key = key
    this.#file = disk.create(this.path)
    try {
      disk.write(this.#file, writeSegmentHead(head), 0)
    } catch (error) {
      this.abandon()
      disk.remove(this.path)
      throw error
    }
  }

  get span(): Span | null {
    return spanOf(this.blocks)
  }

  /** A block as it will lie on the disk. */
  pack(packer: FramePacker, level: number): Uint8Array {
    const { frames, first, last, from, to } = packer
    const number = this.blocks.length
    return packBlock({ kind: FRAMES, number, frames, first, last, from, to }, packer.payload(), this.#key, level)
  }

  /** All of it or nothing: what was begun is cut off again, and the error thrown. */
  append(block: Uint8Array, keys: Int32Array | null): void {
    this.#write(block)
    const sealed = block.slice(0, BLOCK_HEAD)
    const head = readBlockHead(sealed)!
    this.blocks.push({ offset: this.size, sealed, head, keys })
    this.size += block.length
  }

  #write(bytes: Uint8Array): void {
    try {
      this.#disk.write(this.#file, bytes, this.size)
    } catch (error) {
      // Where even that fails, a reader finds the last whole block.
      try {
        this.#disk.truncate(this.#file, this.size)
      } catch {}
      throw error
    }
  }

  /** Writes the index. It is closed whatever happens: without an index it is read more slowly. */
  finish(): void {
    try {
      const end = indexBlock(this.blocks, this.#key, this.size)
      this.#write(end)
      this.size += end.length
      this.#disk.settle(this.#file)
    } finally {
      this.abandon()
    }
  }

  /** Closes it as it is. */
  abandon(): void {
    try {
      this.#disk.close(this.#file)
    } catch {}
  }
}

export function spanOf(blocks: readonly BlockEntry[]): Span | null {
  if (blocks.length === 0) return null
  const heads = blocks.map(({ head }) => head)
  return {
    frames: heads.reduce((sum, { frames }) => sum + frames, 0),
    first: heads[0]!.first,
    last: heads.at(-1)!.last,
    from: heads.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY),
    to: heads.reduce((most, { to }) => Math.max(most, to), Number.NEGATIVE_INFINITY),
  }
}

/** What a segment ends with, from there on. */
export function indexBlock(blocks: readonly BlockEntry[], key: BlockKey, offset: number): Uint8Array {
  const span = spanOf(blocks) ?? { frames: 0, first: 0, last: 0, from: 0, to: 0 }
  const block = packBlock({ kind: INDEX, number: blocks.length, ...span }, encodeIndex(blocks), key)
  const end = writeSegmentEnd(offset)
  const all = new Uint8Array(block.length + end.length)
  all.set(block)
  all.set(end, block.length)
  return all
}
