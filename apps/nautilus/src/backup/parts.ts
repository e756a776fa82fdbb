// A part of a backup on its way into the archive: cut, packed, counted, summed.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { type ArchiveWriter, Broken } from './tar.ts'

/** Bytes of a piece before packing. Of each part one piece is in memory. */
const PIECE = 4 * 1024 * 1024
/** Bytes of one piece when it is unpacked: rows of telemetry are not cut. */
const MOST_UNPACKED = 256 * 1024 * 1024
const LEVEL = { chunkSize: 1024 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 3 } }

const pack = promisify(zstdCompress)
const unpack = promisify(zstdDecompress)

export type Written = {
  readonly folder: string
  readonly pieces: number
  readonly bytes: number
  readonly sha256: string
}

export const entryName = (folder: string, piece: number): string => `${folder}/${String(piece).padStart(6, '0')}.zst`

/** Each of `bodies` becomes one entry. */
export async function writePart(
  archive: ArchiveWriter,
  folder: string,
  bodies: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<Written> {
  const hash = createHash('sha256')
  let [pieces, bytes] = [0, 0]
  for await (const body of bodies) {
    const packed = await pack(body, LEVEL)
    hash.update(packed)
    pieces++
    bytes += body.length
    await archive.add(entryName(folder, pieces), packed)
    onBytes(body.length)
  }
  return { folder, pieces, bytes, sha256: hash.digest('hex') }
}

/** A stream of bytes in pieces of one size. `end`: told what the stream answered. */
export async function* cut<T>(stream: AsyncGenerator<Buffer, T>, end: (answer: T) => void): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for (;;) {
    const next = await stream.next()
    if (next.done) {
      if (size > 0) yield Buffer.concat(held)
      return end(next.value)
    }
    held.push(next.value)
    size += next.value.length
    while (size >= PIECE) {
      const all = Buffer.concat(held)
      yield all.subarray(0, PIECE)
      held = [all.subarray(PIECE)]
      size = all.length - PIECE
    }
  }
}

export async function unpacked(body: Buffer): Promise<Buffer> {
  try {
    return await unpack(body, { chunkSize: 1024 * 1024, maxOutputLength: MOST_UNPACKED })
  } catch (error) {
    throw new Broken(`a piece cannot be unpacked (${error instanceof Error ? error.message : error})`)
  }
}
