// Splunk's HTTP Event Collector as it is documented and was measured: codes, prefixes that are indexed before a bad event,
// channels, acknowledgements that are forgotten once told, and the cap of Splunk Cloud.
import { gunzipSync } from 'node:zlib'
import type { Heard, Reply } from './served.ts'

export type HecOptions = {
  readonly token: string
  readonly ack?: boolean
  readonly indexes?: readonly string[]
  /** Splunk Cloud: bodies over 5 MiB are called malformed. */
  readonly cloud?: boolean
}

type Envelope = { event?: unknown; index?: string; time?: unknown; fields?: Record<string, unknown> }
const say = (status: number, code: number, text: string, more: object = {}): Reply => ({
  status,
  body: { text, code, ...more },
})

export class Hec {
  readonly #options: HecOptions
  readonly indexed: Envelope[] = []
  readonly #acks = new Map<string, boolean[]>()
  /** Polls after which an acknowledgement is true. */
  polls = 1
  /** Answered in place of everything, while it is there. */
  trouble: Reply | null = null
  requests = 0

  constructor(options: HecOptions) {
    this.#options = options
  }

  answer({ method, path, query, headers, body }: Heard): Reply {
    if (method === 'OPTIONS') return { status: 200, headers: { allow: 'POST,OPTIONS' } }
    if (path === '/services/collector/health') return say(200, 17, 'HEC is healthy')
    this.requests++
    const { authorization } = headers
    if (authorization === undefined) return say(401, 2, 'Token is required')
    if (!authorization.startsWith('Splunk ')) return say(401, 3, 'Invalid authorization')
    if (authorization !== `Splunk ${this.#options.token}`) return say(403, 4, 'Invalid token')
    if (this.trouble) return this.trouble
    const channel = String(headers['x-splunk-request-channel'] ?? query.get('channel') ?? '')
    if (path === '/services/collector/ack') return this.#told(channel, body)
    if (!['/services/collector/event', '/services/collector'].includes(path)) return { status: 404 }
    if (this.#options.ack && channel === '') return say(400, 10, 'Data channel is missing')
    if (this.#options.ack && !/^[\da-f-]{36}$/i.test(channel)) return say(400, 11, 'Invalid data channel')
    const encoding = headers['content-encoding']
    if (encoding !== undefined && encoding !== 'gzip') return { status: 415 }
    return this.#take(channel, (encoding ? gunzipSync(body) : body).toString('utf8'))
  }

  #take(channel: string, text: string): Reply {
    if (text.trim() === '') return say(400, 5, 'No data')
    if (this.#options.cloud && Buffer.byteLength(text) > 5_242_880)
      return say(400, 6, 'Invalid data format', { 'invalid-event-number': 0 })
    const values = concatenated(text)
    for (const [number, value] of values.entries()) {
      const wrong = this.#faultOf(value, number)
      if (!wrong) {
        this.indexed.push(value as Envelope)
        continue
      }
      const { body } = wrong
      // What is before it is indexed.
      if (number === 0 || !this.#options.ack) return wrong
      return { ...wrong, body: { ...(body as object), ackId: this.#ackOf(channel) } }
    }
    return say(200, 0, 'Success', this.#options.ack ? { ackId: this.#ackOf(channel) } : {})
  }

  #faultOf(value: unknown, number: number): Reply | null {
    const at = { 'invalid-event-number': number }
    if (typeof value !== 'object' || value === null) return say(400, 6, 'Invalid data format', at)
    const { event, index, time, fields } = value as Envelope
    if (event === undefined) return say(400, 12, 'Event field is required', at)
    const isBlank = event === '' || event === null || (typeof event === 'object' && Object.keys(event).length === 0)
    if (isBlank) return say(400, 13, 'Event field cannot be blank', at)
    if (time !== undefined && !/^\d+(\.\d+)?$/.test(String(time)))
      return say(400, 15, 'Error in handling indexed fields', at)
    if (Object.values(fields ?? {}).some(each => typeof each === 'object' && !Array.isArray(each)))
      return say(400, 15, 'Error in handling indexed fields', at)
    if (index !== undefined && !(this.#options.indexes ?? [index]).includes(index))
      return say(400, 7, 'Incorrect index', { 'invalid-event-number': number + 1 })
    return null
  }

  #ackOf(channel: string): number {
    const acks = this.#acks.get(channel) ?? []
    this.#acks.set(channel, acks)
    return acks.push(true) - 1
  }

  #told(channel: string, body: Buffer): Reply {
    if (!this.#options.ack) return say(400, 14, 'ACK is disabled')
    const { acks: asked } = JSON.parse(body.toString()) as { acks: number[] }
    const known = this.#acks.get(channel) ?? []
    const isReady = --this.polls < 0
    const acks: Record<string, boolean> = {}
    for (const id of asked) {
      acks[id] = isReady && known[id] === true
      // Told once, it is forgotten.
      if (acks[id]) known[id] = false
    }
    return { status: 200, body: { acks } }
  }
}

/** Values one behind the other, with or without space between; what cannot be read ends it. */
function concatenated(text: string): unknown[] {
  const values: unknown[] = []
  let depth = 0
  let inText = false
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const c = text[at]
    if (inText) {
      if (c === '\\') at++
      else if (c === '"') inText = false
    } else if (c === '"') inText = true
    else if (c === '{' || c === '[') depth++
    else if ((c === '}' || c === ']') && --depth === 0) {
      values.push(parsed(text.slice(from, at + 1)))
      from = at + 1
    }
  }
  if (text.slice(from).trim() !== '') values.push(undefined)
  return values
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
