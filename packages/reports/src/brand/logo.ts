// A picture that somebody uploaded, before it is given to those who draw it: they fail on one that is broken.
import { crc32, inflateSync } from 'node:zlib'

export type Picture = { readonly bytes: Uint8Array; readonly width: number; readonly height: number }

const PREFIX = 'data:image/png;base64,'
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Pixels of a side, and characters of the data URL. */
const [WIDEST, LONGEST] = [2048, 140_000]
/** Samples of a pixel by colour type (PNG 3rd edition, table 7). */
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Null where it is none, or one that we do not draw: 16 bits a sample, or interlaced. */
export function logoOf(url: string | null): Picture | null {
  if (!url?.startsWith(PREFIX) || url.length > LONGEST) return null
  const bytes = Buffer.from(url.slice(PREFIX.length), 'base64')
  const chunks = chunksOf(bytes)
  const head = chunks?.[0]
  if (!chunks || head?.type !== 'IHDR' || head.data.length !== 13 || chunks.at(-1)?.type !== 'IEND') return null
  const [width, height] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4)]
  const [depth, colour, , , interlace] = head.data.subarray(8)
  const perPixel = samples[colour!]
  if (!perPixel || depth! > 8 || interlace !== 0 || width < 1 || height < 1) return null
  if (width > WIDEST || height > WIDEST) return null
  if (colour === 3 && !chunks.some(({ type }) => type === 'PLTE')) return null
  const length = height * (1 + Math.ceil((width * depth! * perPixel) / 8))
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  try {
    return inflateSync(packed, { maxOutputLength: length }).length === length ? { bytes, width, height } : null
  } catch {
    return null
  }
}

type Chunk = { readonly type: string; readonly data: Buffer }

/** Length, type, data, checksum (5.3). Null where they do not fit, or a checksum is wrong. */
function chunksOf(bytes: Buffer): Chunk[] | null {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) return null
  const chunks: Chunk[] = []
  for (let at = 8; at < bytes.length; ) {
    if (at + 12 > bytes.length) return null
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, end - 4) })
    at = end
  }
  return chunks
}
