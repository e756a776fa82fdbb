// Which block an upload id stands for: `start upload` names the block, the messages after it name the id only.
import type { BlockName } from './blocks.ts'

const KEPT = 16

export type Uploads = {
  start(id: number, block: BlockName): void
  find(id: number): BlockName | null
  end(id: number): void
}

export function uploads(): Uploads {
  const blocks = new Map<number, BlockName>()
  return {
    start(id, block) {
      blocks.delete(id)
      blocks.set(id, block)
      if (blocks.size > KEPT) blocks.delete(blocks.keys().next().value!)
    },
    find: id => blocks.get(id) ?? null,
    end: id => void blocks.delete(id),
  }
}
