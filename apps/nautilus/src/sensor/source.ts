// What a sensor reads, and how each batch comes into its spool: the same threads as those of the platform.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { decodeBatch, encodeBatch } from '@nautilus/bus'
import type { Batch, SensorHealth } from '@nautilus/model'
import type { RingOptions } from '@nautilus/ring'
import type { Logger } from 'pino'
import type { LiveSource, Source } from '../platform/config-sources.ts'
import { Feed } from '../platform/feed.ts'
import { captures } from '../platform/folder.ts'
import type { Call, PackedBatch, Sites } from '../platform/site-calls.ts'
import { writeWhole } from './segments.ts'
import type { SensorName, SensorSettings } from './settings.ts'
import type { Spool } from './spool.ts'
import { sourceFor } from './tuned.ts'

export type SourceOptions = {
  readonly name: SensorName
  readonly source: Source
  readonly folder: string
  readonly spool: Spool
  readonly settings: () => SensorSettings
  /** How the packets of a run are kept; null: not at all. */
  readonly ringFor: (epoch: string) => RingOptions | null
  /** Bytes of one message of the bus. */
  readonly mostBytes: () => number
  readonly onBatch: (health: SensorHealth) => void
  /** There is something in the spool that no batch of a thread is. */
  readonly onWord: () => void
  readonly log: Logger
}

const LIVE_THREAD = new URL('../platform/live-thread.ts', import.meta.url)
const FILE_THREAD = new URL('../platform/file-thread.ts', import.meta.url)
/** Bytes into which a packed capture may unpack in any case. */
const UNPACKED = 256 * 1024 * 1024
/** ms between looks into a folder, for which a capture must not have changed, and until a source that ended is tried anew. */
const LOOK_EVERY = 2000
const SETTLED = 3000
const AGAIN = 5000
/** ms between two words that nothing is listened to. */
const WORD_EVERY = 60_000
/** Captures of a folder that are remembered as read. */
const MOST_READ = 10_000

export class SensorSource {
  readonly #options: SourceOptions
  readonly #end = new AbortController()
  readonly #read: string[]
  readonly #done: Promise<void>
  #feed: Feed | null = null
  #deaf: string | null = null
  #wordAt = Number.NEGATIVE_INFINITY

  constructor(options: SourceOptions) {
    this.#options = options
    const file = join(options.folder, 'read.json')
    this.#read = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
    const { source } = options
    this.#done = source.kind === 'folder' ? this.#watch(source.folder) : this.#listen(source)
  }

  /** Why nothing is listened to; null where something is. */
  get deaf(): string | null {
    return this.#deaf
  }

  /** Where nothing is heard there is no batch to say it with: an empty one. */
  #word(): void {
    if (performance.now() - this.#wordAt < WORD_EVERY) return
    this.#wordAt = performance.now()
    const now = Date.now() * 1000
    const body = encodeBatch({ from: now, to: now, activities: [], connections: [], sightings: [], notices: [] })
    const epoch = new Date().toISOString()
    this.#options.spool.append({ epoch, seq: 1, file: null, taught: false, from: now, to: now, bodies: [body] })
    this.#options.onWord()
  }

  /** What listens at this moment; null where nothing does. */
  near(): Feed | null {
    return this.#feed?.isLive ? this.#feed : null
  }

  /** The settings changed: what listens begins anew with them. */
  async renew(): Promise<void> {
    // Whoever set them waits to be told that they are there.
    this.#wordAt = Number.NEGATIVE_INFINITY
    if (this.#options.source.kind !== 'folder') await this.#feed?.stop()
  }

  async stop(): Promise<void> {
    this.#end.abort()
    await this.#feed?.stop()
    await this.#done
  }

  async #listen(source: LiveSource): Promise<void> {
    const { signal } = this.#end
    while (!signal.aborted) {
      const epoch = new Date().toISOString()
      const ring = this.#options.ringFor(epoch)
      const feed = this.#begin(
        LIVE_THREAD,
        { source: sourceFor(source, this.#options.settings()), group: null, ring },
        epoch,
        null,
      )
      const problem = await feed.done
      if (signal.aborted) return
      if (!feed.isStopped) {
        this.#deaf = problem ?? 'Listening ended by itself.'
        this.#options.log.error(this.#deaf)
        this.#word()
        await pause(AGAIN, undefined, { signal }).catch(() => {})
      }
    }
  }

  async #watch(folder: string): Promise<void> {
    const { log } = this.#options
    const { signal } = this.#end
    while (!signal.aborted) {
      try {
        for (const { path, name, id } of captures(folder, Date.now(), SETTLED)) {
          if (this.#read.includes(id)) continue
          const problem = await this.#begin(FILE_THREAD, { file: path, taught: false, unpacked: UNPACKED }, id, name)
            .done
          if (signal.aborted) return
          if (problem) log.warn({ capture: name }, problem)
          this.#note(id)
        }
      } catch (error) {
        log.error({ err: error, folder }, 'a folder of captures could not be read')
      }
      await pause(LOOK_EVERY, undefined, { signal }).catch(() => {})
    }
  }

  #note(id: string): void {
    this.#read.push(id)
    if (this.#read.length > MOST_READ) this.#read.shift()
    writeWhole(join(this.#options.folder, 'read.json'), Buffer.from(JSON.stringify(this.#read)))
  }

  #begin(script: URL, job: object, epoch: string, file: string | null): Feed {
    const { name, settings, log, onBatch } = this.#options
    const { tenant, site, sensor } = name
    this.#feed = new Feed(
      script,
      { ...job, settings: settings() },
      {
        sites: this.#intoSpool(),
        stream: { tenant, site, sensor, epoch },
        file,
        endsWhenAsked: file === null,
        onHealth: told => {
          if (file === null) this.#deaf = null
          onBatch(told)
        },
        onWord: sentence => log.warn(sentence),
        onTrouble: error =>
          log.error(`The spool does not take a batch, and it is tried again: ${(error as Error).message}.`),
      },
    )
    return this.#feed
  }

  #intoSpool(): Sites {
    return {
      call: async <T>(_: object, call: Call): Promise<T> => {
        if (call.kind === 'take') this.#keep(call.batch)
        return undefined as T
      },
    }
  }

  #keep({ epoch, seq, file, taught, body }: PackedBatch): void {
    const { spool, mostBytes } = this.#options
    const batch = decodeBatch(body)
    const bodies = partsOf(batch, body, mostBytes())
    spool.append({ epoch, seq, file, taught, from: batch.from, to: batch.to, bodies })
  }
}

const lists = ['activities', 'connections', 'sightings', 'notices'] as const

/** A batch as messages of at most so many bytes: halves of its lists, as often as needed. */
export function partsOf(batch: Batch, body: Uint8Array, most: number): Uint8Array[] {
  if (body.length <= most) return [body]
  const size = lists.reduce((sum, name) => sum + batch[name].length, 0)
  if (size <= 1) {
    const message = `An operation of ${body.length} bytes is larger than the bus takes: it is left out.`
    const notice = { code: 'sensor.oversize', message, count: 1, at: batch.from, frame: 0 }
    return [encodeBatch({ ...batch, activities: [], connections: [], sightings: [], notices: [notice] })]
  }
  const { health, ...rest } = batch
  const half = (upper: boolean): Batch => {
    const cut = lists.map(name => {
      const all: readonly unknown[] = batch[name]
      const at = Math.ceil(all.length / 2)
      return [name, upper ? all.slice(at) : all.slice(0, at)]
    })
    // What the sensor says of itself stands once, at the end.
    return { ...rest, ...Object.fromEntries(cut), ...(upper && health ? { health } : {}) }
  }
  return [false, true].flatMap(upper => {
    const part = half(upper)
    return partsOf(part, encodeBatch(part), most)
  })
}
