// Receivers as they are documented: what they take, what they refuse, and in which words. Written from the vendors' pages,
// and never from our adapters.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Taken = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }
type Answer = { readonly status: number; readonly text?: string; readonly headers?: Readonly<Record<string, string>> }
type Serve = (taken: Taken, response: ServerResponse) => Answer | null

/** `serve`: null where it dealt with the response itself. Keeps what it answered with success. */
export async function serving(serve: Serve) {
  const all: Taken[] = []
  const good: Taken[] = []
  const server: Server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const taken = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(pieces).toString('utf8') }
    all.push(taken)
    const answer = serve(taken, response)
    if (!answer) return
    if (answer.status < 300) good.push(taken)
    response.writeHead(answer.status, answer.headers).end(answer.text ?? '')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    all,
    good,
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

const parsed = (text: string): Record<string, unknown> | null => {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Every text in it, wherever it is. */
export const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []

const isText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most && value.isWellFormed()

type Block = {
  readonly type?: string
  readonly text?: { readonly type?: string; readonly text?: unknown }
  readonly elements?: readonly { readonly text?: { readonly text?: unknown }; readonly url?: unknown }[]
}

/** Incoming webhooks and the limits of Block Kit: docs.slack.dev. */
export const slack: Serve = ({ path, headers, body }) => {
  const refused = (status: number, text: string) => ({ status, text })
  if (path.endsWith('/none')) return refused(404, 'no_service')
  if (path.endsWith('/archived')) return refused(410, 'channel_is_archived')
  if (path.endsWith('/prohibited')) return refused(403, 'action_prohibited')
  if (path.endsWith('/broken')) return refused(500, 'rollup_error')
  if (path.endsWith('/often')) return { status: 429, text: '', headers: { 'retry-after': '30' } }
  const message = headers['content-type']?.startsWith('application/json') ? parsed(body) : null
  if (!message || textsIn(message).some(text => !text.isWellFormed())) return refused(400, 'invalid_payload')
  const { text, blocks = [] } = message as { text?: unknown; blocks?: readonly Block[] }
  if (!isText(text, 40_000) && blocks.length === 0) return refused(400, 'no_text')
  return blocks.length <= 50 && blocks.every(isBlock) ? { status: 200, text: 'ok' } : refused(400, 'invalid_blocks')
}

function isBlock({ type, text, elements = [] }: Block): boolean {
  if (type === 'header') return text?.type === 'plain_text' && isText(text.text, 150)
  if (type === 'section') return isText(text?.text, 3000)
  if (type !== 'actions') return false
  return elements.length > 0 && elements.every(one => isText(one.text?.text, 75) && isText(one.url, 3000))
}

const RATE_LIMITED = '/v2/often'

/** Events API v2: developer.pagerduty.com. */
export const pagerduty: Serve = ({ path, body }) => {
  const said = (status: number, document: object) => ({ status, text: JSON.stringify(document) })
  if (path === RATE_LIMITED) return { status: 429, text: '' }
  if (Buffer.byteLength(body) > 512 * 1024) return { status: 413, text: '' }
  const event = parsed(body)
  const payload = (event?.payload ?? {}) as Record<string, unknown>
  const errors = [
    ...(/^[0-9a-z]{32}$/i.test(String(event?.routing_key)) ? [] : ["'routing_key' is invalid or missing"]),
    ...(event?.event_action === 'trigger' ? [] : ["'event_action' is invalid"]),
    ...(isText(event?.dedup_key, 255) ? [] : ["'dedup_key' is too long"]),
    ...(isText(payload.summary, 1024) ? [] : ["'payload.summary' is missing, blank or too long"]),
    ...(isText(payload.source, 100_000) ? [] : ["'payload.source' is missing or blank"]),
    ...(['critical', 'error', 'warning', 'info'].includes(String(payload.severity))
      ? []
      : ["'payload.severity' is invalid"]),
    ...(Number.isFinite(Date.parse(String(payload.timestamp))) ? [] : ["'payload.timestamp' is invalid"]),
  ]
  if (errors.length > 0) return said(400, { status: 'invalid event', message: 'Event object is invalid', errors })
  return said(202, { status: 'success', message: 'Event processed', dedup_key: event!.dedup_key })
}

/** Workflows: "when a Teams webhook request is received", with an Adaptive Card of at most 28 KB. */
export const teams: Serve = ({ path, headers, body }) => {
  const refused = (status: number, code: string) => ({ status, text: JSON.stringify({ error: { code } }) })
  if (!new URL(path, 'http://x').searchParams.has('sig')) return refused(401, 'DirectApiAuthorizationRequired')
  if (Buffer.byteLength(body) > 28 * 1024) return refused(413, 'RequestEntityTooLarge')
  const message = headers['content-type']?.startsWith('application/json') ? parsed(body) : null
  const [attachment] = (message?.attachments ?? []) as { contentType?: string; content?: Record<string, unknown> }[]
  const card = attachment?.content
  const isCard =
    message?.type === 'message' &&
    attachment?.contentType === 'application/vnd.microsoft.card.adaptive' &&
    card?.type === 'AdaptiveCard' &&
    /^1\.[0-5]$/.test(String(card.version)) &&
    Array.isArray(card.body) &&
    card.body.length > 0
  return isCard ? { status: 202 } : refused(400, 'TriggerInputSchemaMismatch')
}

/** A gateway that takes JSON with a token, and refuses what it would not send in so many parts. */
export const gateway: Serve = ({ path, headers, body }) => {
  if (path === '/busy') return { status: 503, headers: { 'retry-after': '7' } }
  if (headers['x-token'] !== 'right') return { status: 401, text: 'unauthorized' }
  const message = parsed(body)
  if (!/^\+[1-9]\d{6,14}$/.test(String(message?.to))) return { status: 400, text: 'invalid number' }
  if (String(message?.to).startsWith('+999')) return { status: 402, text: 'no credit' }
  return isText(message?.text, 10_000) ? { status: 200, text: '{"status":"queued"}' } : { status: 400, text: 'no text' }
}

/** Standard Webhooks 1.0: verifies as the specification says a receiver must. `key`: the bytes of the secret. */
export const standard =
  (key: Buffer, now: () => number): Serve =>
  ({ path, headers, body }) => {
    if (path === '/gone') return { status: 410 }
    const [id, time] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])]
    if (Math.abs(now() - time) > 300) return { status: 400, text: 'the time is too far away' }
    const own = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest()
    const given = String(headers['webhook-signature']).split(' ')
    const isSigned = given.some(one => {
      const bytes = one.startsWith('v1,') ? Buffer.from(one.slice(3), 'base64') : Buffer.alloc(0)
      return bytes.length === own.length && timingSafeEqual(bytes, own)
    })
    return isSigned && parsed(body) ? { status: 204 } : { status: 401, text: 'wrong signature' }
  }
