// Pictures that people bring along: PNG alone, for an SVG may hold scripts.

/** Bytes of the picture. */
const MOST = 100_000
/** Pixels of a side: a picture of a few kB can unpack into gigabytes in a browser. */
const WIDEST = 2048
const PREFIX = 'data:image/png;base64,'
/** Characters of a data URL of that many bytes. */
export const LONGEST_LOGO = PREFIX.length + Math.ceil(MOST / 3) * 4
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Signature, and the chunk IHDR: length, name, 13 bytes, checksum (PNG 3rd edition, 5.2 and 11.2.1). */
const SHORTEST = 8 + 25

/** Why this is no picture that we show; null when it is good. */
export function faultOfLogo(url: string): string | null {
  const base64 = url.slice(PREFIX.length)
  if (/^data:image\/svg/i.test(url)) return 'is an SVG, which may hold scripts: it must be a PNG'
  if (!url.startsWith(PREFIX) || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return 'must be a PNG as a data URL'
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > MOST) return `must have at most ${MOST / 1000} kB`
  const isPng =
    bytes.length >= SHORTEST && bytes.subarray(0, 8).equals(SIGNATURE) && bytes.toString('latin1', 12, 16) === 'IHDR'
  if (!isPng) return 'is not a PNG'
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  // Bits of a sample, and whether rows come in seven passes: reports draw neither.
  if (bytes[24]! > 8 || bytes[28] !== 0) return 'must have at most 8 bits a sample, and not be interlaced'
  const isSmall = width > 0 && height > 0 && width <= WIDEST && height <= WIDEST
  return isSmall ? null : `must be at most ${WIDEST} pixels wide and high`
}
