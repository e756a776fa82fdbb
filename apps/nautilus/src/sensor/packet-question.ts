// What the platform may ask of the packets that a sensor keeps: frames of one run by their numbers, or flows in a window of
// time. Nothing else can be asked, and of neither more than so many bytes.
import type { Flow } from '@nautilus/ring'
import { sensorOf } from '../platform/live-file.ts'

export type PacketQuestion = {
  /** The run of the sensor, as findings name it. */
  readonly stream: string
  /** µs, both included. */
  readonly from: number
  readonly to: number
  /** Frames of this run; null: the flows. */
  readonly numbers: readonly number[] | null
  /** Either direction of any of these; null: the numbers. */
  readonly flows: readonly Flow[] | null
  /** Of the flows their two ends count, whatever they say to each other. */
  readonly anyPort: boolean
  /** Bytes of frames. */
  readonly most: number
}

export const MOST_NUMBERS = 4096
export const MOST_FLOWS = 64
/** Bytes of frames of one answer. */
export const MOST_PACKETS = 16 * 1024 * 1024
/** µs of the window, where flows are asked for. */
const MOST_WINDOW = 6 * 3600e6
/** Bytes of a question. */
const MOST_QUESTION = 256 * 1024
/** The largest kind of an address of the ring, and the words of one. */
const [KINDS, WORDS] = [6, 4]

export const questionText = (question: PacketQuestion): Uint8Array => Buffer.from(JSON.stringify(question))

/** As a sensor takes it; a sentence where it does not. `sensor`: whose packets they are. */
export function readQuestion(bytes: Uint8Array, sensor: string): PacketQuestion | string {
  if (bytes.length > MOST_QUESTION) return `The question has more than ${MOST_QUESTION} bytes.`
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return 'The question is not JSON.'
  }
  return faultInQuestion(value, sensor) ?? (value as PacketQuestion)
}

function faultInQuestion(value: unknown, sensor: string): string | null {
  if (typeof value !== 'object' || value === null) return 'The question is no object.'
  const { stream, from, to, numbers, flows, anyPort, most } = value as Record<string, unknown>
  if (typeof stream !== 'string' || stream.length > 400 || sensorOf(stream) !== sensor)
    return '`stream` is no run of this sensor.'
  if (!isWhole(from) || !isWhole(to) || from > to) return '`from` and `to` are times in µs, one after the other.'
  if (!isWhole(most) || most < 1 || most > MOST_PACKETS) return `\`most\` is from 1 to ${MOST_PACKETS} bytes.`
  if (typeof anyPort !== 'boolean') return '`anyPort` is true or false.'
  if ((numbers === null) === (flows === null)) return 'A question names frames or flows, one of the two.'
  if (numbers !== null) return isListOf(numbers, MOST_NUMBERS, isNumber) ? null : '`numbers` are numbers of frames.'
  if (to - from > MOST_WINDOW) return `The window is longer than ${MOST_WINDOW / 3600e6} hours.`
  return isListOf(flows, MOST_FLOWS, isFlow) ? null : '`flows` are pairs of ends with their protocol.'
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isNumber = (value: unknown): boolean => isWhole(value) && value > 0
const isListOf = (value: unknown, most: number, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isOne)

function isFlow(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { protocol, a, b } = value as Record<string, unknown>
  return isWhole(protocol) && protocol <= 65_535 && isEnd(a) && isEnd(b)
}

function isEnd(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { kind, words, port } = value as Record<string, unknown>
  if (!isWhole(kind) || kind > KINDS || !isWhole(port) || port > 65_535) return false
  return Array.isArray(words) && words.length === WORDS && words.every(word => Number.isInteger(word))
}

/** A spool that let go of something calls what is behind the gap a run of its own; the ring does not. */
export const ringStream = (stream: string): string => stream.replace(/\+\d+$/, '')
