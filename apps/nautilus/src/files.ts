// Files. Results appear whole or not at all: they are written beside their place and moved there when complete.
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Refusal } from './world.ts'

export type Pieces = Iterable<string | Uint8Array>

/** Writes pieces to a file. */
export async function writeWhole(path: string, pieces: Pieces): Promise<void> {
  try {
    const target = resolved(path)
    const status = statSync(target, { throwIfNoEntry: false })
    if (status?.isDirectory()) throw new Refusal(`${path} is a directory; name a file in it.`)
    // A device or a pipe is written to directly, for there is nothing to rename.
    if (status && !status.isFile()) await writeInto(openSync(target, 'w'), pieces)
    else await writeBeside(target, pieces)
  } catch (error) {
    throw refusalOf(path, error)
  }
}

/** Writes several files as one directory. One that is already there is kept, and its files of these names replaced. */
export async function writeFolder(path: string, files: ReadonlyMap<string, Pieces>): Promise<void> {
  const temporary = temporaryFor(path)
  await whole(temporary, path, async () => {
    mkdirSync(temporary)
    for (const [name, pieces] of files) await writeInto(openSync(join(temporary, name), 'wx'), pieces)
    mkdirSync(path, { recursive: true })
    for (const name of files.keys()) renameSync(join(temporary, name), join(path, name))
  })
}

async function writeBeside(target: string, pieces: Pieces): Promise<void> {
  const temporary = temporaryFor(target)
  await whole(temporary, target, async () => {
    await writeInto(openSync(temporary, 'wx'), pieces)
    renameSync(temporary, target)
  })
}

/** Whatever happens, an interruption included, the temporary does not stay. */
async function whole(temporary: string, path: string, work: () => Promise<void>): Promise<void> {
  const remove = () => rmSync(temporary, { recursive: true, force: true })
  const interrupted = () => {
    remove()
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  try {
    await work()
  } catch (error) {
    throw refusalOf(path, error)
  } finally {
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
    remove()
  }
}

const ENOUGH = 1 << 16

async function writeInto(descriptor: number, pieces: Pieces): Promise<void> {
  let waiting: string[] = []
  let size = 0
  const flush = async () => {
    if (size > 0) writeAll(descriptor, Buffer.from(waiting.join('')))
    waiting = []
    size = 0
    await setImmediate()
  }
  try {
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        waiting.push(piece)
        size += piece.length
        if (size >= ENOUGH) await flush()
        continue
      }
      await flush()
      writeAll(descriptor, piece)
    }
    await flush()
  } finally {
    closeSync(descriptor)
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
}

const temporaryFor = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.part`)

/** Where a link points to, so that the link stays. */
function resolved(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its directory does not exist; create it or name another place',
  ENOTDIR: 'a part of the path is a file, not a directory; name another place',
  EEXIST: 'a file of that name is in the way; name another place',
  EACCES: 'this user may not write there; name another place',
  EPERM: 'this user may not write there; name another place',
  EROFS: 'the file system is read-only; name another place',
  ENOSPC: 'the disk is full; free some space or name another place',
  EDQUOT: 'the disk quota is used up; free some space or name another place',
  EFBIG: 'it would be larger than files may be here; name another place',
}

export function refusalOf(path: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  const reason = reasons[code]
  if (!reason && !code) throw error
  return new Refusal(`${path} cannot be written: ${reason ?? message}. Nothing was left behind.`)
}

/** Do both name the same file on the disk? Then writing one would destroy the other. */
export function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map(path => statSync(path, { throwIfNoEntry: false }))
  return one !== undefined && other !== undefined && one.isFile() && one.dev === other.dev && one.ino === other.ino
}

/** The text of a file of at most `most` bytes; throws a Refusal otherwise. `named` is how the user named it. */
export function readText(path: string, most: number, named = path): string {
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status) throw new Refusal(`${named} does not exist; check the name.`)
  if (!status.isFile()) throw new Refusal(`${named} is no file; check the name.`)
  if (status.size > most) throw new Refusal(`${named} is larger than ${Math.floor(most / 1e6)} MB; name another file.`)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Refusal(`${named} cannot be read: ${(error as Error).message}.`)
  }
}
