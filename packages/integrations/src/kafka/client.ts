// A producer: finds the brokers that lead the partitions, and gives each its batches in order. A batch whose answer was lost
// is sent again as it was, with the same sequence number, so that an idempotent topic has it once.
import { unreached } from '../answers.ts'
import { isOn } from '../fields.ts'
import type { Target, Trouble } from '../kind.ts'
import { serversOf } from '../servers.ts'
import { batchOf, type KafkaRecord, NO_PRODUCER, type Producer } from './batch.ts'
import { Malformed, type Reader, Writer } from './bytes.ts'
import { isForgotten, isMoved, isThere, troubleOfCode } from './codes.ts'
import { type Broker, Connection, Refused } from './connection.ts'

const PORT = 9092
/** Tries of one batch within one round, and ms before the second of them; doubled with each. */
const TRIES = 4
const PAUSE = 250
/** ms that brokers wait for their replicas. */
const REPLICAS = 20_000
/** ms after which it is asked anew who leads what. */
const STALE = 300_000

type Topic = { readonly partitions: readonly number[]; readonly asked: number }
type Outcome = { readonly code: number; readonly text: string | null }

export class KafkaClient {
  readonly #target: Target
  #brokers = new Map<number, Broker>()
  readonly #connections = new Map<string, Connection>()
  readonly #topics = new Map<string, Topic>()
  #producer: Producer | null = null
  readonly #sequences = new Map<string, number>()

  constructor(target: Target) {
    this.#target = target
  }

  /** How many partitions a topic has. Throws `Refused`. */
  async partitionsOf(topic: string): Promise<number> {
    const known = this.#topics.get(topic)
    if (known && this.#target.wire.now() - known.asked < STALE) return known.partitions.length
    const trouble = await this.#troubleIn(() => this.#learn(topic))
    if (trouble) throw new Refused(trouble)
    return this.#topics.get(topic)?.partitions.length ?? 0
  }

  /** Null: the brokers have it, on as many disks as the topic asks for. */
  async produce(topic: string, partition: number, records: readonly KafkaRecord[]): Promise<Trouble | null> {
    let trouble: Trouble | null = null
    let batch: Buffer | null = null
    const place = `${topic}-${partition}`
    for (let tries = 0; tries < TRIES; tries++) {
      if (tries > 0) await this.#target.wire.pause(PAUSE * 2 ** (tries - 1))
      trouble = await this.#troubleIn(async () => {
        const connection = await this.#leaderOf(topic, partition)
        batch ??= await this.#batch(place, connection, records)
        const { code, text } = await this.#send(connection, { topic, partition, batch })
        if (isForgotten(code)) {
          this.#forget()
          batch = null
        }
        if (isMoved(code)) this.#topics.delete(topic)
        if (code !== 0 && !isThere(code))
          throw new Refused(troubleOfCode(code, `${topic} at ${connection.where}`, text))
      })
      if (trouble === null) {
        this.#sequences.set(place, ((this.#sequences.get(place) ?? 0) + records.length) % 2 ** 31)
        return null
      }
      if (trouble.kind !== 'retry') break
    }
    // What became of it is not known; the next batch may have other records, and is no repetition of this one.
    this.#forget()
    return trouble
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close()
    this.#connections.clear()
  }

  async #troubleIn(work: () => Promise<void>): Promise<Trouble | null> {
    try {
      await work()
      return null
    } catch (error) {
      if (error instanceof Refused) return error.trouble
      this.close()
      this.#topics.clear()
      if (error instanceof Malformed)
        return { kind: 'retry', why: `The broker does not answer as one does: ${error.message}` }
      return unreached(error)
    }
  }

  async #connection({ host, port }: Broker): Promise<Connection> {
    const name = `${host}:${port}`
    const known = this.#connections.get(name)
    if (known?.isOpen) return known
    const { wire, settings } = this.#target
    const made = await Connection.open(wire, { host, port }, settings)
    this.#connections.set(name, made)
    return made
  }

  /** Any broker that answers; those that people wrote are asked first. */
  async #anyone(): Promise<Connection> {
    let last: unknown = null
    for (const broker of [...serversOf(this.#target.settings.servers ?? '', PORT), ...this.#brokers.values()])
      try {
        return await this.#connection(broker)
      } catch (error) {
        // Another broker knows no other password.
        if (error instanceof Refused && error.trouble.kind === 'fault') throw error
        last = error
      }
    throw last ?? new Refused({ kind: 'fault', why: 'No broker is named.', about: 'address' })
  }

  async #leaderOf(topic: string, partition: number): Promise<Connection> {
    if (!this.#topics.has(topic)) await this.#learn(topic)
    const leader = this.#topics.get(topic)?.partitions[partition] ?? -1
    const broker = this.#brokers.get(leader)
    if (broker) return this.#connection(broker)
    this.#topics.delete(topic)
    throw new Refused({ kind: 'retry', why: `${topic}: partition ${partition} has no leader.` })
  }

  /** A topic that is being made has no leader for a moment. */
  async #learn(topic: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      const { brokers, code, leaders } = await this.#metadata(topic)
      this.#brokers = brokers
      if (code !== 0 && code !== 5) throw new Refused(troubleOfCode(code, topic))
      if (code === 0 && leaders.length > 0)
        return void this.#topics.set(topic, { partitions: leaders, asked: this.#target.wire.now() })
      if (tries >= TRIES) throw new Refused({ kind: 'retry', why: `${topic} has no leader yet.` })
      await this.#target.wire.pause(PAUSE * 2 ** tries)
    }
  }

  async #metadata(topic: string) {
    const connection = await this.#anyone()
    const version = connection.versionOf('metadata')
    const body = new Writer().int32(1).string(topic)
    // A topic that is missing is told, and not made.
    if (version >= 4) body.int8(0)
    return metadataIn(await connection.ask('metadata', version, body.done()), version)
  }

  async #batch(place: string, connection: Connection, records: readonly KafkaRecord[]): Promise<Buffer> {
    const { settings } = this.#target
    const producer = isOn(settings, 'idempotent') ? await this.#identity(connection) : NO_PRODUCER
    const isPacked = settings.compression !== 'none'
    return batchOf(records, { producer, sequence: this.#sequences.get(place) ?? 0, isPacked })
  }

  async #identity(connection: Connection): Promise<Producer> {
    if (this.#producer) return this.#producer
    const body = new Writer().string(null).int32(60_000).done()
    const answer = await connection.ask('producer', connection.versionOf('producer'), body)
    answer.int32()
    const code = answer.int16()
    if (code !== 0) throw new Refused(troubleOfCode(code, connection.where))
    this.#producer = { id: answer.int64(), epoch: answer.int16() }
    return this.#producer
  }

  #forget(): void {
    this.#producer = null
    this.#sequences.clear()
  }

  async #send(connection: Connection, what: { topic: string; partition: number; batch: Buffer }): Promise<Outcome> {
    const { topic, partition, batch } = what
    const version = connection.versionOf('produce')
    const body = new Writer().string(null).int16(-1).int32(REPLICAS).int32(1).string(topic)
    body.int32(1).int32(partition).bytes(batch)
    return outcomeIn(await connection.ask('produce', version, body.done()), version)
  }
}

function metadataIn(answer: Reader, version: number) {
  if (version >= 3) answer.int32()
  const brokers = new Map<number, Broker>()
  answer.array(() => {
    const id = answer.int32()
    const host = answer.string() ?? ''
    const port = answer.int32()
    answer.string()
    brokers.set(id, { host, port })
  })
  if (version >= 2) answer.string()
  answer.int32()
  const topics = answer.array(() => {
    const code = answer.int16()
    answer.string()
    answer.int8()
    const partitions = answer.array(() => {
      answer.int16()
      const [index, leader] = [answer.int32(), answer.int32()]
      answer.array(answer.int32)
      answer.array(answer.int32)
      return { index, leader }
    })
    return { code, partitions }
  })
  const { code = 3, partitions = [] } = topics[0] ?? {}
  const leaders = partitions.toSorted((a, b) => a.index - b.index).map(({ leader }) => leader)
  return { brokers, code, leaders }
}

function outcomeIn(answer: Reader, version: number): Outcome {
  const [only] = answer
    .array(() => {
      answer.string()
      return answer.array((): Outcome => {
        answer.int32()
        const code = answer.int16()
        answer.int64()
        answer.int64()
        if (version >= 5) answer.int64()
        if (version < 8) return { code, text: null }
        const [first] = answer.array(() => {
          answer.int32()
          return answer.string()
        })
        return { code, text: answer.string() ?? first ?? null }
      })
    })
    .flat()
  if (!only) throw new Malformed('an answer about no partition')
  return only
}
