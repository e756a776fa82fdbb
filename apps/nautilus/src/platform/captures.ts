// Captures that people brought: each is read by a sensor of its own, and then let go of.
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LiveEvent, PlatformPort } from '@nautilus/api'
import { asTenant, type Database, ensureSensor, unfinishedUploads, updateUpload } from '@nautilus/store'
import type { Logger } from 'pino'
import type { Feed, Stream } from './feed.ts'

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
  readonly emit: (event: LiveEvent) => void
  /** Bytes that any packed capture may unpack into, however small it is. */
  readonly unpacked?: number
}

/** Bytes. Captures of a few packets pack by hundreds of times, and do no harm. */
const LEAST_UNPACKED = 256 * 1024 * 1024
/** Share of a file after which progress is told again. */
const STEP = 0.05

export class Captures {
  readonly #options: CapturesOptions

  constructor(options: CapturesOptions) {
    this.#options = options
  }

  analyze(capture: Capture): void {
    const { name } = capture
    this.#read(capture).catch(error =>
      this.#options.log.error({ err: error, name }, 'an uploaded capture could not be analysed'),
    )
  }

  /** After a restart: what was whole is read again from the start, and batches that are stored count once. */
  async resume(tenant: string): Promise<void> {
    const { db, folder } = this.#options
    for (const { site, id, name, state } of await asTenant(db, tenant, unfinishedUploads)) {
      const file = join(folder, id)
      if (state !== 'receiving' && existsSync(file)) this.analyze({ tenant, site, id, file, name })
      else {
        await rm(file, { force: true })
        const message = 'Nautilus was stopped before the file had come: send it again.'
        await asTenant(db, tenant, scoped => updateUpload(scoped, site, id, { state: 'failed', message }))
      }
    }
  }

  async #read(capture: Capture): Promise<void> {
    const { tenant, site, id, file, name } = capture
    const { db, feed, settle, unpacked = LEAST_UNPACKED } = this.#options
    const sensor = { tenant, site, id: 'captures', name: 'Capture files', kind: 'file' }
    await asTenant(db, tenant, scoped => ensureSensor(scoped, sensor))
    await this.#tell(capture, 'reading', 0, null)
    let shown = 0
    const stream = { tenant, site, sensor: sensor.id, epoch: id }
    const reading = feed({ file, taught: false, unpacked }, stream, name, (read, total) => {
      if (total === 0 || read / total < shown + STEP) return
      shown = read / total
      this.#tell(capture, 'reading', shown, null).catch(error =>
        this.#options.log.warn({ err: error, name }, 'how far a capture was read could not be stored'),
      )
    })
    const problem = await reading.done
    // The rest is read after the next start.
    if (reading.isStopped) return
    await settle(capture)
    await rm(file, { force: true })
    await this.#tell(capture, problem ? 'damaged' : 'done', 1, problem?.replaceAll(file, name) ?? null)
  }

  async #tell({ tenant, site, id }: Capture, state: string, progress: number, message: string | null): Promise<void> {
    const { db, emit } = this.#options
    emit({ kind: 'upload', tenant, site, id, state, progress, message })
    await asTenant(db, tenant, scoped => updateUpload(scoped, site, id, { state, progress, message }))
  }
}
