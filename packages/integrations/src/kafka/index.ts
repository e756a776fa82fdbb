// Kafka, or what speaks its protocol: one record to an event, its object as the key, so that what is told of one object
// stays in order. Values are CloudEvents in binary form. https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md
import type { OutwardEvent } from '@nautilus/model'
import { allOf, noneOf, together } from '../answers.ts'
import { cloudHeaders, plainOf } from '../cloud.ts'
import { choice, flag, overNetwork, secret, text, whole } from '../fields.ts'
import type { Answer, Kind, Sender, Settings, Target } from '../kind.ts'
import { serversFault } from '../servers.ts'
import { nameOf, templateFault } from '../template.ts'
import { type KafkaRecord, OVERHEAD, partitionOf, sizeOf } from './batch.ts'
import { KafkaClient } from './client.ts'
import { Refused } from './connection.ts'

type Item = { readonly event: OutwardEvent; readonly record: KafkaRecord; readonly size: number }
type Place = { readonly topic: string; readonly partition: number; readonly items: Item[] }

/** Records of one batch. */
const MOST = 1000

function itemOf(event: OutwardEvent, target: Target): Item {
  const headers = cloudHeaders(event, 'ce_')
  const value = Buffer.from(plainOf(event, target), 'utf8')
  const record = { key: Buffer.from(event.object, 'utf8'), value, headers, at: Math.floor(event.at / 1000) }
  return { event, record, size: sizeOf(record) }
}

class KafkaSender implements Sender {
  readonly #target: Target
  readonly #client: KafkaClient

  constructor(target: Target) {
    this.#target = target
    this.#client = new KafkaClient(target)
  }

  async send(events: readonly OutwardEvent[]): Promise<Answer> {
    const { settings } = this.#target
    const most = Number(settings.maxBytes) - OVERHEAD
    const items = events.map(event => itemOf(event, this.#target))
    const answers: Answer[] = [refusedOf(items, most)]
    try {
      for (const place of await this.#placesOf(items.filter(({ size }) => size <= most))) {
        const answer = await this.#deliver(place, most)
        answers.push(answer)
        if (answer.rest) break
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      answers.push(noneOf(error.trouble))
    }
    return together(answers)
  }

  async close(): Promise<void> {
    this.#client.close()
  }

  async #placesOf(items: readonly Item[]): Promise<Place[]> {
    const places = new Map<string, Place>()
    for (const item of items) {
      const topic = nameOf(this.#target.settings.topic ?? '', item.event)
      const partition = partitionOf(item.record.key, await this.#client.partitionsOf(topic))
      const name = `${topic} ${partition}`
      const place = places.get(name) ?? { topic, partition, items: [] }
      places.set(name, place)
      place.items.push(item)
    }
    return [...places.values()]
  }

  /** One batch after the other, until one is not taken. */
  async #deliver({ topic, partition, items }: Place, most: number): Promise<Answer> {
    const done: OutwardEvent[] = []
    for (let from = 0; from < items.length; ) {
      let [to, size] = [from, 0]
      while (to < items.length && to - from < MOST && (to === from || size + items[to]!.size <= most))
        size += items[to++]!.size
      const batch = items.slice(from, to)
      const trouble = await this.#client.produce(
        topic,
        partition,
        batch.map(({ record }) => record),
      )
      if (trouble) return { ...allOf(done), rest: trouble }
      done.push(...batch.map(({ event }) => event))
      from = to
    }
    return allOf(done)
  }
}

const refusedOf = (items: readonly Item[], most: number): Answer => ({
  delivered: [],
  refused: items
    .filter(({ size }) => size > most)
    .map(({ event, size }) => ({
      position: event.position,
      why: `The event has ${size} bytes, and a message may have ${most}.`,
    })),
  rest: null,
})

function check({ mechanism, user, password, tls }: Settings): Record<string, string> {
  if (mechanism === 'none') return {}
  if (!user) return { user: 'must be given for this mechanism' }
  if (!password) return { password: 'must be given for this mechanism' }
  // SCRAM keeps the password to itself; PLAIN is the password.
  return mechanism === 'PLAIN' && tls !== 'true'
    ? { tls: 'must be on with PLAIN: the password would go in the clear' }
    : {}
}

export const kafka: Kind = {
  id: 'kafka',
  fields: [
    text('servers', { isRequired: true, fault: serversFault }),
    flag('tls', true),
    choice('mechanism', ['none', 'SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN']),
    text('user'),
    secret('password'),
    text('topic', {
      otherwise: 'ot.{topic}.v1',
      fault: value => (value.length > 200 ? 'must be at most 200 characters long' : templateFault(value, /^[\w.-]+$/)),
    }),
    choice('body', ['json', 'ocsf']),
    choice('compression', ['gzip', 'none']),
    whole('maxBytes', { least: 10_000, most: 10_000_000, otherwise: 1_000_000 }),
    flag('idempotent', true),
    ...overNetwork,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 2000,
  keeps: 'events',
  guarantee: 'once within a connection (idempotent producer), at-least-once after a break: ce_id stays the same',
  check,
  shows: (event, target) => ({
    topic: nameOf(target.settings.topic ?? '', event),
    key: event.object,
    headers: Object.fromEntries(cloudHeaders(event, 'ce_')),
    value: JSON.parse(plainOf(event, target)),
  }),
  open: target => new KafkaSender(target),
}
