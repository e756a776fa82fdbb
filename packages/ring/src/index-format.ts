// The index of a segment: of each block where it begins, its head, and its keys.
import { BLOCK_HEAD, type BlockHead, readBlockHead, viewOf } from './format.ts'

export type BlockEntry = {
  /** In the file. */
  readonly offset: number
  /** Its 96 bytes. */
  readonly sealed: Uint8Array
  readonly head: BlockHead
  /** Ascending; null where it may have anything. */
  readonly keys: Int32Array | null
}

const ANY = 0xffff_ffff
const ENTRY = 8 + BLOCK_HEAD + 4

export function encodeIndex(entries: readonly BlockEntry[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, { keys }) => sum + ENTRY + 4 * (keys?.length ?? 0), 0))
  const view = viewOf(bytes)
  let at = 0
  for (const { offset, sealed, keys } of entries) {
    view.setFloat64(at, offset, true)
    bytes.set(sealed, at + 8)
    view.setUint32(at + 8 + BLOCK_HEAD, keys?.length ?? ANY, true)
    at += ENTRY
    for (const key of keys ?? []) {
      view.setInt32(at, key, true)
      at += 4
    }
  }
  return bytes
}

/** Null where it is not as we write it. */
export function decodeIndex(bytes: Uint8Array): BlockEntry[] | null {
  const view = viewOf(bytes)
  const entries: BlockEntry[] = []
  let at = 0
  while (at < bytes.length) {
    if (bytes.length - at < ENTRY) return null
    const sealed = bytes.slice(at + 8, at + 8 + BLOCK_HEAD)
    const head = readBlockHead(sealed)
    const count = view.getUint32(at + 8 + BLOCK_HEAD, true)
    const offset = view.getFloat64(at, true)
    at += ENTRY
    if (!head || !Number.isSafeInteger(offset)) return null
    if (count !== ANY && 4 * count > bytes.length - at) return null
    const keys = count === ANY ? null : Int32Array.from({ length: count }, (_, i) => view.getInt32(at + 4 * i, true))
    entries.push({ offset, sealed, head, keys })
    at += 4 * (keys?.length ?? 0)
  }
  return entries
}
