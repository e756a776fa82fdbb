// Elasticsearch and OpenSearch, over _bulk into data streams. The id of a document is that of its event: what is there
// already is refused as that, and so is there once.
import { gzipSync } from 'node:zlib'
import type { OutwardEvent } from '@nautilus/model'
import { asked, noneOf, retry, said, troubleOf } from '../answers.ts'
import { address, overHttp, secret, text } from '../fields.ts'
import type { Answer, Kind, Sender, Target, Trouble, WireAnswer } from '../kind.ts'
import { type Item, inParts, itemOf, oneByOne } from '../parts.ts'
import { documentOf } from './document.ts'

const LIMITS = { events: 2000, bytes: 5_000_000, gap: 0 }

const streamOf = ({ kind }: OutwardEvent, { settings }: Pick<Target, 'settings'>): string =>
  `logs-${settings.dataset}.${kind.split('.')[0]}-${settings.namespace}`

/** Two lines to a document. */
export const linesOf = (
  event: OutwardEvent,
  target: Pick<Target, 'settings' | 'technique' | 'link' | 'mapping' | 'version'>,
) =>
  `${JSON.stringify({ create: { _index: streamOf(event, target), _id: event.id } })}\n${JSON.stringify(documentOf(event, target))}\n`

type Outcome = { readonly status?: number; readonly error?: { readonly type?: string; readonly reason?: string } }

function outcomesIn({ text }: WireAnswer): readonly (Outcome | undefined)[] | null {
  try {
    const { items } = JSON.parse(text) as { items?: readonly { readonly create?: Outcome }[] }
    return Array.isArray(items) ? items.map(item => item.create) : null
  } catch {
    return null
  }
}

/** Each document has an end of its own. */
function answerOf(events: readonly OutwardEvent[], outcomes: readonly (Outcome | undefined)[]): Answer {
  const delivered: number[] = []
  const refused: { position: number; why: string }[] = []
  let rest: Trouble | null = null
  for (const [index, { position }] of events.entries()) {
    const outcome = outcomes[index]
    const status = outcome?.status ?? 0
    const why = `${status} ${outcome?.error?.type ?? ''}: ${outcome?.error?.reason ?? ''}`.slice(0, 500)
    // 409: it was there, from a try that was not heard of.
    if ((status >= 200 && status < 300) || status === 409) delivered.push(position)
    else if (status === 429 || status >= 500 || status === 0) rest = retry(`Some were not taken: ${why}`)
    else if (status === 401 || status === 403 || status === 404) rest = { kind: 'fault', why }
    else refused.push({ position, why })
  }
  return { delivered, refused, rest }
}

class ElasticSender implements Sender {
  readonly #target: Target

  constructor(target: Target) {
    this.#target = target
  }

  send(events: readonly OutwardEvent[]): Promise<Answer> {
    const items = events.map(event => itemOf(event, linesOf(event, this.#target)))
    return oneByOne(inParts(items, LIMITS), part => this.#part(part))
  }

  async close(): Promise<void> {}

  async #part(items: readonly Item[]): Promise<Answer> {
    const { settings, wire } = this.#target
    const url = `${(settings.url ?? '').replace(/\/+$/, '')}/_bulk`
    const headers = {
      authorization: `ApiKey ${settings.apiKey}`,
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    }
    const body = gzipSync(items.map(({ text }) => text).join(''))
    const answer = await asked(wire.ask({ method: 'POST', url, headers, body }))
    if ('trouble' in answer) return noneOf(answer.trouble)
    const trouble = troubleOf(answer, wire.now())
    if (trouble) return noneOf(trouble)
    const outcomes = outcomesIn(answer)
    if (outcomes?.length !== items.length)
      return noneOf({ kind: 'fault', why: `This is no answer of _bulk. ${said(answer)}` })
    return answerOf(
      items.map(({ event }) => event),
      outcomes,
    )
  }
}

const part = (name: string, otherwise: string) =>
  text(name, {
    otherwise,
    fault: value =>
      /^[a-z0-9][a-z0-9_.]{0,60}$/.test(value) ? null : 'must be small letters, digits, dots and underscores',
  })

export const elastic: Kind = {
  id: 'elastic',
  fields: [
    address('url', { isRequired: true }),
    secret('apiKey', {
      isRequired: true,
      fault: value =>
        /^[A-Za-z0-9+/=_-]{16,500}$/.test(value) ? null : 'must be the key in base64, as Elastic shows it',
    }),
    part('dataset', 'nautilus'),
    part('namespace', 'default'),
    ...overHttp,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 4000,
  keeps: 'events',
  guarantee: 'once: the id of the document is that of the event',
  shows: documentOf,
  open: target => new ElasticSender(target),
}
