// A ring in one thread: what is handed over is written at once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Slab } from '@nautilus/capture'
import { type Disk, realDisk } from '../src/disk.ts'
import { HandOver, newShared, slabOf } from '../src/hand-over.ts'
import { framesOf, newReading, type Question, type Reading } from '../src/index.ts'
import { type RingOptions, RingWriter } from '../src/writer.ts'

export type Given = {
  readonly bytes: Uint8Array
  readonly at: number
  readonly original: number
  readonly link: number
}

export const STREAM = 'live:span@2026'
export const KEY = 'a secret of thirty-two characters or more'
export const ETHERNET = 1

export const usual: Omit<RingOptions, 'folder'> = {
  stream: STREAM,
  size: 64 * 1024 * 1024,
  segment: 16 * 1024 * 1024,
  age: 86_400e6,
  segmentAge: 600e6,
  flow: 0,
  spare: 0,
  secret: null,
}

/** Folders that are gone after the tests. */
export const folders = () => {
  const made: string[] = []
  return {
    folder: (): string => {
      const folder = mkdtempSync(join(tmpdir(), 'nautilus-ring-'))
      made.push(folder)
      return folder
    },
    clear: (): void => {
      for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export class Keeping {
  readonly writer: RingWriter
  readonly #hand: HandOver
  readonly #slab: Slab
  #number = 0
  /** µs */
  clock = 1_000e6

  constructor(options: RingOptions, { block = 4096, disk = realDisk }: { block?: number; disk?: Disk } = {}) {
    const shared = newShared(2, block)
    const slabs = shared.buffers.map(slabOf)
    this.writer = new RingWriter(options, () => this.clock, block, disk)
    this.#slab = slabFor(block)
    this.#hand = new HandOver(shared, (buffer, used) => {
      this.writer.take(slabs[buffer]!, used)
      Atomics.store(new Int32Array(shared.busy), buffer, 0)
    })
  }

  keep(frames: readonly Given[]): this {
    for (const { bytes, at, original, link } of frames) {
      this.#slab.bytes.set(bytes, 5)
      this.#hand.add(++this.#number, this.#slab, 5, bytes.length, original, at, link)
    }
    return this
  }

  /** A block ends here. */
  flush(): this {
    this.#hand.flush()
    return this
  }

  end(): void {
    this.flush()
    this.writer.finish()
  }
}

function slabFor(size: number): Slab {
  const bytes = new Uint8Array(size + 64)
  return { bytes, view: new DataView(bytes.buffer) }
}

export type Told = Given & { readonly number: number }

/** Everything that a ring answers, copied. */
export function answered(
  folder: string,
  question: Question = {},
  secret: string | null = null,
  reading: Reading = newReading(),
): Told[] {
  return Array.from(framesOf(folder, question, secret, reading), ({ number, at, link, original, bytes }) => ({
    number,
    at,
    link,
    original,
    bytes: Uint8Array.from(bytes),
  }))
}

export const numbered = (frames: readonly Given[]): Told[] =>
  frames.map(({ bytes, at, link, original }, index) => ({ number: index + 1, at, link, original, bytes }))
