// What a backup says of itself, in its last but one entry.
import { Broken } from './tar.ts'

export const MANIFEST = 'manifest.json'
const FORMAT = 'nautilus backup'
export const BACKUP_VERSION = 1
/** Characters. A part is a table or a file. */
export const MOST_MANIFEST = 200_000_000

type Cut = {
  /** Of its entries, which are `folder/000001.zst` and so on. */
  readonly folder: string
  readonly pieces: number
  /** Before packing. */
  readonly bytes: number
  /** Of the entries as they lie in the archive, one after the other. */
  readonly sha256: string
}
export type Part = Cut &
  (
    | { readonly kind: 'state'; readonly name: string; readonly columns: readonly string[]; readonly rows: number }
    | { readonly kind: 'telemetry'; readonly name: string; readonly columns: readonly string[]; readonly rows: number }
    /** `path` from the data folder. */
    | { readonly kind: 'file'; readonly path: string }
  )

export type Manifest = {
  readonly format: typeof FORMAT
  readonly version: number
  /** Of the program that made it. */
  readonly program: string
  /** UTC. */
  readonly made: string
  /** Drawn for each backup. */
  readonly id: string
  /** The steps that the tables of the state had come through. */
  readonly migrations: readonly string[]
  readonly parts: readonly Part[]
}

export const newManifest = (rest: Omit<Manifest, 'format' | 'version'>): Manifest => ({
  format: FORMAT,
  version: BACKUP_VERSION,
  ...rest,
})

/** The archive is whole: what it says was written by a program of ours, perhaps by a later one. */
export function manifestFrom(body: Buffer): Manifest {
  if (body.length > MOST_MANIFEST) throw new Broken('its manifest is too large')
  const manifest = parsed(body) as Partial<Manifest> | null
  if (manifest?.format !== FORMAT || typeof manifest.version !== 'number')
    throw new Broken('it is no backup of Nautilus')
  if (manifest.version > BACKUP_VERSION)
    throw new Broken(
      `it is of version ${manifest.version}, and this program reads ${BACKUP_VERSION}: restore it with the program that made it (${manifest.program}), or a later one`,
    )
  return manifest as Manifest
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new Broken('its manifest cannot be read')
  }
}

export const rowsOf = (parts: readonly Part[], kind: 'state' | 'telemetry'): number =>
  parts.reduce((sum, part) => sum + (part.kind === kind ? part.rows : 0), 0)

export const bytesOf = (parts: readonly Part[]): number => parts.reduce((sum, { bytes }) => sum + bytes, 0)
