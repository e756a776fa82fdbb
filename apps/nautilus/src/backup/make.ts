// A backup: one file with the rows of both stores and the files of the data folder, as they were at one moment.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import {
  cutState,
  cutTelemetry,
  type StateCut,
  type StateTable,
  type TelemetryCut,
  type TelemetryTable,
  withoutWriters,
} from '@nautilus/store'
import { VERSION } from '../version.ts'
import type { Access } from './access.ts'
import { bytesOf, filesIn, openFile } from './files.ts'
import { MANIFEST, type Manifest, newManifest, type Part } from './manifest.ts'
import { cut, writePart } from './parts.ts'
import { sealed } from './sealing.ts'
import { type ArchiveWriter, archiveWriter } from './tar.ts'

export type BackupOptions = {
  readonly access: Access
  /** The data folder. */
  readonly folder: string
  /** The file to be made; it appears when it is whole. */
  readonly target: string
  readonly passphrase: string | null
  /** ms since 1970. */
  readonly now: () => number
  /** Told what is being read, and how many bytes were in all. */
  readonly onProgress: (what: string, bytes: number) => void
}

const README = `A backup of Nautilus. "nautilus admin restore FILE" reads it back.
parts/: rows of PostgreSQL (COPY, binary) and of ClickHouse (TabSeparated), and files, in pieces under zstd.
manifest.json says which is which. It holds secrets: keep it as you keep those.
`

export async function makeBackup(options: BackupOptions): Promise<Manifest> {
  const { target, passphrase } = options
  const temporary = `${target}.part`
  const file = await open(temporary, 'wx', 0o600)
  try {
    const write = async (bytes: Buffer) => {
      await file.writeFile(bytes)
    }
    const seal = passphrase === null ? null : sealed(passphrase, write)
    const archive = archiveWriter(seal?.write ?? write)
    await archive.add('README.txt', Buffer.from(README))
    const manifest = await written(archive, options)
    await archive.add(MANIFEST, Buffer.from(JSON.stringify(manifest)))
    await archive.end()
    await seal?.end()
    // On the disk before it has its name: a backup that is there is whole.
    await file.sync()
    await file.close()
    await rename(temporary, target)
    return manifest
  } catch (error) {
    await file.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
}

async function written(archive: ArchiveWriter, options: BackupOptions): Promise<Manifest> {
  const { access, folder, now } = options
  const cuts: { state: StateCut | null; telemetry: TelemetryCut | null } = { state: null, telemetry: null }
  try {
    // Nobody writes batches in between: each is in both stores, or in neither.
    options.onProgress('waiting for the sites to pause', 0)
    await withoutWriters(access.databaseUrl, async () => {
      cuts.state = await cutState(access.databaseUrl)
      cuts.telemetry = await cutTelemetry(access.telemetryUrl)
    })
    const made = new Date(now()).toISOString()
    const [state, telemetry] = [cuts.state!, cuts.telemetry!]
    const parts: Part[] = []
    const into = partWriter(archive, options.onProgress)
    for (const table of state.tables) parts.push(await stateTable(into, state, table))
    for (const table of telemetry.tables) parts.push(await telemetryTable(into, telemetry, table))
    for (const path of existsSync(folder) ? await filesIn(folder) : []) {
      const part = await dataFile(into, folder, path)
      if (part) parts.push(part)
    }
    return newManifest({ program: VERSION, made, id: randomUUID(), migrations: state.migrations, parts })
  } finally {
    await Promise.allSettled([cuts.state?.close(), cuts.telemetry?.close()])
  }
}

type Into = (what: string, bodies: AsyncIterable<Buffer>) => ReturnType<typeof writePart>

function partWriter(archive: ArchiveWriter, onProgress: BackupOptions['onProgress']): Into {
  let [number, total] = [0, 0]
  return (what, bodies) => {
    number++
    onProgress(what, total)
    return writePart(archive, `parts/${String(number).padStart(6, '0')}`, bodies, bytes => {
      total += bytes
      onProgress(what, total)
    })
  }
}

async function stateTable(into: Into, state: StateCut, table: StateTable): Promise<Part> {
  let rows = 0
  const bodies = cut(state.read(table), count => {
    rows = count
  })
  const written = await into(`state: ${table.name}`, bodies)
  return { kind: 'state', ...table, rows, ...written }
}

async function telemetryTable(into: Into, telemetry: TelemetryCut, table: TelemetryTable): Promise<Part> {
  let rows = 0
  async function* bodies() {
    for await (const piece of telemetry.read(table)) {
      rows += piece.rows
      yield piece.body
    }
  }
  const written = await into(`telemetry: ${table.name}`, bodies())
  return { kind: 'telemetry', ...table, rows, ...written }
}

async function dataFile(into: Into, folder: string, path: string): Promise<Part | null> {
  const file = await openFile(folder, path)
  return file && { kind: 'file', path, ...(await into(`file: ${path}`, bytesOf(file))) }
}
