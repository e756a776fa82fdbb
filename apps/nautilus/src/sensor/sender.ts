// From the spool to the bus, in order, whenever the bus is there.
import { setTimeout as pause } from 'node:timers/promises'
import { inboxOf, mostBytes, type NatsConnection, openBus, publish, TIME, whyOf } from '@nautilus/nats'
import type { Enrolled } from './enrolled.ts'
import type { Spool } from './spool.ts'

export type SenderOptions = {
  readonly enrolled: Enrolled
  readonly authority: string | null
  readonly spool: Spool
  /** What the sensor says of itself at this moment, as JSON. */
  readonly health: () => string
  /** Connected for the first time. */
  readonly onConnected: (nc: NatsConnection) => void
  /** µs by which the clock of this machine is ahead of the hub's. */
  readonly onClock: (ahead: number) => void
  readonly onTrouble: (message: string) => void
  /** The bus takes batches again. */
  readonly onWell: () => void
}

/** ms, doubled up to the second. */
const RETRY = [500, 30_000] as const
/** ms between two looks at the clock of the hub, and for its answer. */
const CLOCK_EVERY = 60_000
const CLOCK_PATIENCE = 3000
/** Bytes of a message until the bus says what it takes. */
const USUAL = 1024 * 1024 - 16 * 1024

export class Sender {
  readonly #options: SenderOptions
  readonly #end = new AbortController()
  readonly #done: Promise<void>
  #nc: NatsConnection | null = null
  #wake = () => {}
  #clockAt = Number.NEGATIVE_INFINITY
  #isWell = true

  constructor(options: SenderOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  /** There is something in the spool. */
  look(): void {
    this.#wake()
  }

  get mostBytes(): number {
    return this.#nc ? mostBytes(this.#nc) : USUAL
  }

  get isWell(): boolean {
    return this.#nc !== null && this.#isWell
  }

  async #run(): Promise<void> {
    const { signal } = this.#end
    let wait: number = RETRY[0]
    while (!signal.aborted) {
      try {
        this.#nc ??= await this.#connected()
        await this.#clock(this.#nc)
        const sent = await this.#send(this.#nc)
        if (!this.#isWell) this.#options.onWell()
        this.#isWell = true
        wait = RETRY[0]
        if (sent === 0) await this.#pause(CLOCK_EVERY)
      } catch (error) {
        if (signal.aborted) return
        if (this.#isWell) this.#options.onTrouble(`Batches wait in the spool: ${whyOf(error)}.`)
        this.#isWell = false
        await pause(wait, undefined, { signal }).catch(() => {})
        wait = Math.min(2 * wait, RETRY[1])
      }
    }
  }

  async #connected(): Promise<NatsConnection> {
    const { enrolled, authority, onConnected } = this.#options
    const { servers, credentials, sensor } = enrolled
    const nc = await openBus({ servers, credentials, authority, name: `sensor ${sensor}`, inbox: inboxOf(enrolled) })
    onConnected(nc)
    return nc
  }

  async #send(nc: NatsConnection): Promise<number> {
    const { enrolled, spool, health } = this.#options
    const batches = spool.peek(health())
    if (batches.length === 0) return 0
    const { acknowledged, trouble } = await publish(nc, enrolled, batches)
    spool.acknowledge(acknowledged)
    if (trouble !== null) throw trouble
    return acknowledged
  }

  /** Half of the way there and back is the way back (RFC 5905, section 8). Who answers is a worker; it may be away. */
  async #clock(nc: NatsConnection): Promise<void> {
    if (performance.now() - this.#clockAt < CLOCK_EVERY) return
    this.#clockAt = performance.now()
    const asked = Date.now() * 1000
    const answer = await nc.request(TIME, undefined, { timeout: CLOCK_PATIENCE }).catch(() => null)
    if (!answer) return
    const heard = Date.now() * 1000
    const hub = Number(answer.string())
    if (Number.isFinite(hub)) this.#options.onClock((asked + heard) / 2 - hub)
  }

  async #pause(ms: number): Promise<void> {
    const early = new AbortController()
    this.#wake = () => early.abort()
    // Something may have come while nobody listened.
    if (this.#options.spool.waiting > 0) early.abort()
    await pause(ms, undefined, { signal: AbortSignal.any([early.signal, this.#end.signal]) }).catch(() => {})
    this.#wake = () => {}
  }

  /** What is not acknowledged stays in the spool. */
  async stop(): Promise<void> {
    this.#end.abort()
    await this.#done
    await this.#nc?.close()
  }
}
