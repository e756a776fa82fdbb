// ZIP archives by fflate, with bounds that a hostile archive meets before memory is asked for.
import { unzipSync, type Zippable, zipSync } from 'fflate'
import { MAX_ARCHIVE_BYTES, MAX_FILE_BYTES, MAX_FILES, MAX_RATIO, MAX_UNPACKED_BYTES } from './limits.ts'

export type Unpacked =
  | { readonly ok: true; readonly files: ReadonlyMap<string, Uint8Array>; readonly faults: readonly string[] }
  | { readonly ok: false; readonly why: string }

type Entry = { readonly name: string; readonly size: number; readonly originalSize: number }

/** Files whose name is wanted, by name. A bound that is passed refuses the archive: what is in it was made to harm. */
export function unpack(bytes: Uint8Array, isWanted: (name: string) => boolean): Unpacked {
  if (bytes.length > MAX_ARCHIVE_BYTES) return refused(`it has more than ${MAX_ARCHIVE_BYTES} bytes`)
  try {
    const entries: Entry[] = []
    // The first pass only reads the list of contents.
    unzipSync(bytes, { filter: entry => entries.push(entry) < 0 })
    const why = objectionTo(entries)
    if (why !== null) return refused(why)
    const files = unzipSync(bytes, { filter: ({ name }) => !name.endsWith('/') && isWanted(name) })
    return checked(files, entries)
  } catch (error) {
    return refused(`it cannot be unpacked (${(error as Error).message})`)
  }
}

const refused = (why: string): Unpacked => ({ ok: false, why })

function objectionTo(entries: readonly Entry[]): string | null {
  if (entries.length > MAX_FILES) return `it has ${entries.length} files; at most ${MAX_FILES} are read`
  const total = entries.reduce((sum, { originalSize }) => sum + originalSize, 0)
  if (total > MAX_UNPACKED_BYTES) return `it would unpack to ${total} bytes; at most ${MAX_UNPACKED_BYTES} are read`
  const large = entries.find(({ originalSize }) => originalSize > MAX_FILE_BYTES)
  if (large)
    return `${large.name} in it would unpack to ${large.originalSize} bytes; at most ${MAX_FILE_BYTES} are read`
  const dense = entries.find(({ size, originalSize }) => originalSize > 1e6 && originalSize > size * MAX_RATIO)
  if (dense)
    return `${dense.name} in it is packed more than ${MAX_RATIO} to 1, as archives are that are made to fill a disk`
  const names = new Set<string>()
  const again = entries.find(({ name }) => names.size === names.add(name).size)
  return again ? `${again.name} is in it twice` : null
}

/** What unpacks to another length than the list says is damaged, and not used. */
function checked(files: Record<string, Uint8Array>, entries: readonly Entry[]): Unpacked {
  const sizes = new Map(entries.map(({ name, originalSize }) => [name, originalSize]))
  const sound = Object.entries(files).filter(([name, bytes]) => sizes.get(name) === bytes.length)
  const faults = Object.keys(files)
    .filter(name => !sound.some(([kept]) => kept === name))
    .map(name => `${name} is damaged: its length is not what the archive says`)
  return { ok: true, files: new Map(sound.sort(([a], [b]) => (a < b ? -1 : 1))), faults }
}

/** The same files give the same bytes: no times are kept. */
export function pack(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const contents: Zippable = Object.fromEntries([...files].map(([name, bytes]) => [name, [bytes, { mtime: EPOCH }]]))
  return zipSync(contents, { level: 6 })
}

/** The first moment that the format knows. */
const EPOCH = '1980-01-02T00:00:00'
