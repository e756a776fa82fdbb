// Answers questions from the files alone: the writer may be at work beside it, or long gone.
import { segmentFiles } from './disk.ts'
import { Ends } from './ends.ts'
import { type BlockHead, viewOf } from './format.ts'
import { framesIn, type RingFrame } from './frames.ts'
import type { BlockEntry } from './index-format.ts'
import { type Span, spanOf } from './open-segment.ts'
import { Asked, type Question } from './question.ts'
import { type Peeked, peek, Segment } from './segment.ts'

export type SegmentAbout = {
  readonly path: string
  readonly bytes: number
  readonly stream: string
  readonly isSealed: boolean
  /** It has its index. */
  readonly isWhole: boolean
  readonly blocks: number
  /** Null where it has no block. */
  readonly span: Span | null
}

/** What reading met on its way. */
export type Reading = {
  /** Blocks that were opened, and blocks that could not be. */
  blocks: number
  damaged: number
  /** Why some segments were not read. */
  readonly unread: Set<string>
}

export const newReading = (): Reading => ({ blocks: 0, damaged: 0, unread: new Set() })

/** What every segment of a folder says of itself, the oldest first. */
export function* segmentsOf(folder: string, secret: string | null, reading: Reading): Generator<SegmentAbout, void> {
  for (const { path, segment } of opened(folder, secret, reading)) {
    const { head, isWhole, blocks, size, damaged } = segment
    reading.damaged += damaged
    yield {
      path,
      bytes: size,
      stream: head.stream,
      isSealed: head.isSealed,
      isWhole,
      blocks: blocks.length,
      span: spanOf(blocks),
    }
  }
}

/** Frames, in the order in which they were captured. Their bytes stay as they are. */
export function* framesOf(
  folder: string,
  question: Question,
  secret: string | null,
  reading: Reading,
): Generator<RingFrame, void> {
  const asked = new Asked(question)
  const mayHave = ({ stream, span }: Peeked) => (asked.stream ?? stream) === stream && asked.mayBeIn(span)
  for (const { segment } of opened(folder, secret, reading, mayHave)) {
    if (asked.stream !== null && segment.head.stream !== asked.stream) continue
    reading.damaged += segment.damaged
    for (const block of segment.blocks) {
      if (!asked.mayBeIn(block.head) || !asked.mayHave(block, segment.head.seed)) continue
      reading.blocks++
      const payload = segment.read(block)
      if (payload) yield* inBlock(payload, block.head, asked)
      else reading.damaged++
    }
  }
}

function* inBlock(payload: Uint8Array, { frames }: BlockHead, asked: Asked): Generator<RingFrame, void> {
  const slab = { bytes: payload, view: viewOf(payload) }
  const ends = new Ends()
  for (const { number, at, link, original, captured, start } of framesIn(payload, frames)) {
    if (!asked.has(number, at)) continue
    if (asked.needsEnds) {
      ends.of(slab, start, captured, at, link, original)
      if (!asked.hasEnds(ends)) continue
    }
    yield { number, at, link, original, bytes: payload.subarray(start, start + captured) }
  }
}

export type Checked = { readonly blocks: number; readonly frames: number; readonly bytes: number }

/** Opens every block of a segment, and counts what is in it. */
export function checkSegment(path: string, secret: string | null, reading: Reading): Checked {
  const segment = new Segment(path, secret)
  const checked = { blocks: 0, frames: 0, bytes: 0 }
  try {
    reading.damaged += segment.damaged
    for (const block of segment.blocks) {
      reading.blocks++
      const payload = segment.read(block)
      const frames = payload ? countFrames(payload, block) : 0
      if (!payload || frames !== block.head.frames) reading.damaged++
      checked.frames += frames
      checked.bytes += payload?.length ?? 0
      checked.blocks++
    }
  } finally {
    segment.close()
  }
  return checked
}

function countFrames(payload: Uint8Array, { head }: BlockEntry): number {
  let count = 0
  for (const _ of framesIn(payload, head.frames)) count++
  return count
}

/** Each segment while it is open. One that went meanwhile is passed over; what cannot be read is noted. */
function* opened(
  folder: string,
  secret: string | null,
  reading: Reading,
  mayHave: (peeked: Peeked) => boolean = () => true,
): Generator<{ readonly path: string; readonly segment: Segment }, void> {
  for (const { path } of segmentFiles(folder)) {
    const segment = tryOpen(path, secret, reading, mayHave)
    if (!segment) continue
    try {
      yield { path, segment }
    } finally {
      segment.close()
    }
  }
}

function tryOpen(
  path: string,
  secret: string | null,
  reading: Reading,
  mayHave: (peeked: Peeked) => boolean,
): Segment | null {
  try {
    const peeked = peek(path)
    if (peeked && !mayHave(peeked)) return null
    return new Segment(path, secret)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') reading.unread.add((error as Error).message)
    return null
  }
}
