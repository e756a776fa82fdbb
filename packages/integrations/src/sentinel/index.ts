// Microsoft Sentinel over the Logs Ingestion API: a token of Entra ID, rows to a data collection rule.
// https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview
import { gzipSync } from 'node:zlib'
import type { OutwardEvent } from '@nautilus/model'
import { allOf, asked, noneOf, retry, retryAfter, said, together, troubleOf } from '../answers.ts'
import { address, choice, overHttp, secret, text } from '../fields.ts'
import type { Answer, Kind, Sender, Target, Trouble, WireAnswer } from '../kind.ts'
import { type Item, inParts, itemOf } from '../parts.ts'
import { type TableName, tables } from './columns.ts'
import { rowOf } from './record.ts'

/** 1 MB a call, before and after it is packed; some of it is left free. */
const LIMITS = { events: 1500, bytes: 950_000, gap: 1 }
/** ms before its end at which a token is fetched anew. */
const EARLY = 300_000

const clouds: Readonly<Record<string, { readonly authority: string; readonly audience: string }>> = {
  public: { authority: 'https://login.microsoftonline.com', audience: 'https://monitor.azure.com' },
  'us-government': { authority: 'https://login.microsoftonline.us', audience: 'https://monitor.azure.us' },
  china: { authority: 'https://login.chinacloudapi.cn', audience: 'https://monitor.azure.cn' },
}

class SentinelSender implements Sender {
  readonly #target: Target
  #token: { readonly text: string; readonly until: number } | null = null

  constructor(target: Target) {
    this.#target = target
  }

  async send(events: readonly OutwardEvent[]): Promise<Answer> {
    const byTable = new Map<TableName, Item[]>()
    for (const event of events) {
      const { table, row } = rowOf(event, this.#target)
      const items = byTable.get(table) ?? []
      byTable.set(table, items)
      items.push(itemOf(event, JSON.stringify(row)))
    }
    const answers: Answer[] = []
    for (const [table, items] of byTable)
      for (const part of inParts(items, LIMITS)) {
        const answer = await this.#part(table, part)
        answers.push(answer)
        if (answer.rest) return together(answers)
      }
    return together(answers)
  }

  async close(): Promise<void> {}

  async #part(table: TableName, items: readonly Item[]): Promise<Answer> {
    const events = items.map(({ event }) => event)
    const body = `[${items.map(({ text }) => text).join(',')}]`
    let answer = await this.#post(table, body, events[0]?.id ?? '')
    if ('trouble' in answer) return noneOf(answer.trouble)
    if (answer.status === 401) {
      // It may have been withdrawn before its time: once more with a new one.
      this.#token = null
      answer = await this.#post(table, body, events[0]?.id ?? '')
      if ('trouble' in answer) return noneOf(answer.trouble)
    }
    const trouble = this.#troubleOf(answer)
    return trouble ? noneOf(trouble) : allOf(events)
  }

  #troubleOf(answer: WireAnswer): Trouble | null {
    const now = this.#target.wire.now()
    const { status, headers, text } = answer
    if (status === 204 || status === 200) return null
    const isTooLarge = `${headers['x-ms-error-code']} ${text}`.includes('ReadyBody_ClientConnectionAbort')
    if (isTooLarge) return { kind: 'smaller', why: said(answer) }
    if (status === 403)
      return {
        kind: 'fault',
        why: `${said(answer)} The application needs the role Monitoring Metrics Publisher on the data collection rule; it may take half an hour until that is known everywhere.`,
      }
    return troubleOf(answer, now)
  }

  async #post(table: TableName, body: string, id: string): Promise<WireAnswer | { readonly trouble: Trouble }> {
    const { settings, wire } = this.#target
    const token = await this.#tokenText()
    if (typeof token !== 'string') return token
    const base = (settings.endpoint ?? '').replace(/\/+$/, '')
    const url = `${base}/dataCollectionRules/${settings.rule}/streams/Custom-${table}?api-version=2023-01-01`
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-ms-client-request-id': id,
    }
    return asked(wire.ask({ method: 'POST', url, headers, body: gzipSync(body) }))
  }

  /** Client credentials (RFC 6749, 4.4), kept until shortly before their end. */
  async #tokenText(): Promise<string | { readonly trouble: Trouble }> {
    const { settings, wire } = this.#target
    if (this.#token && wire.now() < this.#token.until) return this.#token.text
    const cloud = clouds[settings.cloud ?? ''] ?? clouds.public!
    const authority = settings.authority || cloud.authority
    const body = new URLSearchParams({
      ...{ client_id: settings.clientId ?? '', client_secret: settings.clientSecret ?? '' },
      ...{ grant_type: 'client_credentials', scope: `${cloud.audience}/.default` },
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const url = `${authority}/${settings.directory}/oauth2/v2.0/token`
    const answer = await asked(wire.ask({ method: 'POST', url, headers, body: body.toString() }))
    if ('trouble' in answer) return answer
    const { status } = answer
    if (status === 429 || status >= 500) return { trouble: retry(said(answer), retryAfter(answer, wire.now())) }
    const token = tokenIn(answer)
    if (!token) return { trouble: { kind: 'fault', why: `Entra ID gave no token. ${said(answer)}` } }
    this.#token = { text: token.text, until: wire.now() + Math.max(60_000, token.seconds * 1000 - EARLY) }
    return token.text
  }
}

function tokenIn({ status, text }: WireAnswer): { readonly text: string; readonly seconds: number } | null {
  if (status !== 200) return null
  try {
    const said = JSON.parse(text) as { access_token?: unknown; expires_in?: unknown }
    if (typeof said.access_token !== 'string') return null
    return { text: said.access_token, seconds: Number(said.expires_in) || 3600 }
  } catch {
    return null
  }
}

const id = (name: string) =>
  text(name, {
    isRequired: true,
    fault: value => (/^[\w.-]{1,100}$/.test(value) ? null : 'must be an id, without spaces'),
  })

export const sentinel: Kind = {
  id: 'sentinel',
  fields: [
    address('endpoint', { isRequired: true }),
    text('rule', {
      isRequired: true,
      fault: value => (/^dcr-[\da-f]{32}$/.test(value) ? null : 'must be dcr- and 32 hexadecimal digits'),
    }),
    id('directory'),
    id('clientId'),
    secret('clientSecret', { isRequired: true }),
    choice('cloud', ['public', 'us-government', 'china']),
    address('authority'),
    ...overHttp,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 3000,
  keeps: 'events',
  guarantee: 'at-least-once: EventId stays the same; parsers keep the newest Revision',
  shows: (event, target) => {
    const { table, row } = rowOf(event, target)
    return { [`${table}_CL`]: row }
  },
  open: target => new SentinelSender(target),
}

export { tables }
