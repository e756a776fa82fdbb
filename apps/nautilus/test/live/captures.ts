// Captures of the simulator, and what a sensor makes of a capture.
import { rmSync } from 'node:fs'
import { type RecordSink, readCapture } from '@nautilus/capture'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, type Frame, mixedFrames, plantFrames } from '@nautilus/simulator'
import { writeWhole } from '../../src/files.ts'

export const START = 1_768_186_500_000_000

export const plant = (): Frame[] =>
  [...plantFrames({ seed: 7, start: START, seconds: 120, stories: ['normal', 'scan'] })].map(copy)
export const mixed = (packets: number): Frame[] => [...mixedFrames({ seed: 3, start: START, packets })].map(copy)

/** The simulator may use its buffers again. */
const copy = ({ at, bytes }: Frame): Frame => ({ at, bytes: bytes.slice() })

/** The same with a tag, or several, the outermost first. */
export function tagged({ at, bytes }: Frame, ...tags: readonly (readonly [type: number, vlan: number])[]): Frame {
  const made = new Uint8Array(bytes.length + 4 * tags.length)
  made.set(bytes.subarray(0, 12))
  const view = new DataView(made.buffer)
  for (const [i, [type, vlan]] of tags.entries()) {
    view.setUint16(12 + 4 * i, type)
    view.setUint16(14 + 4 * i, vlan)
  }
  made.set(bytes.subarray(12), 12 + 4 * tags.length)
  return { at, bytes: made }
}

/** As a switch sends a mirror over routers to 10.9.8.7: ERSPAN II in GRE, or VXLAN. */
export function routed({ at, bytes }: Frame, by: 'erspan' | 'vxlan', number: number): Frame {
  // Ethernet and IP, then GRE and ERSPAN or UDP and VXLAN: eight bytes each.
  const head = 14 + 20 + 8 + 8
  const made = new Uint8Array(head + bytes.length)
  const view = new DataView(made.buffer)
  made.set([2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 1])
  view.setUint16(12, 0x0800)
  view.setUint16(14, 0x4500)
  view.setUint16(16, made.length - 14)
  view.setUint16(18, number & 0xffff)
  view.setUint16(22, (64 << 8) | (by === 'erspan' ? 47 : 17))
  view.setUint32(26, 0x0a09_0801)
  view.setUint32(30, 0x0a09_0807)
  if (by === 'erspan') {
    // A sequence number follows, and says that eight bytes of ERSPAN do.
    view.setUint32(34, 0x1000_88be)
    view.setUint32(38, number)
    view.setUint32(42, 0x1000_0001)
  } else {
    view.setUint16(34, 50_000 + (number % 1000))
    view.setUint16(36, 4789)
    view.setUint16(38, made.length - 34)
    view.setUint8(42, 8)
  }
  made.set(bytes, head)
  return { at, bytes: made }
}

export const write = (file: string, frames: readonly Frame[]): Promise<void> => writeWhole(file, encodePcap(frames))

export type Whole = { readonly frames: readonly string[]; readonly ats: readonly number[]; readonly batches: unknown }

/** Its frames in hex, and what a sensor tells of it. */
export async function readWhole(file: string): Promise<Whole> {
  const [frames, ats, batches]: [string[], number[], unknown[]] = [[], [], []]
  const sensor = new Sensor({ onBatch: batch => batches.push(batch) })
  const sink: RecordSink = {
    record(slab, start, captured, original, at, link) {
      frames.push(Buffer.from(slab.bytes.subarray(start, start + captured)).toString('hex'))
      ats.push(at)
      sensor.record(slab, start, captured, original, at, link)
    },
    unsupported: linkType => sensor.unsupported(linkType),
  }
  const reading = await readCapture(file, sink)
  if (!reading.ok) throw new Error(reading.message)
  sensor.finish()
  return { frames, ats, batches: JSON.parse(JSON.stringify(batches)) }
}

export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })
