// One file with everything, for sites without a way out: advisories, KEV, EPSS, and a manifest with the hash of each.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Refusal } from '../world.ts'
import { pack } from './zip.ts'

export const MANIFEST = 'manifest.json'
export const SIGNATURE = 'manifest.sig'
const SCHEMA = 'nautilus advisories 1'

export type BundledFile = { readonly path: string; readonly sha256: string; readonly bytes: number }

export type Manifest = {
  readonly schema: string
  /** `2026-01-31`, the day the bundle was made. */
  readonly created: string
  readonly files: readonly BundledFile[]
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The bytes of a bundle; the same files of the same day give the same bytes. */
export function bundleOf(files: ReadonlyMap<string, Uint8Array>, created: string, key: KeyObject | null): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  const listed = sorted.map(([path, bytes]) => ({ path, sha256: hashOf(bytes), bytes: bytes.length }))
  const manifest = Buffer.from(`${JSON.stringify({ schema: SCHEMA, created, files: listed }, null, 1)}\n`)
  const signature = key ? [[SIGNATURE, Buffer.from(sign(null, manifest, key).toString('base64'))] as const] : []
  return pack(new Map<string, Uint8Array>([[MANIFEST, manifest], ...signature, ...sorted]))
}

export type Opened =
  | { readonly kind: 'no bundle' }
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'bundle'
      readonly created: string
      readonly signed: boolean
      readonly files: ReadonlyMap<string, Uint8Array>
      readonly faults: readonly string[]
    }

/** Checks the signature, where one is asked for, and every hash. Files that the manifest does not name are left out. */
export function openBundle(files: ReadonlyMap<string, Uint8Array>, trust: KeyObject | null): Opened {
  const bytes = files.get(MANIFEST)
  const manifest = bytes && manifestOf(bytes)
  if (!bytes || !manifest)
    return trust ? { kind: 'refused', why: 'it has no manifest that could be signed' } : { kind: 'no bundle' }
  const why = trust && objectionTo(bytes, files.get(SIGNATURE), trust)
  if (why) return { kind: 'refused', why }
  return { kind: 'bundle', created: manifest.created, signed: trust !== null, ...soundFiles(files, manifest) }
}

function objectionTo(manifest: Uint8Array, signature: Uint8Array | undefined, trust: KeyObject): string | null {
  if (!signature) return 'it is not signed, and --trust asks for a signature'
  const isBy = verify(null, manifest, trust, Buffer.from(Buffer.from(signature).toString(), 'base64'))
  return isBy ? null : 'its signature is not by the key that --trust names'
}

function soundFiles(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest) {
  const sound = new Map<string, Uint8Array>()
  const faults: string[] = []
  for (const { path, sha256 } of manifest.files) {
    const file = files.get(path)
    if (!file) faults.push(`${path} is in the manifest and not in the bundle`)
    else if (hashOf(file) !== sha256) faults.push(`${path} is not what the manifest says: it was changed or damaged`)
    else sound.set(path, file)
  }
  const named = new Set([MANIFEST, SIGNATURE, ...manifest.files.map(({ path }) => path)])
  for (const path of files.keys()) if (!named.has(path)) faults.push(`${path} is not in the manifest and not used`)
  return { files: sound, faults }
}

function manifestOf(bytes: Uint8Array): Manifest | null {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8'))
    const isOurs = value?.schema === SCHEMA && typeof value.created === 'string' && Array.isArray(value.files)
    return isOurs && value.files.every(isFile) ? value : null
  } catch {
    return null
  }
}

const isFile = (file: unknown): boolean =>
  typeof (file as BundledFile)?.path === 'string' && typeof (file as BundledFile)?.sha256 === 'string'

/** An Ed25519 key in PEM, private to sign or public to verify. */
export function keyFrom(path: string, kind: 'private' | 'public'): KeyObject {
  try {
    const text = readFileSync(path)
    const key = kind === 'private' ? createPrivateKey(text) : createPublicKey(text)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal(`${path} does not exist; check the name.`)
  }
  const make =
    kind === 'private'
      ? 'openssl genpkey -algorithm ed25519 -out key.pem'
      : 'openssl pkey -in key.pem -pubout -out key.pub'
  throw new Refusal(`${path} is no ${kind} Ed25519 key in PEM; make one with \`${make}\`.`)
}
