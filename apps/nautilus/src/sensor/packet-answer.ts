// What a sensor answers when it is asked for packets: a head, and the frames as a capture. The platform believes none of it
// before it was looked at.
import { createHash } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { CaptureReader } from '@nautilus/capture'
import { FrameCollector } from '../frames.ts'
import { type CapturedFrame, pcapOf } from '../pcap.ts'
import { MOST_NUMBERS, MOST_PACKETS, type PacketQuestion } from './packet-question.ts'

export type PacketAnswer =
  /** `isCut`: there was more than was asked for at the most. */
  | { readonly kind: 'frames'; readonly frames: readonly CapturedFrame[]; readonly isCut: boolean }
  /** It keeps packets, and none of these any more. `reach`: µs, of its earliest; null where it has none at all. */
  | { readonly kind: 'gone'; readonly reach: number | null }
  /** It keeps none, or it does not answer this. */
  | { readonly kind: 'none' | 'refused'; readonly why: string }
  /** It has too much to do: later. */
  | { readonly kind: 'busy' }

/** The answer of a sensor is none, in a sentence. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer'
}

type Head =
  | Exclude<PacketAnswer, { readonly kind: 'frames' }>
  | {
      readonly kind: 'frames'
      /** Of the capture. */
      readonly sha256: string
      /** Of the frames, in their order. */
      readonly numbers: readonly number[]
      readonly isCut: boolean
    }

const LENGTH = 4
/** Bytes of a head, and letters of a sentence in it. */
const MOST_HEAD = 4 * 1024 * 1024
const MOST_WHY = 500
/** Of a file and a frame in a capture. */
const [FILE_HEADER, RECORD_HEADER] = [24, 16]
/** Frames of one answer: of the smallest, 16 MiB are so many. */
const MOST_FRAMES = 400_000
/** Bytes of an answer with all that is around its frames. */
export const MOST_ANSWER = MOST_PACKETS + MOST_FRAMES * RECORD_HEADER + MOST_HEAD

/** As it travels. Frames of the first one's link type, for a capture has one. */
export function answerBytes(answer: PacketAnswer): Uint8Array {
  if (answer.kind !== 'frames') return packed(answer, new Uint8Array(0))
  const alike = answer.frames.filter(({ link }) => link === answer.frames[0]!.link).slice(0, MOST_FRAMES)
  const pcap = pcapOf(alike)
  const numbers = alike.map(({ number }) => number)
  const isCut = answer.isCut || alike.length < answer.frames.length
  return packed({ kind: 'frames', sha256: sumOf(pcap), numbers, isCut }, zstdCompressSync(pcap))
}

function packed(head: Head, body: Uint8Array): Uint8Array {
  const text = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(LENGTH)
  length.writeUInt32LE(text.length)
  return Buffer.concat([length, text, body])
}

/** Throws `BadAnswer` where it is not an answer to this question. */
export function openAnswer(bytes: Uint8Array, question: PacketQuestion): PacketAnswer {
  const { head, body } = partsOf(bytes)
  switch (head.kind) {
    case 'busy':
      return { kind: 'busy' }
    case 'gone':
      return { kind: 'gone', reach: Number.isSafeInteger(head.reach) ? head.reach : null }
    case 'none':
    case 'refused':
      return { kind: head.kind, why: String(head.why).slice(0, MOST_WHY) }
    case 'frames':
      return { kind: 'frames', frames: framesIn(head, body, question), isCut: head.isCut === true }
    default:
      throw new BadAnswer('its kind is not known')
  }
}

function partsOf(bytes: Uint8Array): { readonly head: Head; readonly body: Uint8Array } {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = whole.length < LENGTH ? 0 : whole.readUInt32LE()
  if (length === 0 || length > MOST_HEAD || LENGTH + length > whole.length) throw new BadAnswer('it has no head')
  let head: unknown
  try {
    head = JSON.parse(whole.subarray(LENGTH, LENGTH + length).toString('utf8'))
  } catch {
    throw new BadAnswer('its head is not JSON')
  }
  if (typeof head !== 'object' || head === null) throw new BadAnswer('its head is no object')
  return { head: head as Head, body: whole.subarray(LENGTH + length) }
}

function framesIn(head: Extract<Head, { kind: 'frames' }>, body: Uint8Array, asked: PacketQuestion): CapturedFrame[] {
  const { numbers } = head
  if (!Array.isArray(numbers) || numbers.length === 0 || numbers.length > MOST_FRAMES)
    throw new BadAnswer('it does not number its packets')
  const pcap = unpackedOf(body, asked.most + FILE_HEADER + RECORD_HEADER * numbers.length)
  if (sumOf(pcap) !== head.sha256) throw new BadAnswer('its packets are not what its hash says')
  const collector = new FrameCollector(null, asked.most)
  const reader = new CaptureReader(collector)
  reader.push(pcap)
  reader.end()
  if (reader.damage) throw new BadAnswer(`its capture is damaged at byte ${reader.damage.at}: ${reader.damage.why}`)
  const frames = [...collector.frames.values()]
  if (frames.length !== numbers.length) throw new BadAnswer('it has other packets than it numbers')
  return frames.map((frame, index) => ({ ...frame, number: checked(frame, numbers[index]!, asked) }))
}

function unpackedOf(body: Uint8Array, most: number): Uint8Array {
  try {
    return zstdDecompressSync(body, { maxOutputLength: most })
  } catch {
    throw new BadAnswer(`its packets cannot be unpacked, or have more than ${most} bytes`)
  }
}

/** The number, where that frame was asked for. */
function checked({ at }: CapturedFrame, number: unknown, { numbers, from, to }: PacketQuestion): number {
  if (!Number.isSafeInteger(number) || (number as number) < 1) throw new BadAnswer('it does not number its packets')
  if (numbers && !numbers.includes(number as number)) throw new BadAnswer(`packet ${number} was not asked for`)
  if (at < from || at > to) throw new BadAnswer(`packet ${number} is of another time`)
  return number as number
}

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Numbers of one question to which all of these findings belong. */
export const together = (all: readonly (readonly number[])[]): number[] =>
  [...new Set(all.flat())].sort((a, b) => a - b).slice(0, MOST_NUMBERS)
