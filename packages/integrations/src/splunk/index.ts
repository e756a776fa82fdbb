// Splunk's HTTP Event Collector, with indexer acknowledgement where the token has it.
import { gzipSync } from 'node:zlib'
import type { OutwardEvent } from '@nautilus/model'
import { allOf, asked, noneOf, retry, retryAfter, said, together, troubleOf } from '../answers.ts'
import { address, flag, isOn, overHttp, secret, text } from '../fields.ts'
import type { Answer, Kind, Sender, Target, Trouble, WireAnswer } from '../kind.ts'
import { type Item, inParts, itemOf } from '../parts.ts'
import { envelopeOf } from './envelope.ts'

/** Events and bytes of one request. Splunk Cloud takes 5 MiB. */
const LIMITS = { events: 1000, bytes: 1 << 20, gap: 1 }
/** Above it Splunk Cloud calls the first event malformed, and means the size. */
const CLOUD_BODY = 5_242_880
/** ms between questions for acknowledgements, and until they are given up. */
const POLL = 1000
const PATIENCE = 60_000

/** What the body of an answer says. */
type Said = {
  readonly code?: number
  readonly ackId?: number
  readonly 'invalid-event-number'?: number
}

function readSaid({ text }: WireAnswer): Said {
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'object' && said !== null ? said : {}
  } catch {
    return {}
  }
}

/** The event of that number is what is wrong; those before it are indexed. */
const OF_EVENT = new Set([6, 12, 13, 15])
/** Nothing was taken, or it was not for us to know. */
const AGAIN = new Set([9, 23, 26, 27])

function troubleOfCode(code: number | undefined, answer: WireAnswer, now: number): Trouble | null {
  if (code === undefined) return troubleOf(answer, now)
  if (code === 0 || code === 24 || code === 25) return null
  if (AGAIN.has(code)) return retry(said(answer), retryAfter(answer, now))
  if (code === 8) return retry(said(answer), undefined, true)
  return { kind: 'fault', why: said(answer) }
}

const eventsOf = (items: readonly Item[]): OutwardEvent[] => items.map(({ event }) => event)

class SplunkSender implements Sender {
  readonly #target: Target
  #acks: boolean
  /** Batches that the indexers have not written yet, by the id of their acknowledgement. */
  #pending = new Map<number, readonly OutwardEvent[]>()

  constructor(target: Target) {
    this.#target = target
    this.#acks = isOn(target.settings, 'ack')
  }

  async send(events: readonly OutwardEvent[]): Promise<Answer> {
    this.#pending = new Map()
    const items = events.map(event => itemOf(event, JSON.stringify(envelopeOf(event, this.#target))))
    const answers: Answer[] = []
    for (const part of inParts(items, LIMITS)) {
      const answer = await this.#part(part)
      answers.push(answer)
      if (answer.rest) break
    }
    if (this.#pending.size > 0) answers.push(await this.#acknowledged())
    return together(answers)
  }

  async close(): Promise<void> {}

  async #part(items: readonly Item[]): Promise<Answer> {
    const answers: Answer[] = []
    for (let left = items; left.length > 0; ) {
      const { answer, rest } = await this.#post(left)
      answers.push(answer)
      left = rest
    }
    return together(answers)
  }

  /** `rest`: what is behind an event that was refused, and was not looked at. */
  async #post(items: readonly Item[]): Promise<{ readonly answer: Answer; readonly rest: readonly Item[] }> {
    const body = items.map(({ text }) => text).join('\n')
    const answer = await asked(this.#ask('event', body))
    if ('trouble' in answer) return { answer: noneOf(answer.trouble), rest: [] }
    const { code, ackId, 'invalid-event-number': number } = readSaid(answer)
    if (code === 6 && number === 0 && Buffer.byteLength(body) > CLOUD_BODY)
      return { answer: noneOf({ kind: 'smaller', why: said(answer) }), rest: [] }
    if (code === 14 && this.#acks) {
      this.#acks = false
      return this.#post(items)
    }
    const bad = code !== undefined && OF_EVENT.has(code) && number !== undefined ? items[number] : undefined
    if (bad && number !== undefined) {
      const taken = this.#taken(eventsOf(items.slice(0, number)), ackId)
      const refused = [{ position: bad.event.position, why: said(answer) }]
      return { answer: { ...taken, refused }, rest: items.slice(number + 1) }
    }
    if (code !== undefined && OF_EVENT.has(code))
      return { answer: noneOf({ kind: 'smaller', why: said(answer) }), rest: [] }
    const trouble = troubleOfCode(code, answer, this.#target.wire.now())
    return { answer: trouble ? noneOf(trouble) : this.#taken(eventsOf(items), ackId), rest: [] }
  }

  /** In a queue of the receiver; with acknowledgement not before it is on a disk of it. */
  #taken(events: readonly OutwardEvent[], ackId: number | undefined): Answer {
    // A token without acknowledgement answers without an id.
    if (ackId === undefined || !this.#acks || events.length === 0) return allOf(events)
    this.#pending.set(ackId, events)
    return allOf([])
  }

  async #acknowledged(): Promise<Answer> {
    const { wire } = this.#target
    const written: OutwardEvent[] = []
    const until = wire.now() + PATIENCE
    while (this.#pending.size > 0) {
      await wire.pause(POLL)
      const answer = await asked(this.#ask('ack', JSON.stringify({ acks: [...this.#pending.keys()] })))
      if ('trouble' in answer) return { ...allOf(written), rest: answer.trouble }
      const trouble = troubleOfCode(readSaid(answer).code, answer, wire.now())
      if (trouble) return { ...allOf(written), rest: trouble }
      for (const id of acknowledgedIn(answer)) {
        // An id that was answered once is forgotten there.
        written.push(...(this.#pending.get(id) ?? []))
        this.#pending.delete(id)
      }
      if (this.#pending.size > 0 && wire.now() >= until)
        return { ...allOf(written), rest: retry('The indexers did not acknowledge within a minute; it is sent again.') }
    }
    return allOf(written)
  }

  #ask(what: 'event' | 'ack', body: string): Promise<WireAnswer> {
    const { settings, wire, id } = this.#target
    const isLarge = body.length > 1024
    const url = `${(settings.url ?? '').replace(/\/+$/, '')}/services/collector/${what}`
    const headers = {
      authorization: `Splunk ${settings.token}`,
      'content-type': 'application/json',
      'x-splunk-request-channel': id,
      ...(isLarge ? { 'content-encoding': 'gzip' } : {}),
    }
    const channel = what === 'ack' ? `?channel=${id}` : ''
    return wire.ask({ method: 'POST', url: url + channel, headers, body: isLarge ? gzipSync(body) : body })
  }
}

function acknowledgedIn({ text }: WireAnswer): number[] {
  try {
    const { acks } = JSON.parse(text) as { acks?: Readonly<Record<string, unknown>> }
    return Object.entries(acks ?? {}).flatMap(([id, done]) => (done === true ? [Number(id)] : []))
  } catch {
    return []
  }
}

export const splunk: Kind = {
  id: 'splunk',
  fields: [
    address('url', { isRequired: true }),
    secret('token', {
      isRequired: true,
      fault: value => (/^[\w.-]{8,200}$/.test(value) ? null : 'must be the token, without spaces'),
    }),
    text('index', { fault: value => (/^[\w-]{1,80}$/.test(value) ? null : 'must be the name of an index') }),
    text('source'),
    text('host'),
    flag('ack', false),
    ...overHttp,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 5000,
  keeps: 'events',
  guarantee: 'at-least-once: delivery_id stays the same',
  shows: envelopeOf,
  open: target => new SplunkSender(target),
}
