// Frames on the bus: what a sensor of another machine is asked for, and what it lends.
import { Undecodable } from '@nautilus/bus'
import type { CapturedFrame } from '../../pcap.ts'

export type FramesWanted = { readonly file: string; readonly numbers: readonly number[] }

/** Number, time, link type, length on the wire, bytes that follow. */
const HEAD = 28
const LONGEST = 262_144
const MOST_NUMBERS = 20_000

/** The bytes of a question of the platform; null where it is none. */
export function framesWanted(question: Uint8Array): FramesWanted | null {
  try {
    const { file, numbers } = JSON.parse(Buffer.from(question).toString('utf8')) as Partial<FramesWanted>
    if (typeof file !== 'string' || !Array.isArray(numbers) || numbers.length > MOST_NUMBERS) return null
    return numbers.every(number => Number.isSafeInteger(number)) ? { file, numbers } : null
  } catch {
    return null
  }
}

export const questionFor = ({ file, numbers }: FramesWanted): Uint8Array =>
  Buffer.from(JSON.stringify({ file, numbers: numbers.slice(0, MOST_NUMBERS) }))

export function packFrames(frames: readonly CapturedFrame[]): Uint8Array {
  const packed = Buffer.alloc(frames.reduce((sum, { bytes }) => sum + HEAD + bytes.length, 0))
  let at = 0
  for (const { number, at: time, link, original, bytes } of frames) {
    packed.writeDoubleLE(number, at)
    packed.writeDoubleLE(time, at + 8)
    packed.writeUInt32LE(link, at + 16)
    packed.writeUInt32LE(original, at + 20)
    packed.writeUInt32LE(bytes.length, at + 24)
    packed.set(bytes, at + HEAD)
    at += HEAD + bytes.length
  }
  return packed
}

/** Those of these numbers. Throws `Undecodable` with what is wrong, and where. */
export function unpackFrames(packed: Uint8Array, wanted: ReadonlySet<number>): CapturedFrame[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length)
  const frames: CapturedFrame[] = []
  for (let at = 0; at < bytes.length; ) {
    if (at + HEAD > bytes.length) throw new Undecodable(`the head of a frame at byte ${at} is cut`)
    const [number, time] = [bytes.readDoubleLE(at), bytes.readDoubleLE(at + 8)]
    const [link, original, length] = [16, 20, 24].map(part => bytes.readUInt32LE(at + part)) as [number, number, number]
    const end = at + HEAD + length
    if (length > LONGEST || end > bytes.length)
      throw new Undecodable(`the frame at byte ${at} is longer than it can be`)
    if (!wanted.has(number)) throw new Undecodable(`the frame at byte ${at} is none that was asked for`)
    if (!Number.isFinite(time) || time < 0 || original < length || link > 0xffff)
      throw new Undecodable(`the head of the frame at byte ${at} cannot be`)
    frames.push({ number, at: time, link, original, bytes: bytes.subarray(at + HEAD, end) })
    at = end
  }
  return frames
}
