// A folder into which captures are put: each is read once, when it has stopped growing.
import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type Found = { readonly path: string; readonly name: string; readonly bytes: number; readonly id: string }

const CAPTURE = /\.(pcap|pcapng|cap)(\.(gz|zst))?$/i
/** Files of one folder that are looked at. */
const MOST = 10_000

/** Captures of a folder that did not change for so long, in the order of their names. `now`: ms since 1970. */
export function captures(folder: string, now: number, settled: number): Found[] {
  const names = readdirSync(folder)
    .filter(name => CAPTURE.test(name))
    .sort()
    .slice(0, MOST)
  return names.flatMap((name): Found[] => {
    const path = join(folder, name)
    const status = statSync(path, { throwIfNoEntry: false })
    if (!status?.isFile() || status.size === 0 || now - status.mtimeMs < settled) return []
    return [{ path, name, bytes: status.size, id: idOf(path, status.size, status.mtimeMs) }]
  })
}

/** The same file in the same state has the same id, over restarts too. A UUID of version 8, RFC 9562. */
function idOf(path: string, size: number, changed: number): string {
  const hex = createHash('sha256').update(`${path}\n${size}\n${changed}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Uploads have other ids: they are let go of when they are read, and files of a folder are not. */
export const isOfFolder = (id: string): boolean => id[14] === '8'
