// Reads a ring for one question, piece by piece, as it is asked for more.
import { parentPort, workerData } from 'node:worker_threads'
import { framesOf, newReading, type RingFrame } from '@nautilus/ring'
import { type FromRing, HEAD_FIELDS, type Piece, type RingJob } from './ring-question.ts'

/** Bytes, and frames, of one piece. */
const PIECE = 1_048_576
const PIECE_FRAMES = 8192
/** ms after which whoever asked does not come back. */
const FORGOTTEN = 300_000

const { folder, secret, question, most } = workerData as RingJob
const port = parentPort!
const reading = newReading()
const frames = framesOf(folder, question, secret, reading)
const bytes = new Uint8Array(PIECE)
const heads = new Float64Array(HEAD_FIELDS * PIECE_FRAMES)
let left = most
/** It did not fit into the piece before. Its bytes are valid: nothing was read since. */
let waiting: RingFrame | null = null
let isCut = false

function next(): FromRing {
  let [count, used] = [0, 0]
  while (count < PIECE_FRAMES && !isCut) {
    const frame = waiting ?? frames.next().value ?? null
    waiting = null
    if (!frame) break
    if (frame.bytes.length > left) {
      isCut = true
      break
    }
    if (used + frame.bytes.length > PIECE) {
      waiting = frame
      break
    }
    heads.set([frame.number, frame.at, frame.link, frame.original, frame.bytes.length], HEAD_FIELDS * count++)
    bytes.set(frame.bytes, used)
    used += frame.bytes.length
    left -= frame.bytes.length
  }
  if (count > 0) return { kind: 'piece', heads: heads.slice(0, HEAD_FIELDS * count), bytes: bytes.slice(0, used) }
  return { kind: 'end', reading, isCut }
}

function tell(message: FromRing): void {
  const moved = message.kind === 'piece' ? buffersOf(message) : []
  port.postMessage(message, moved)
}

const buffersOf = ({ heads, bytes }: Piece): ArrayBuffer[] => [heads.buffer, bytes.buffer]

let forgotten = setTimeout(() => process.exit(), FORGOTTEN)
port.on('message', () => {
  clearTimeout(forgotten)
  forgotten = setTimeout(() => process.exit(), FORGOTTEN)
  try {
    tell(next())
  } catch (error) {
    tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) })
  }
})
