// A question to a ring, asked from the platform: frames come in pieces, as they are wanted.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Question, type Reading, RingTrouble } from '@nautilus/ring'
import type { CapturedFrame } from '../pcap.ts'

export type RingJob = {
  readonly folder: string
  readonly secret: string | null
  readonly question: Question
  /** Bytes of frames at the most. */
  readonly most: number
}

/** Frames of one piece, packed: copying thousands of small objects between threads would cost more than reading them. */
export type Piece = {
  readonly kind: 'piece'
  /** Number, time, link type, original and captured length of each, in turn. */
  readonly heads: Float64Array<ArrayBuffer>
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type FromRing =
  | Piece
  | { readonly kind: 'end'; readonly reading: Reading; readonly isCut: boolean }
  | { readonly kind: 'refused'; readonly message: string }

export const HEAD_FIELDS = 5

export type RingAnswer = {
  readonly frames: AsyncGenerator<CapturedFrame[], void>
  /** Known at the end. */
  readonly end: { isCut: boolean; damaged: number; unread: readonly string[] }
}

/** ms for the next piece. */
const PATIENCE = 30_000

/** `done` is called once, whatever happens. Whoever does not want the rest returns the generator. */
export function askRing(job: RingJob, done = () => {}): RingAnswer {
  const end: RingAnswer['end'] = { isCut: false, damaged: 0, unread: [] }
  const thread = new Worker(new URL('./ring-question-thread.ts', import.meta.url), { workerData: job })
  thread.once('exit', done)
  // Told by `once` below where somebody waits; else nobody wants to know any more.
  thread.on('error', () => {})
  return { frames: piecesOf(thread, end), end }
}

async function* piecesOf(thread: Worker, end: RingAnswer['end']): AsyncGenerator<CapturedFrame[], void> {
  try {
    for (;;) {
      const answer = once(thread, 'message', { signal: AbortSignal.timeout(PATIENCE) })
      thread.postMessage('more')
      const [message] = (await answer) as [FromRing]
      if (message.kind === 'refused') throw new RingTrouble(message.message)
      if (message.kind === 'end') {
        const { reading, isCut } = message
        Object.assign(end, { isCut, damaged: reading.damaged, unread: [...reading.unread] })
        return
      }
      yield framesOf(message)
    }
  } finally {
    await thread.terminate()
  }
}

function framesOf({ heads, bytes }: Piece): CapturedFrame[] {
  const frames: CapturedFrame[] = []
  let start = 0
  for (let at = 0; at < heads.length; at += HEAD_FIELDS) {
    const end = start + heads[at + 4]!
    const [number, time, link, original] = [heads[at]!, heads[at + 1]!, heads[at + 2]!, heads[at + 3]!]
    frames.push({ number, at: time, link, original, bytes: bytes.subarray(start, end) })
    start = end
  }
  return frames
}
