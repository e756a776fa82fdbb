// Batches of sensors of other machines, over HTTP and over the bus. They are opened here too: what a stranger could have
// written is looked through before a site works with it.
import type { RemoteBatch, Taken } from '@nautilus/api'
import { Undecodable } from '@nautilus/bus'
import type { SensorHealth } from '@nautilus/model'
import { type Delivered, Missing } from '@nautilus/nats'
import { healthFrom } from './health.ts'
import type { HeardSensors } from './heard.ts'
import { type RemoteBatch as Opened, refuseFuture, remoteBatch } from './remote-batch.ts'
import type { SensorWatch } from './sensor-watch.ts'
import type { PackedBatch, Sites } from './site-calls.ts'
import { NotTaken } from './site-pool.ts'

export type IntakeOptions = {
  readonly sites: Sites
  readonly watch: SensorWatch
  readonly heard: HeardSensors
  /** µs since 1970-01-01 UTC. */
  readonly now: () => number
}

type Looked = { readonly packed: PackedBatch; readonly told: SensorHealth | null }

export class Intake {
  readonly #options: IntakeOptions
  /** What waits for one before it comes again and again, and is looked through once. */
  readonly #looked = new WeakMap<Delivered, Looked>()

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** Whoever sends what cannot be read is told, and nobody else waits for it. */
  async http({ tenant, site, sensor, epoch, seq, body, health }: RemoteBatch): Promise<Taken> {
    const { sites, watch, heard, now } = this.#options
    try {
      const { packed, told, to, isBusy } = remoteBatch(body, health)
      watch.heard({ tenant, site, sensor }, told, { to, isBusy })
      refuseFuture(to, now())
      const batch = { sensor, epoch, seq, file: null, taught: false, body: packed }
      await sites.call({ tenant, site }, { kind: 'take', batch })
      await heard.hear(tenant, site, sensor, told)
      return { kind: 'stored' }
    } catch (error) {
      if (error instanceof Undecodable) return { kind: 'unreadable', why: `This is no batch: ${error.message}.` }
      if (error instanceof NotTaken && error.expected !== null) return { kind: 'gap', expected: error.expected }
      throw error
    }
  }

  /** What cannot be taken has its place in the log and is counted there: nobody could send it in another way. */
  async bus(delivered: Delivered, lost: boolean): Promise<void> {
    const { sites, heard } = this.#options
    const { tenant, site, sensor } = delivered.place
    const { packed, told } = this.#look(delivered)
    try {
      await sites.call({ tenant, site }, { kind: 'take', batch: { ...packed, lost } })
    } catch (error) {
      if (error instanceof NotTaken && error.expected !== null) throw new Missing(error.message, error.expected)
      throw error
    }
    if (told) await heard.hear(tenant, site, sensor, told)
  }

  #look(delivered: Delivered): Looked {
    const known = this.#looked.get(delivered)
    if (known) return known
    const { place, batch, at } = delivered
    const { epoch, seq, file, taught, body, health } = batch
    let packed: PackedBatch = { sensor: place.sensor, epoch, seq, file, taught, body }
    let told: SensorHealth | null = null
    try {
      const opened = remoteBatch(body, null)
      // What it says beside the batch is of the moment when it was sent; the log has what is in the batch.
      told = health === null ? opened.told : { ...opened.told, ...healthFrom(health) }
      if (file === null) this.#hear(place, { ...opened, told }, at)
      refuseFuture(opened.to, this.#options.now())
    } catch (error) {
      if (!(error instanceof Undecodable)) throw error
      packed = { ...packed, refused: error.message }
    }
    const looked = { packed, told }
    this.#looked.set(delivered, looked)
    return looked
  }

  /** Its clock is compared with that of the bus at the moment when the batch came there, however long it waited since. */
  #hear(place: Delivered['place'], { told, to, isBusy }: Opened, at: number): void {
    const { watch, now } = this.#options
    const waited = now() - at
    const { clock, ...rest } = told
    watch.heard(place, clock === undefined ? rest : { ...rest, clock: clock + waited }, { to, isBusy })
  }
}
