// Captures that people brought: each is read by a sensor of its own, and then let go of.
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LiveEvent, PlatformPort } from '@nautilus/api'
import {
  addUpload,
  asTenant,
  type Database,
  ensureSensor,
  findUpload,
  unfinishedUploads,
  updateUpload,
} from '@nautilus/store'
import type { Logger } from 'pino'
import type { Feed, Stream } from './feed.ts'
import { captures, isOfFolder } from './folder.ts'

export type Capture = Parameters<PlatformPort['analyze']>[0]
type Progress = (read: number, total: number) => void

export type CapturesOptions = {
  /** Where uploads are, each under its id. */
  readonly folder: string
  readonly db: Database
  readonly log: Logger
  readonly feed: (job: object, stream: Stream, name: string, onProgress: Progress) => Feed
  /** Everything that was taken is described. */
  readonly settle: (place: Pick<Capture, 'tenant' | 'site'>) => Promise<void>
  /** The packets of what was found are kept, before the file may go. */
  readonly keep: (capture: Capture) => Promise<void>
  readonly emit: (event: LiveEvent) => void
  /** Bytes that any packed capture may unpack into, however small it is. */
  readonly unpacked?: number
}

/** Bytes. Captures of a few packets pack by hundreds of times, and do no harm. */
const LEAST_UNPACKED = 256 * 1024 * 1024
/** Share of a file after which progress is told again. */
const STEP = 0.05
/** ms between looks into a folder, and for how long a capture must not have changed. */
const LOOK_EVERY = 2000
const SETTLED = 3000
/** ms, of the newest. */
const NEWEST = 10_000

type Watcher = { readonly tenant: string; readonly site: string; readonly sensor: string }

export class Captures {
  readonly #options: CapturesOptions
  readonly #timers: NodeJS.Timeout[] = []
  #stopped = false

  constructor(options: CapturesOptions) {
    this.#options = options
  }

  analyze(capture: Capture): void {
    const { tenant, site, name, file } = capture
    const sensor = 'captures'
    const run = async () => {
      const row = { tenant, site, id: sensor, name: 'Capture files', kind: 'file' }
      await asTenant(this.#options.db, tenant, scoped => ensureSensor(scoped, row))
      if (await this.#read(capture, sensor)) await rm(file, { force: true })
    }
    run().catch(error => this.#options.log.error({ err: error, name }, 'an uploaded capture could not be analysed'))
  }

  /** Reads every capture that is put into a folder, once; the files stay. */
  watch({ tenant, site, sensor }: Watcher, folder: string): void {
    let isBusy = false
    const look = async () => {
      for (const { path: file, name, bytes, id } of captures(folder, Date.now(), SETTLED, NEWEST)) {
        if (this.#stopped) return
        const known = await asTenant(this.#options.db, tenant, scoped => findUpload(scoped, site, id))
        if (known && known.state !== 'reading') continue
        const row = { tenant, site, id, name, bytes, by: sensor }
        if (!known) await asTenant(this.#options.db, tenant, scoped => addUpload(scoped, row))
        await this.#read({ tenant, site, id, file, name }, sensor)
      }
    }
    const again = () => {
      if (isBusy) return
      isBusy = true
      look()
        .catch(error => this.#options.log.error({ err: error, folder }, 'a folder of captures could not be read'))
        .finally(() => {
          isBusy = false
        })
    }
    this.#timers.push(setInterval(again, LOOK_EVERY))
  }

  /** Folders are no longer looked into, and nothing more is begun. */
  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
  }

  /**
   * After a restart: what was whole is read again from the start, and batches that are stored count once. `alone`: what
   * is not here is nowhere; else another process may have it.
   */
  async resume(tenant: string, alone = true): Promise<void> {
    const { db, folder } = this.#options
    for (const { site, id, name, state } of await asTenant(db, tenant, unfinishedUploads)) {
      if (isOfFolder(id)) continue
      const file = join(folder, id)
      if (!alone && !existsSync(file)) continue
      if (state !== 'receiving' && existsSync(file)) this.analyze({ tenant, site, id, file, name })
      else {
        await rm(file, { force: true })
        const message = 'Nautilus was stopped before the file had come: send it again.'
        await asTenant(db, tenant, scoped => updateUpload(scoped, site, id, { state: 'failed', message }))
      }
    }
  }

  /** False when it was stopped on the way: the rest is read after the next start. */
  async #read(capture: Capture, sensor: string): Promise<boolean> {
    const { tenant, site, id, file, name } = capture
    const { feed, settle, keep, unpacked = LEAST_UNPACKED } = this.#options
    await this.#tell(capture, 'reading', 0, null)
    if (this.#stopped) return false
    let shown = 0
    const stream = { tenant, site, sensor, epoch: id }
    const reading = feed({ file, taught: false, unpacked }, stream, name, (read, total) => {
      if (total === 0 || read / total < shown + STEP) return
      shown = read / total
      this.#tell(capture, 'reading', shown, null).catch(error =>
        this.#options.log.warn({ err: error, name }, 'how far a capture was read could not be stored'),
      )
    })
    const problem = await reading.done
    if (reading.isStopped) return false
    await settle(capture)
    await keep(capture)
    await this.#tell(capture, problem ? 'damaged' : 'done', 1, problem?.replaceAll(file, name) ?? null)
    return true
  }

  async #tell({ tenant, site, id }: Capture, state: string, progress: number, message: string | null): Promise<void> {
    const { db, emit } = this.#options
    emit({ kind: 'upload', tenant, site, id, state, progress, message })
    await asTenant(db, tenant, scoped => updateUpload(scoped, site, id, { state, progress, message }))
  }
}
