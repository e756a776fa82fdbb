// A signed bundle (deploy/bundle.mjs makes them): what is in it, and that every byte is as it was signed.
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs'
import { refusalOf } from '../files.ts'
import { Refusal } from '../world.ts'
import { type Place, tarIndex } from './tar.ts'

export type Bundle = {
  readonly version: string
  readonly architectures: readonly string[]
  /** SHA-256 of a file in it, as hex. */
  sumOf(path: string): string
  sizeOf(path: string): number
  /** Writes a file of it to a new file. */
  extract(path: string, to: string): void
  close(): void
}

/** Bytes of the lists and of the manifest. */
const MAX_LIST = 4_194_304
const PIECE = 1_048_576
const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/

/** The keys of a PEM file; several, while one takes the place of another. */
export function keysIn(file: string): readonly KeyObject[] {
  try {
    const blocks = readFileSync(file, 'utf8').match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
    const keys = blocks.map(block => createPublicKey(block)).filter(key => key.asymmetricKeyType === 'ed25519')
    if (keys.length > 0) return keys
  } catch (error) {
    throw new Refusal(`The key of releases ${file} cannot be read: ${(error as Error).message}.`)
  }
  throw new Refusal(`${file} has no public key of Ed25519: name the key of releases with --key FILE.`)
}

/** Reads all of it: signature, sums, and that nothing is in it that was not signed. Throws a refusal. */
export function openBundle(name: string, keys: readonly KeyObject[]): Bundle {
  const file = opened(name)
  try {
    const places = tarIndex(file, fstatSync(file).size, name)
    const sums = signedSums(file, places, name, keys)
    for (const [path, place] of places) {
      if (path === 'SHA256SUMS' || path === 'SHA256SUMS.sig') continue
      if (!sums.has(path)) throw new Refusal(`${name} cannot be used: nobody signed its file ${path}.`)
      if (sums.get(path) !== sumOf(file, place))
        throw new Refusal(`${name} cannot be used: its file ${path} is not as it was signed.`)
    }
    for (const path of sums.keys())
      if (!places.has(path)) throw new Refusal(`${name} cannot be used: its file ${path} is missing.`)
    const placeOf = (path: string): Place => {
      const place = places.get(path)
      if (!place) throw new Refusal(`${name} has no ${path}.`)
      return place
    }
    return {
      ...manifestIn(listed(file, placeOf('manifest.json'), name).toString('utf8'), name),
      sumOf: path => sums.get(path) ?? '',
      sizeOf: path => placeOf(path).size,
      extract: (path, to) => {
        // It is hashed again: whoever may write to the bundle could have changed it since.
        if (extract(file, placeOf(path), to) === sums.get(path)) return
        rmSync(to)
        throw new Refusal(`${name} was changed while it was read.`)
      },
      close: () => closeSync(file),
    }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function opened(name: string): number {
  try {
    return openSync(name, 'r')
  } catch (error) {
    throw refusalOf(name, error)
  }
}

function signedSums(
  file: number,
  places: ReadonlyMap<string, Place>,
  name: string,
  keys: readonly KeyObject[],
): ReadonlyMap<string, string> {
  const [list, signature] = [places.get('SHA256SUMS'), places.get('SHA256SUMS.sig')]
  if (!list || !signature) throw new Refusal(`${name} cannot be used: it is not signed.`)
  const bytes = listed(file, list, name)
  const signed = listed(file, signature, name)
  if (!keys.some(key => verify(null, bytes, key, signed)))
    throw new Refusal(`${name} cannot be used: it was not signed with the key of releases of this machine.`)
  const lines = bytes.toString('utf8').split('\n').slice(0, -1)
  return new Map(
    lines.map(line => {
      const [, sum, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
      if (sum === undefined || path === undefined)
        throw new Refusal(`${name} cannot be used: its list of sums is none.`)
      return [path, sum]
    }),
  )
}

function listed(file: number, { offset, size }: Place, name: string): Buffer {
  if (size > MAX_LIST) throw new Refusal(`${name} cannot be used: a list in it is too long.`)
  const bytes = Buffer.alloc(size)
  readSync(file, bytes, 0, size, offset)
  return bytes
}

function manifestIn(text: string, name: string): Pick<Bundle, 'version' | 'architectures'> {
  const told = JSON.parse(text) as { format?: unknown; version?: unknown; architectures?: unknown }
  if (told.format !== 1)
    throw new Refusal(`${name} is of a format that this version does not know: upgrade in two steps.`)
  const { version, architectures } = told
  if (typeof version !== 'string' || !VERSION.test(version) || !Array.isArray(architectures))
    throw new Refusal(`${name} cannot be used: its manifest says no version.`)
  return { version, architectures: architectures.map(String) }
}

function* pieces(file: number, { offset, size }: Place): Generator<Buffer> {
  const piece = Buffer.alloc(Math.min(PIECE, Math.max(1, size)))
  for (let done = 0; done < size; ) {
    const read = readSync(file, piece, 0, Math.min(piece.length, size - done), offset + done)
    if (read === 0) throw new Refusal('The bundle became shorter while it was read.')
    yield piece.subarray(0, read)
    done += read
  }
}

function sumOf(file: number, place: Place): string {
  const hash = createHash('sha256')
  for (const piece of pieces(file, place)) hash.update(piece)
  return hash.digest('hex')
}

/** Gives the sum of what was written. */
function extract(file: number, place: Place, to: string): string {
  const hash = createHash('sha256')
  const target = openSync(to, 'wx', 0o600)
  try {
    for (const piece of pieces(file, place)) {
      hash.update(piece)
      writeSync(target, piece)
    }
    return hash.digest('hex')
  } finally {
    closeSync(target)
  }
}

/** Whether `a` is newer than `b`; both are three numbers. */
export function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map(text => text.split('.').map(Number))
  for (let index = 0; index < 3; index++) {
    const [one, other] = [left![index] ?? 0, right![index] ?? 0]
    if (one !== other) return one > other
  }
  return false
}
