// Compressed captures, unpacked as they are read.
import { finished } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'

export type Packing = 'gzip' | 'zstd'

/** Packed bytes from a place in the file; null when the file is a pipe and cannot be read twice. */
export type Source = { readonly from: (at: number, piece: number) => Iterable<Uint8Array>; readonly again: boolean }

/** What came of it: `null`, or why the packed data cannot be read further. */
export type Unpacked = string | null

const PIECE = 65_536
/** A damaged place is approached in steps of this many packed bytes. */
const STEP = 8

export function packingOf(front: Uint8Array): Packing | null {
  if (front[0] === 0x1f && front[1] === 0x8b) return 'gzip'
  const zstd = front[0] === 0x28 && front[1] === 0xb5 && front[2] === 0x2f && front[3] === 0xfd
  return zstd ? 'zstd' : null
}

/**
 * Unpacks into `take` until it returns false. zlib throws away what it had unpacked when it meets damage, so then the
 * last piece is unpacked again in small steps: all that is readable is read.
 */
export async function unpack(
  source: Source,
  packing: Packing,
  take: (piece: Uint8Array) => boolean,
): Promise<Unpacked> {
  let taken = 0
  const first = await run(source.from(0, PIECE), packing, piece => {
    taken += piece.length
    return take(piece)
  })
  if (first.why === null || !source.again) return first.why
  let passed = 0
  const rest = (piece: Uint8Array): boolean => {
    const skipped = Math.min(piece.length, taken - passed)
    passed += skipped
    return skipped === piece.length || take(piece.subarray(skipped))
  }
  await run(inSteps(source, first.read), packing, rest)
  return first.why
}

/** Whole pieces up to `near`, small ones from there. */
function* inSteps(source: Source, near: number): Iterable<Uint8Array> {
  let at = 0
  for (const piece of source.from(0, PIECE)) {
    if (at >= near) break
    yield piece
    at += piece.length
  }
  for (const piece of source.from(at, STEP)) yield piece
}

/** `read` counts the packed bytes that went well. */
async function run(
  pieces: Iterable<Uint8Array>,
  packing: Packing,
  take: (piece: Uint8Array) => boolean,
): Promise<{ why: Unpacked; read: number }> {
  const unpacker = packing === 'gzip' ? createGunzip() : createZstdDecompress()
  let more = true
  let read = 0
  unpacker.on('error', () => {})
  unpacker.on('data', (piece: Buffer) => {
    more = more && take(piece)
  })
  const done = (step: (then: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      unpacker.once('error', reject)
      step(error => {
        unpacker.off('error', reject)
        if (error) reject(unpacker.errored ?? error)
        else resolve()
      })
    })
  try {
    for (const piece of pieces) {
      await done(then => unpacker.write(piece, then))
      if (!more) return { why: null, read }
      read += piece.length
    }
    unpacker.end()
    await finished(unpacker)
    return { why: null, read }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error), read }
  } finally {
    unpacker.destroy()
  }
}
