// How far each stream of a site was taken, and whether what comes again is what came.
import { decodeBatch } from '@nautilus/bus'
import { asTenant, type Database, patiently, positionOf, positionsOf, takenBody } from '@nautilus/store'
import type { PackedBatch } from './site-calls.ts'
import { streamOf } from './site-entry.ts'

/** Streams that are asked for at once: each run of a sensor is one. */
const MOST = 2000

export class SiteStreams {
  readonly #place: { readonly tenant: string; readonly site: string }
  readonly #database: Database
  /** By sensor and epoch, the newest number of its stream that was taken. */
  readonly #newest = new Map<string, number>()
  /** It has all streams of the site. */
  #isWhole = false

  constructor({ tenant, site, database }: { readonly tenant: string; readonly site: string; database: Database }) {
    this.#place = { tenant, site }
    this.#database = database
  }

  /** Of the stream of this batch, the newest number that was taken. */
  async newest({ sensor, epoch }: PackedBatch): Promise<number> {
    const key = streamOf({ sensor, epoch })
    const known = this.#newest.get(key)
    if (known !== undefined) return known
    if (this.#isWhole) return 0
    const place = { ...this.#place, sensor, epoch }
    const position = await patiently(() => asTenant(this.#database, place.tenant, scoped => positionOf(scoped, place)))
    this.#newest.set(key, position?.seq ?? 0)
    return position?.seq ?? 0
  }

  take(batch: PackedBatch): void {
    this.#newest.set(streamOf(batch), batch.seq)
  }

  /** What is in memory may be ahead of what is stored. One question for all, and not one for each sensor that comes. */
  async begin(): Promise<void> {
    const { tenant, site } = this.#place
    this.#newest.clear()
    const positions = await asTenant(this.#database, tenant, scoped => positionsOf(scoped, site, MOST))
    for (const { seq, ...stream } of positions) this.#newest.set(streamOf(stream), seq)
    this.#isWhole = positions.length < MOST
  }

  /**
   * Whether a batch of a live stream that was taken comes again with other contents. Only what the log still holds can be
   * compared. What a sensor says of itself may differ: it may be asked anew.
   */
  async contradicts({ sensor, epoch, seq, file, body }: PackedBatch): Promise<boolean> {
    if (file !== null) return false
    const place = { ...this.#place, sensor, epoch }
    const taken = await patiently(() => asTenant(this.#database, place.tenant, scoped => takenBody(scoped, place, seq)))
    if (taken === null || taken.equals(body)) return false
    return contentsOf(taken) !== contentsOf(body)
  }
}

function contentsOf(body: Uint8Array): string | null {
  try {
    const { health: _, ...contents } = decodeBatch(body)
    return JSON.stringify(contents)
  } catch {
    return null
  }
}
