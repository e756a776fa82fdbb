import type { Frame } from './frame.ts'

const FILE_HEADER = 24
const RECORD_HEADER = 16
const SNAPLEN = 262_144
const ETHERNET = 1

/**
 * A capture file: classic pcap, little-endian, microseconds, Ethernet. One buffer is used again and again: a yielded
 * chunk is only valid until the next one.
 */
export function* encodePcap(frames: Iterable<Frame>, chunkBytes = 1 << 20): Iterable<Uint8Array> {
  let chunk = new Uint8Array(Math.max(chunkBytes, FILE_HEADER))
  let view = new DataView(chunk.buffer)
  let used = writeFileHeader(view)
  for (const frame of frames) {
    const needed = RECORD_HEADER + frame.bytes.length
    if (used + needed > chunk.length) {
      yield chunk.subarray(0, used)
      used = 0
    }
    if (needed > chunk.length) {
      chunk = new Uint8Array(needed)
      view = new DataView(chunk.buffer)
    }
    writeRecordHeader(view, used, frame)
    chunk.set(frame.bytes, used + RECORD_HEADER)
    used += needed
  }
  if (used > 0) yield chunk.subarray(0, used)
}

function writeFileHeader(view: DataView): number {
  view.setUint32(0, 0xa1b2c3d4, true)
  view.setUint16(4, 2, true)
  view.setUint16(6, 4, true)
  view.setUint32(16, SNAPLEN, true)
  view.setUint32(20, ETHERNET, true)
  return FILE_HEADER
}

function writeRecordHeader(view: DataView, offset: number, frame: Frame): void {
  const seconds = Math.floor(frame.at / 1_000_000)
  view.setUint32(offset, seconds, true)
  view.setUint32(offset + 4, frame.at - seconds * 1_000_000, true)
  view.setUint32(offset + 8, frame.bytes.length, true)
  view.setUint32(offset + 12, frame.bytes.length, true)
}
