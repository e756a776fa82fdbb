// Runs bytes through the reader and keeps what came out.
import type { Slab } from '../src/index.ts'
import { CaptureReader } from '../src/reader.ts'

export type Kept = { at: number; data: string; captured: number; original: number; link: number }

export class Keeper {
  readonly records: Kept[] = []
  readonly unread: number[] = []

  record(slab: Slab, start: number, captured: number, original: number, at: number, link: number): void {
    const data = Buffer.from(slab.bytes.subarray(start, start + captured)).toString('hex')
    this.records.push({ at, data, captured, original, link })
  }

  unsupported(link: number): void {
    this.unread.push(link)
  }
}

const { slab } = new CaptureReader(new Keeper())

/** Reads a file from memory, in pieces of the sizes given, the last size for ever. */
export function read(file: Uint8Array, sizes: readonly number[] = [file.length || 1]) {
  const keeper = new Keeper()
  const reader = new CaptureReader(keeper, slab)
  let at = 0
  for (let i = 0; at < file.length; i++) {
    const size = Math.max(1, sizes[Math.min(i, sizes.length - 1)]!)
    if (!reader.push(file.subarray(at, at + size))) break
    at += size
  }
  reader.end()
  return {
    records: keeper.records,
    unread: keeper.unread,
    damage: reader.damage,
    format: reader.format,
    taken: reader.bytes,
  }
}
