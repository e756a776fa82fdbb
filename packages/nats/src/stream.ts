// The streams of the bus and their consumers. Only what nats-server 2.9 has.
import { setTimeout as pause } from 'node:timers/promises'
import {
  AckPolicy,
  type Consumer,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  type StreamConfig,
} from '@nats-io/jetstream'
import { type NatsConnection, nanos, TimeoutError } from '@nats-io/transport-node'
import { NoBus } from './connection.ts'
import { ASIDE, ASIDE_STREAM, BATCHES, batchesOf, STREAM } from './subjects.ts'

export type StreamOptions = {
  /** Of each message: 3 in a cluster. */
  readonly replicas: number
  /** Bytes of all batches that wait; with more, sensors keep what they have. */
  readonly bytes: number
}

/** ms in which the bus itself knows a batch that comes again. */
const KNOWN_FOR = 120_000
/** ms without a word of the worker after which a batch is handed out again. */
export const ACK_WAIT = 5000
/** Batches of one partition that may be under way. */
export const MOST_PENDING = 1024
/** Bytes and messages of what could not be placed. */
const ASIDE_BYTES = 256 * 1024 * 1024
const ASIDE_MESSAGES = 10_000

/** Makes the streams where they are missing; what an operator set otherwise stays. */
export async function ensureStreams(nc: NatsConnection, { replicas, bytes }: StreamOptions): Promise<void> {
  const manager = await jetstreamManager(nc)
  await ensure(manager, {
    name: STREAM,
    subjects: [BATCHES],
    retention: RetentionPolicy.Workqueue,
    // Nothing is let go of that is not stored: the sensor is told, and keeps it.
    discard: DiscardPolicy.New,
    max_bytes: bytes,
    num_replicas: replicas,
    duplicate_window: nanos(KNOWN_FOR),
  })
  await ensure(manager, {
    name: ASIDE_STREAM,
    subjects: [ASIDE],
    max_bytes: ASIDE_BYTES,
    max_msgs: ASIDE_MESSAGES,
    num_replicas: replicas,
  })
}

async function ensure(manager: JetStreamManager, config: Partial<StreamConfig> & { name: string }): Promise<void> {
  try {
    await manager.streams.info(config.name)
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.status !== NOT_FOUND) throw error
    await manager.streams.add(config).catch(async (late: unknown) => {
      // Another process made it at this moment, or a server that was away does not know it yet.
      if (late instanceof JetStreamApiError && late.code === IN_USE) return
      if (await manager.streams.info(config.name).catch(() => null)) return
      if (late instanceof JetStreamApiError)
        throw new NoBus(
          `it does not make the stream ${config.name} with ${config.num_replicas} replicas: ${late.message}`,
        )
      throw late
    })
  }
}

const NOT_FOUND = 404
/** Code of the server: there is a stream of this name, set otherwise. */
const IN_USE = 10_058

/** ms. Servers that choose a leader, or have many consumers to make, take their time. */
const PATIENCE = 20_000
const ASK_AGAIN = 1500
const AFTER = 250
const AWAY = 503
/** Consumers that are made at once: all of a worker's at the same moment are more than three small servers can settle. */
const AT_ONCE = 4

const turns = new WeakMap<NatsConnection, Promise<unknown>[]>()

/** One of a few ways, each after the other. */
function inTurn<T>(nc: NatsConnection, way: number, work: () => Promise<T>): Promise<T> {
  const ways = turns.get(nc) ?? Array.from({ length: AT_ONCE }, () => Promise.resolve())
  turns.set(nc, ways)
  const done = ways[way % AT_ONCE]!.then(work)
  ways[way % AT_ONCE] = done.catch(() => {})
  return done
}

/**
 * The consumer of a partition: made once, and handed on from one holder to the next, for one made anew on three servers
 * has to find its leader first. What a holder had and neither acknowledged nor gave back comes again
 * `ACK_WAIT` after it last said that it works on it. Who may store is not settled here, but by the lease.
 */
export async function partitionConsumer(nc: NatsConnection, partition: number): Promise<Consumer> {
  const name = `p${partition}`
  const known = await consumerOf(nc, name)
  if (known) return known
  return inTurn(nc, partition, async () => {
    const manager = await jetstreamManager(nc, { timeout: PATIENCE, checkAPI: false })
    const add = () =>
      manager.consumers.add(STREAM, {
        durable_name: name,
        filter_subject: batchesOf(partition),
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        ack_wait: nanos(ACK_WAIT),
        max_ack_pending: MOST_PENDING,
      })
    await add().catch(async (error: unknown) => {
      // Versions before had one for each holder, and two for one partition are refused. To look for them before would ask
      // all servers for all consumers, for each partition.
      if (!(error instanceof JetStreamApiError)) throw error
      for await (const { name: other } of manager.consumers.list(STREAM))
        if (other.startsWith(`${name}-t`)) await manager.consumers.delete(STREAM, other)
      await add()
    })
    return jetstream(nc).consumers.get(STREAM, name)
  })
}

/** Null where it was not made yet. */
async function consumerOf(nc: NatsConnection, name: string): Promise<Consumer | null> {
  const until = performance.now() + PATIENCE
  for (;;) {
    try {
      return await jetstream(nc, { timeout: ASK_AGAIN }).consumers.get(STREAM, name)
    } catch (error) {
      if (error instanceof JetStreamApiError && error.status === NOT_FOUND) return null
      // The server that leads answers: until the others have a new leader, nobody does, or says that.
      const isAway = error instanceof TimeoutError || (error instanceof JetStreamApiError && error.status === AWAY)
      if (!isAway || performance.now() > until) throw error
      await pause(AFTER)
    }
  }
}

/** The headers of the oldest message of this subject that nobody stored yet; null where there is none. */
export async function oldestOn(nc: NatsConnection, subject: string) {
  const manager = await jetstreamManager(nc)
  const query = { next_by_subj: subject, seq: 0 }
  try {
    const found = await manager.streams.getMessage(STREAM, query)
    return found?.header ?? null
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === NOT_FOUND) return null
    throw error
  }
}
