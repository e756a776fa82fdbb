// What the writer asks of the file system; tests give one that is full.
import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

export type Disk = {
  /** Opens a new file for writing, for its owner alone. */
  create(path: string): number
  /** An existing one, to write at its end. */
  open(path: string): number
  /** All of it, or throws. */
  write(file: number, bytes: Uint8Array, at: number): void
  truncate(file: number, size: number): void
  /** What was written outlives a loss of power. */
  settle(file: number): void
  close(file: number): void
  remove(path: string): void
  /** Bytes free for us, and of the whole file system. */
  room(folder: string): { readonly free: number; readonly total: number }
}

export const realDisk: Disk = {
  create: path => openSync(path, 'wx', 0o600),
  open: path => openSync(path, 'r+'),
  write(file, bytes, at) {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, at + done)
  },
  truncate: (file, size) => ftruncateSync(file, size),
  settle: file => fdatasyncSync(file),
  close: file => closeSync(file),
  remove: path => rmSync(path, { force: true }),
  room(folder) {
    const { bavail, blocks, bsize } = statfsSync(folder)
    return { free: bavail * bsize, total: blocks * bsize }
  },
}

const NAME = /^(\d{10})\.seg$/

export type SegmentFile = {
  readonly path: string
  readonly number: number
  readonly size: number
  readonly changed: number
}

/** Segments of a folder, the oldest first; none where there is no folder. `changed`: µs since 1970. */
export function segmentFiles(folder: string): SegmentFile[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return names.sort().flatMap((name): SegmentFile[] => {
    const number = NAME.exec(name)?.[1]
    const path = join(folder, name)
    const status = number === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
    if (number === undefined || !status?.isFile()) return []
    return [{ path, number: Number(number), size: status.size, changed: status.mtimeMs * 1000 }]
  })
}

export const segmentPath = (folder: string, number: number): string =>
  join(folder, `${String(number).padStart(10, '0')}.seg`)

export const makeFolder = (folder: string): void => void mkdirSync(folder, { recursive: true, mode: 0o700 })
