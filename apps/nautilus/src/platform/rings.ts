// The evidence rings of this machine: where they are, and what they answer. They are read from their files in a thread of
// its own for each question, so that nobody waits for it, the writer least of all.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { newReading, type Question, type RingOptions, segmentsOf } from '@nautilus/ring'
import { asTenant, type Database, listSensors } from '@nautilus/store'
import type { CapturedFrame } from '../pcap.ts'
import type { FrameSource } from './evidence-desk.ts'
import { liveFile, sensorOf } from './live-file.ts'
import type { RingConfig } from './ring-config.ts'
import { askRing, type RingAnswer, type RingJob } from './ring-question.ts'

type Place = { readonly tenant: string; readonly site: string }
type Stream = Place & { readonly sensor: string; readonly epoch: string }
/** A live sensor of this machine. */
export type NearFrames = FrameSource & { settle(): Promise<void> }

/** Bytes of frames of one round of findings. */
const MOST_NAMED = 256 * 1024 * 1024
/** Questions of people at once: each has a thread. */
const MOST_QUESTIONS = 3

/** Too many questions at once. */
export class RingsBusy extends Error {}

export class Rings {
  readonly #folder: string
  readonly #config: RingConfig | null
  readonly #db: Database
  #asking = 0

  /** @param folder the data folder */
  constructor(folder: string, config: RingConfig | null, db: Database) {
    this.#db = db
    this.#folder = join(folder, 'ring')
    this.#config = config
  }

  /** For the thread of a sensor; null where nothing is kept on the disk. */
  optionsFor(stream: Stream): RingOptions | null {
    const config = this.#config
    return config && { ...config, folder: this.#folderOf(stream, stream.sensor), stream: liveFile(stream) }
  }

  /** A live sensor with all that it keeps: memory first, then the disk. */
  source(place: Place, near: NearFrames): FrameSource {
    const frames = async (numbers: readonly number[]): Promise<readonly CapturedFrame[]> => {
      const found = await near.frames(numbers)
      const known = new Set(found.map(({ number }) => number))
      const missing = numbers.filter(number => !known.has(number))
      if (missing.length === 0 || this.#config === null) return found
      await near.settle()
      return [...found, ...(await this.#named(place, near.file, missing))]
    }
    return { file: near.file, frames }
  }

  /** What earlier runs of the sensors of a site left: of findings that came just before a stop, the packets are there. */
  async past(place: Place): Promise<FrameSource[]> {
    if (this.#config === null) return []
    const { secret } = this.#config
    const sensors = await asTenant(this.#db, place.tenant, scoped => listSensors(scoped, place.site))
    const streams = sensors.flatMap(({ id }) =>
      Array.from(segmentsOf(this.#folderOf(place, id), secret, newReading()), ({ stream }) => stream),
    )
    return [...new Set(streams)].map(file => ({ file, frames: numbers => this.#named(place, file, numbers) }))
  }

  /** A ring of the sensor that a finding names is on this machine. */
  has(place: Place, file: string): boolean {
    const sensor = sensorOf(file)
    return this.#config !== null && sensor !== null && existsSync(this.#folderOf(place, sensor))
  }

  /** Of the sensor that a finding names, for a person; null where it keeps nothing here. */
  async ask(place: Place, file: string, question: Question, most: number): Promise<RingAnswer | null> {
    if (this.#asking >= MOST_QUESTIONS) throw new RingsBusy('Packets are being looked for already.')
    const job = this.#job(place, file, question, most)
    if (!job) return null
    this.#asking++
    return askRing(job, () => {
      this.#asking--
    })
  }

  async #named(place: Place, file: string, numbers: readonly number[]): Promise<CapturedFrame[]> {
    const job = this.#job(place, file, { stream: file, numbers }, MOST_NAMED)
    const found: CapturedFrame[] = []
    if (job) for await (const frames of askRing(job).frames) found.push(...frames)
    return found
  }

  #job(place: Place, file: string, question: Question, most: number): RingJob | null {
    const sensor = sensorOf(file)
    if (this.#config === null || sensor === null) return null
    const folder = this.#folderOf(place, sensor)
    return existsSync(folder) ? { folder, secret: this.#config.secret, question, most } : null
  }

  #folderOf({ tenant, site }: Place, sensor: string): string {
    return join(this.#folder, encodeURIComponent(tenant), encodeURIComponent(site), encodeURIComponent(sensor))
  }
}
