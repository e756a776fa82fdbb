// A backup is read back: into an empty place, and nothing is touched before all of the archive was found good.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openAuth } from '@nautilus/api'
import {
  connectTo,
  loadState,
  loadTelemetry,
  openDatabase,
  prepareState,
  type StateLoad,
  startState,
  startTelemetry,
  type TelemetryLoad,
  tablesIn,
} from '@nautilus/store'
import { lock } from '../platform/lock.ts'
import type { StoresOptions } from '../platform/stores.ts'
import { Refusal } from '../world.ts'
import type { Manifest, Part } from './manifest.ts'
import { unpacked } from './parts.ts'
import { Broken, type Entry } from './tar.ts'
import { type Archive, entriesIn } from './verify.ts'

export type RestoreOptions = StoresOptions & {
  readonly archive: Archive
  /** As `verified` gave it. */
  readonly manifest: Manifest
  /** What is in the folder is moved aside. */
  readonly replace: boolean
  /** ms since 1970. */
  readonly now: () => number
}

export type Restored = {
  /** Where that went which was in the folder; null where nothing was. */
  readonly aside: string | null
}

export async function restore(options: RestoreOptions): Promise<Restored> {
  const { folder, databaseUrl, replace, now } = options
  if (databaseUrl !== null && (await tablesIn(databaseUrl)) > 0)
    throw new Refusal('The database of --database has tables already: make a new, empty one and name that.')
  const isUsed = existsSync(folder) && readdirSync(folder).length > 0
  if (isUsed && !replace)
    throw new Refusal(
      `${folder} is not empty: name another --data folder, or --replace to move what is in it aside first.`,
    )
  // Who runs in it is asked first.
  if (isUsed) lock(folder)()
  const aside = isUsed ? `${folder}.before-${new Date(now()).toISOString().replaceAll(/[-:]|\.\d+/g, '')}` : null
  if (aside !== null) renameSync(folder, aside)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const unlock = lock(folder)
    try {
      await filled(options)
    } finally {
      unlock()
    }
    return { aside }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if (aside !== null) renameSync(aside, folder)
    throw error
  }
}

async function filled(options: RestoreOptions): Promise<void> {
  const { folder, databaseUrl, telemetryUrl, manifest } = options
  const undo: (() => Promise<unknown>)[] = []
  try {
    const state = databaseUrl === null ? await startState(join(folder, 'state')) : null
    if (state) undo.push(state.stop)
    const telemetry = telemetryUrl === null ? await startTelemetry(join(folder, 'telemetry')) : null
    if (telemetry) undo.push(telemetry.stop)
    const url = databaseUrl ?? state!.url
    await prepareState(url, manifest.migrations)
    await accounts(url)
    const rows = await loadState(url)
    undo.push(rows.close)
    const tables = manifest.parts.filter(part => part.kind === 'telemetry')
    const activity = await loadTelemetry(telemetryUrl ?? telemetry!.url, tables)
    undo.push(activity.close)
    await readBack(options, rows, activity)
    await activity.finish()
    await rows.commit()
    // What the backup had not yet come through.
    await (await openDatabase(url, 1)).close()
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

/** The tables of accounts, which the library of signing in makes itself. */
async function accounts(url: string): Promise<void> {
  const { db } = connectTo(url, 2)
  try {
    await openAuth({ db, secret: 'only-to-make-the-tables-of-accounts', baseUrl: 'http://localhost' })
  } finally {
    await db.destroy()
  }
}

async function readBack(options: RestoreOptions, state: StateLoad, telemetry: TelemetryLoad): Promise<void> {
  const entries = entriesIn(options.archive)
  const next = async (): Promise<Entry> => {
    for (;;) {
      const { done, value } = await entries.next()
      if (done) throw new Broken('it ends before its last part: did it change?')
      if (value.name.startsWith('parts/')) return value
    }
  }
  for (const part of options.manifest.parts) {
    const bodies = bodiesOf(part, next)
    if (part.kind === 'state') same(part, await state.table(part, bodies))
    else if (part.kind === 'telemetry') same(part, await telemetryTable(options.manifest.id, part, bodies, telemetry))
    else await dataFile(join(options.folder, part.path), bodies)
  }
}

/** The pieces of one part. What is read the second time must be what was verified. */
async function* bodiesOf(part: Part, next: () => Promise<Entry>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for (let piece = 1; piece <= part.pieces; piece++) {
    const { body } = await next()
    hash.update(body)
    yield await unpacked(body)
  }
  if (hash.digest('hex') !== part.sha256) throw new Broken('it changed while it was read')
}

type RowsPart = Extract<Part, { readonly kind: 'state' | 'telemetry' }>

function same({ kind, name, rows }: RowsPart, taken: number): void {
  if (taken !== rows) throw new Broken(`of its ${rows} rows of ${kind} ${name} ${taken} were taken`)
}

async function telemetryTable(
  backup: string,
  part: RowsPart,
  bodies: AsyncIterable<Buffer>,
  telemetry: TelemetryLoad,
): Promise<number> {
  let piece = 0
  // Equal pieces are no repetition: each has a token of its own.
  for await (const body of bodies) await telemetry.add(part, body, `restore/${backup}/${part.folder}/${++piece}`)
  return telemetry.taken(part.name)
}

async function dataFile(path: string, bodies: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file: FileHandle = await open(path, 'wx', 0o600)
  try {
    for await (const body of bodies) await file.writeFile(body)
    await file.sync()
  } finally {
    await file.close()
  }
}
