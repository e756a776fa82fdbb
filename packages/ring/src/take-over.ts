// What an earlier run left: whole segments stay; one that was not ended gets its index; what nobody can read goes.

import { BlockKeys } from './block-keys.ts'
import { type Disk, type SegmentFile, segmentFiles } from './disk.ts'
import { Ends } from './ends.ts'
import { RingTrouble, viewOf } from './format.ts'
import { framesIn } from './frames.ts'
import type { BlockEntry } from './index-format.ts'
import { indexBlock, type Span, spanOf } from './open-segment.ts'
import { keyOf } from './sealing.ts'
import { Segment } from './segment.ts'

export type Kept = SegmentFile & {
  /** What is in it; null where it is sealed under another key. */
  readonly span: Span | null
  readonly stream: string | null
}

export type TakenOver = {
  readonly kept: readonly Kept[]
  /** Files that had no block that could be read. */
  readonly removed: number
  /** Segments that were not ended. */
  readonly mended: number
  /** Blocks that could not be read. */
  readonly damaged: number
  /** Why some are kept unread. */
  readonly trouble: string | null
}

export function takeOver(disk: Disk, folder: string, secret: string | null): TakenOver {
  const kept: Kept[] = []
  const counts = { removed: 0, mended: 0, damaged: 0 }
  let trouble: string | null = null
  for (const file of segmentFiles(folder)) {
    try {
      const one = ofFile(disk, file, secret)
      counts.damaged += one.damaged
      if (one.mended) counts.mended++
      if (one.kept) kept.push(one.kept)
      else counts.removed++
    } catch (error) {
      // Another key: somebody may have it. It takes its room, and ages like the others.
      trouble = error instanceof Error ? error.message : String(error)
      kept.push({ ...file, span: null, stream: null })
    }
  }
  return { kept, ...counts, trouble }
}

function ofFile(disk: Disk, file: SegmentFile, secret: string | null) {
  const segment = opened(file.path, secret)
  if (!segment) {
    disk.remove(file.path)
    return { kept: null, mended: false, damaged: 0 }
  }
  try {
    if (segment.isWhole) return { kept: { ...file, ...aboutOf(segment, segment.blocks) }, mended: false, damaged: 0 }
    const { blocks, damaged } = indexed(segment)
    if (blocks.length === 0) {
      disk.remove(file.path)
      return { kept: null, mended: false, damaged }
    }
    const size = mend(disk, file.path, segment, blocks, secret)
    return { kept: { ...file, size, ...aboutOf(segment, blocks) }, mended: true, damaged }
  } finally {
    segment.close()
  }
}

const aboutOf = ({ head }: Segment, blocks: readonly BlockEntry[]): Pick<Kept, 'span' | 'stream'> => ({
  span: spanOf(blocks),
  stream: head.stream,
})

/** Null where it is no segment at all. */
function opened(path: string, secret: string | null): Segment | null {
  try {
    return new Segment(path, secret)
  } catch (error) {
    if (error instanceof RingTrouble && error.message.startsWith(path)) return null
    throw error
  }
}

/** The blocks that can be read, with their keys made anew. */
export function indexed(segment: Segment): { blocks: BlockEntry[]; damaged: number } {
  const { seed } = segment.head
  const keys = new BlockKeys()
  const ends = new Ends()
  const blocks: BlockEntry[] = []
  let damaged = segment.damaged
  for (const block of segment.blocks) {
    const payload = segment.read(block)
    if (!payload) {
      damaged++
      continue
    }
    keys.clear()
    const slab = { bytes: payload, view: viewOf(payload) }
    for (const { start, captured, at, link, original } of framesIn(payload, block.head.frames)) {
      ends.of(slab, start, captured, at, link, original)
      keys.add(ends, ends.flow(seed), seed)
    }
    blocks.push({ ...block, keys: keys.values() })
  }
  return { blocks, damaged }
}

/** Writes the index behind the last block. Its size then; the same where there is no room for that. */
function mend(
  disk: Disk,
  path: string,
  segment: Segment,
  blocks: readonly BlockEntry[],
  secret: string | null,
): number {
  const end = indexBlock(blocks, keyOf(segment.head, secret), segment.end)
  const file = disk.open(path)
  try {
    disk.truncate(file, segment.end)
    disk.write(file, end, segment.end)
    return segment.end + end.length
  } catch {
    return segment.end
  } finally {
    disk.close(file)
  }
}
