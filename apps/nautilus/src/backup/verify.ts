// Before anything of a backup is believed it is read once as a whole: every byte, every sum.
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { refusalOfState } from '@nautilus/store'
import { isWithin } from './files.ts'
import { MANIFEST, type Manifest, manifestFrom, type Part } from './manifest.ts'
import { entryName } from './parts.ts'
import { MAGIC, opened } from './sealing.ts'
import { Broken, type Entry, entriesOf } from './tar.ts'

const AT_ONCE = 1024 * 1024

export type Archive = {
  readonly file: string
  readonly passphrase: string | null
  /** Told how many bytes of the file were read. */
  readonly onBytes: (bytes: number) => void
}

/** The entries of an archive, opened where it is sealed. */
export async function* entriesIn({ file, passphrase, onBytes }: Archive): AsyncGenerator<Entry> {
  const isSealed = (await beginningOf(file)).equals(MAGIC)
  if (isSealed && passphrase === null)
    throw new Broken('it is under a passphrase: name the file that holds it with --passphrase-file FILE')
  if (!isSealed && passphrase !== null) throw new Broken('it is not under a passphrase: leave out --passphrase-file')
  const bytes = counted(createReadStream(file, { highWaterMark: AT_ONCE }), onBytes)
  yield* entriesOf(isSealed ? opened(passphrase!, bytes) : bytes)
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function* counted(source: AsyncIterable<unknown>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let all = 0
  for await (const piece of source) {
    all += (piece as Buffer).length
    onBytes(all)
    yield piece as Buffer
  }
}

/** Throws `Broken`, which says why it is refused. */
export async function verified(archive: Archive): Promise<Manifest> {
  const sums = new Map<string, { readonly hash: Hash; pieces: number }>()
  let manifest: Manifest | null = null
  for await (const { name, body } of entriesIn(archive)) {
    if (name === MANIFEST) manifest = manifestFrom(body)
    if (!name.startsWith('parts/')) continue
    const folder = name.slice(0, name.lastIndexOf('/'))
    const sum = sums.get(folder) ?? { hash: createHash('sha256'), pieces: 0 }
    sums.set(folder, sum)
    sum.pieces++
    sum.hash.update(body)
    if (name !== entryName(folder, sum.pieces)) throw new Broken(`${name} is not where it belongs`)
  }
  if (!manifest) throw new Broken('it has no manifest')
  const refusal = refusalOfState(manifest.migrations)
  if (refusal !== null) throw new Broken(refusal)
  for (const part of manifest.parts) check(part, sums)
  return manifest
}

function check(part: Part, sums: ReadonlyMap<string, { readonly hash: Hash; readonly pieces: number }>): void {
  const what = part.kind === 'file' ? part.path : `${part.kind} ${part.name}`
  const sum = sums.get(part.folder)
  const found = sum ? sum.hash.copy().digest('hex') : createHash('sha256').digest('hex')
  if ((sum?.pieces ?? 0) !== part.pieces || found !== part.sha256)
    throw new Broken(`its part ${what} is not as its manifest says`)
  if (part.kind === 'file' && !isWithin(part.path)) throw new Broken(`it names a file outside the data folder: ${what}`)
}
