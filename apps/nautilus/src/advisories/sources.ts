// Files of advisories: from directories, archives, feeds and lists, read one at a time and in a fixed order.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '../world.ts'
import { localFilesOf } from './feeds.ts'
import { MAX_DEPTH, MAX_FILE_BYTES, MAX_FILES } from './limits.ts'

export type Source = { readonly name: string; readonly bytes: Uint8Array }

/** A file, or why it could not be read. */
export type Sourced = Source | { readonly name: string; readonly fault: string }

/** What is named on the command line must be there; what is found in directories and feeds may be damaged. */
export function* sourcesOf(path: string): Iterable<Sourced> {
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status) throw new Refusal(`${path} does not exist; check the name.`)
  if (status.isDirectory()) {
    yield* filesIn(path)
    return
  }
  const source = read(path)
  const listed = 'bytes' in source ? localFilesOf(source) : null
  if (listed === null) yield source
  else if (listed.length === 0)
    yield { name: path, fault: 'names files that are not beside it; nothing is fetched, so copy them there' }
  else for (const file of listed) yield read(file)
}

const telling = /\.(json|zip|csv|csv\.gz)$/i

function* filesIn(directory: string): Iterable<Sourced> {
  let count = 0
  for (const path of walk(directory, 0)) {
    if (++count > MAX_FILES) {
      yield { name: directory, fault: `has more than ${MAX_FILES} files; those after ${path} are not read` }
      return
    }
    yield read(path)
  }
}

/** By name. Links to directories are not followed: they may lead in circles. */
function* walk(directory: string, depth: number): Iterable<string> {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(directory, entry.name)
    if (entry.isDirectory() && depth < MAX_DEPTH) yield* walk(path, depth + 1)
    else if (!entry.isDirectory() && telling.test(entry.name) && !isList(entry.name)) yield path
  }
}

/** Lists of files in a directory that is read as a whole say nothing new. */
const isList = (name: string): boolean => /^(changes\.csv|index\.txt)$/i.test(name)

function read(path: string): Sourced {
  try {
    const { size } = statSync(path)
    if (size > MAX_FILE_BYTES && !/\.zip$/i.test(path))
      return { name: path, fault: `has ${size} bytes; at most ${MAX_FILE_BYTES} are read` }
    const bytes = readFileSync(path)
    const fault = hashFault(path, bytes)
    return fault === null ? { name: path, bytes } : { name: path, fault }
  } catch (error) {
    return { name: path, fault: `cannot be read: ${(error as Error).message}` }
  }
}

/** CSAF providers put `x.json.sha512` beside `x.json`: CSAF 2.0 section 7.1.18. */
function hashFault(path: string, bytes: Uint8Array): string | null {
  const beside = join(dirname(path), `${basename(path)}.sha512`)
  if (!existsSync(beside)) return null
  const [wanted = ''] = readFileSync(beside, 'utf8').trim().split(/\s/)
  const found = createHash('sha512').update(bytes).digest('hex')
  return wanted.toLowerCase() === found ? null : `is not what ${basename(beside)} says: it was changed or damaged`
}
