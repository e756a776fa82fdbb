// Classic pcap, little-endian, microseconds: draft-ietf-opsawg-pcap.

export type CapturedFrame = {
  /** In its capture, from 1. */
  readonly number: number
  /** µs since 1970-01-01 UTC. */
  readonly at: number
  /** Link type, LINKTYPE_ number. */
  readonly link: number
  /** Length on the wire. */
  readonly original: number
  readonly bytes: Uint8Array
}

const FILE_HEADER = 24
const RECORD_HEADER = 16
const SNAPLEN = 262_144

/** Frames of one link type as a file; at least one. */
export function pcapOf(frames: readonly CapturedFrame[]): Uint8Array {
  const [head, records] = [pcapHead(frames[0]!.link), pcapRecords(frames)]
  const file = new Uint8Array(head.length + records.length)
  file.set(head)
  file.set(records, head.length)
  return file
}

/** What a file of one link type begins with. */
export function pcapHead(link: number): Uint8Array {
  const head = new Uint8Array(FILE_HEADER)
  const view = new DataView(head.buffer)
  view.setUint32(0, 0xa1b2c3d4, true)
  view.setUint16(4, 2, true)
  view.setUint16(6, 4, true)
  view.setUint32(16, SNAPLEN, true)
  view.setUint32(20, link, true)
  return head
}

export function pcapRecords(frames: readonly CapturedFrame[]): Uint8Array {
  const records = new Uint8Array(frames.reduce((sum, { bytes }) => sum + RECORD_HEADER + bytes.length, 0))
  const view = new DataView(records.buffer)
  let to = 0
  for (const { at, original, bytes } of frames) {
    const whole = Math.floor(at)
    view.setUint32(to, Math.floor(whole / 1e6), true)
    view.setUint32(to + 4, whole % 1e6, true)
    view.setUint32(to + 8, bytes.length, true)
    view.setUint32(to + 12, original, true)
    records.set(bytes, to + RECORD_HEADER)
    to += RECORD_HEADER + bytes.length
  }
  return records
}
