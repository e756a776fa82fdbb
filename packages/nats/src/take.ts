// Takes the batches of one partition from the bus, for the worker that holds it. A batch is acknowledged after the
// transaction that stored it and the position of its stream: delivered at least once, it counts exactly once.
import { type Consumer, type ConsumerMessages, type JsMsg, jetstream } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { Undecodable } from '@nautilus/bus'
import { type Outgoing, outgoingOf } from './message.ts'
import { type Held, SiteQueue } from './queue.ts'
import { ACK_WAIT, oldestOn, partitionConsumer } from './stream.ts'
import { ASIDE, placeOfSubject, type SensorPlace } from './subjects.ts'

export type Delivered = {
  readonly place: SensorPlace
  readonly batch: Outgoing
  /** When the bus took it, µs since 1970-01-01 UTC by the hub's clock. */
  readonly at: number
}

export type TakeOptions = {
  readonly nc: NatsConnection
  readonly partition: number
  /**
   * Resolves when it is stored, or was before. Throws `Missing` where batches before it are missing; `lost`: they will
   * never come, and it is to be stored all the same.
   */
  readonly store: (delivered: Delivered, lost: boolean) => Promise<void>
  /** A message that no batch can be made of was put aside: it is kept on the bus. */
  readonly onAside: (subject: string, why: string) => void
  readonly onTrouble: (error: unknown) => void
}

/** Messages that are asked for ahead, and that may be held here; bytes of these. */
const AHEAD = 128
const MOST_HELD = 512
const MOST_BYTES = 64 * 1024 * 1024
/** ms. A server that said nothing twice as long is gone, and another is asked, as often until one knows the partition. */
const HEARTBEAT = 1500
const ASKS_FOR = 10_000

export class Taking {
  readonly #options: TakeOptions
  readonly #messages: ConsumerMessages
  readonly #queues = new Map<string, SiteQueue>()
  readonly #held = new Set<JsMsg>()
  readonly #working: NodeJS.Timeout
  readonly #ended: Promise<void>
  #bytes = 0
  #room = Promise.withResolvers<void>()
  #stopped = false

  /** `take` begins. */
  constructor(options: TakeOptions, messages: ConsumerMessages) {
    this.#options = options
    this.#messages = messages
    // Whoever is slow is not given the same again.
    this.#working = setInterval(() => {
      for (const message of this.#held) message.working()
    }, ACK_WAIT / 3)
    this.#ended = this.#run().catch(options.onTrouble)
  }

  /** Batches that were delivered and are not stored. */
  get held(): number {
    return this.#held.size
  }

  /** What is under way is stored; everything else is given back, and goes to the next holder at once. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#room.resolve()
    await this.#messages.close().catch(() => {})
    await Promise.all([...this.#queues.values()].map(queue => queue.stop()))
    clearInterval(this.#working)
    await this.#ended
    for (const message of this.#held) message.nak()
    this.#held.clear()
    if (!this.#options.nc.isClosed()) await this.#options.nc.flush().catch(() => {})
  }

  async #run(): Promise<void> {
    for await (const message of this.#messages) {
      // Asked for ahead, and not looked at any more.
      if (this.#stopped) {
        message.nak()
        continue
      }
      await this.#receive(message)
      while (!this.#stopped && (this.#held.size >= MOST_HELD || this.#bytes >= MOST_BYTES)) {
        this.#room = Promise.withResolvers()
        await this.#room.promise
      }
    }
  }

  async #receive(message: JsMsg): Promise<void> {
    const place = placeOfSubject(message.subject)
    if (place === null) return this.#aside(message, 'its subject is not that of a sensor')
    let batch: Outgoing
    try {
      batch = outgoingOf(message.headers, message.data)
    } catch (error) {
      if (!(error instanceof Undecodable)) throw error
      return this.#aside(message, error.message)
    }
    this.#hold(message, { place, batch, at: Number(message.timestampNanos / 1000n) })
  }

  #hold(message: JsMsg, delivered: Delivered): void {
    const { store, onTrouble } = this.#options
    const { place } = delivered
    const key = JSON.stringify([place.tenant, place.site])
    const queue = this.#queues.get(key) ?? new SiteQueue(onTrouble)
    this.#queues.set(key, queue)
    this.#held.add(message)
    this.#bytes += message.data.length
    let lost = false
    const held: Held = {
      store: () => store(delivered, lost),
      done: () => {
        this.#held.delete(message)
        this.#bytes -= message.data.length
        message.ack()
        this.#room.resolve()
      },
      skip: async expected => {
        lost = await this.#isLost(message.subject, delivered.batch, expected)
        return lost
      },
    }
    queue.add(held)
  }

  /** The sensor has let go of what is missing, and the bus has it no more. */
  async #isLost(subject: string, { epoch, oldest }: Outgoing, expected: number): Promise<boolean> {
    if (oldest <= expected) return false
    const kept = await oldestOn(this.#options.nc, subject)
    if (kept === null) return false
    try {
      const { epoch: other, seq } = outgoingOf(kept, new Uint8Array())
      // Of an earlier run: it is stored first, and then it is looked again.
      return other === epoch && seq > expected
    } catch {
      return false
    }
  }

  async #aside(message: JsMsg, why: string): Promise<void> {
    const { nc, onAside, onTrouble } = this.#options
    const { headers } = message
    headers?.set('Nautilus-Subject', message.subject)
    headers?.set('Nautilus-Why', why)
    headers?.delete('Nats-Msg-Id')
    try {
      await jetstream(nc).publish(ASIDE, message.data, headers ? { headers } : {})
      message.ack()
      onAside(message.subject, why)
    } catch (error) {
      // It comes again.
      message.nak(ACK_WAIT)
      onTrouble(error)
    }
  }
}

export async function takePartition(options: TakeOptions): Promise<Taking> {
  const consumer: Consumer = await partitionConsumer(options.nc, options.partition)
  return new Taking(
    options,
    // Bound: asking first whether there is such a consumer is tried again after `ASKS_FOR` only, where its server is gone.
    await consumer.consume({ max_messages: AHEAD, expires: ASKS_FOR, idle_heartbeat: HEARTBEAT, bind: true }),
  )
}
