// A folder into which captures are put: each is read once, when it has stopped growing.
import { createHash } from 'node:crypto'
import { readdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'

export type Found = { readonly path: string; readonly name: string; readonly bytes: number; readonly id: string }

const CAPTURE = /\.(pcap|pcapng|cap)(\.(gz|zst))?$/i
/** Files of one folder that are looked at. */
const MOST = 10_000

/**
 * Captures of a folder that did not change for so long, in the order of their names. The newest one may be what a capture
 * program writes now and then where little happens: it must have been left alone for longer. `now`: ms since 1970.
 */
export function captures(folder: string, now: number, settled: number, newestSettled = settled): Found[] {
  const files = readdirSync(folder)
    .filter(name => CAPTURE.test(name))
    .sort()
    .slice(0, MOST)
    .flatMap(name => {
      const path = join(folder, name)
      const status = statSync(path, { throwIfNoEntry: false })
      return status?.isFile() && status.size > 0 ? [{ path, name, status }] : []
    })
  const newest = files.reduce((latest, { status }) => Math.max(latest, status.mtimeMs), 0)
  return files
    .filter(({ status: { mtimeMs } }) => now - mtimeMs >= (mtimeMs === newest ? newestSettled : settled))
    .map(({ path, name, status }) => ({ path, name, bytes: status.size, id: idOf(status) }))
}

/**
 * The same file in the same state has the same id, over restarts too, and when it was given another name: programs that
 * rotate their files rename them. A UUID of version 8, RFC 9562.
 */
function idOf({ dev, ino, size, mtimeMs }: Stats): string {
  const hex = createHash('sha256').update(`${dev}\n${ino}\n${size}\n${mtimeMs}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Uploads have other ids: they are let go of when they are read, and files of a folder are not. */
export const isOfFolder = (id: string): boolean => id[14] === '8'
