// ServiceNow: a token by client credentials (RFC 6749, 4.4) or a user with a password, and what its answers mean.
import { asked, retry, retryAfter, said, troubleOf } from '../answers.ts'
import { address, overHttp, secret, text } from '../fields.ts'
import type { Field, Settings, Target, Trouble, WireAnswer } from '../kind.ts'

/** ms before its end at which a token is fetched anew. */
const EARLY = 60_000

export const signIn: readonly Field[] = [
  address('url', { isRequired: true }),
  text('clientId'),
  secret('clientSecret'),
  text('user'),
  secret('password'),
  ...overHttp,
]

export function signInFaults({ clientId, clientSecret, user, password }: Settings): Record<string, string> {
  if (clientId) return clientSecret ? {} : { clientSecret: 'must be given with a client ID' }
  if (!user) return { clientId: 'must be given, or a user and a password' }
  return password ? {} : { password: 'must be given with a user' }
}

export type Asked = WireAnswer | { readonly trouble: Trouble }

/** As far as a connection goes; what is sent over it is another matter. */
export type Connection = Pick<Target, 'settings' | 'wire' | 'version'>

export class ServiceNow {
  readonly #target: Connection
  #token: { readonly text: string; readonly until: number } | null = null

  constructor(target: Connection) {
    this.#target = target
  }

  /** With a token that was withdrawn, once more with a new one. */
  async ask(method: string, path: string, body?: object): Promise<Asked> {
    const answer = await this.#once(method, path, body)
    if ('trouble' in answer || answer.status !== 401 || this.#token === null) return answer
    this.#token = null
    return this.#once(method, path, body)
  }

  troubleOf(answer: WireAnswer): Trouble | null {
    const trouble = troubleOf(answer, this.#target.wire.now())
    if (answer.status !== 403 || !trouble) return trouble
    const hint =
      'The user lacks a role: itil for incidents, evt_mgmt_integration for events, cmdb_ot_editor for OT devices.'
    return { kind: 'fault', why: `${said(answer)} ${hint}` }
  }

  async #once(method: string, path: string, body?: object): Promise<Asked> {
    const { wire } = this.#target
    const authorization = await this.#authorization()
    if (typeof authorization !== 'string') return authorization
    const headers = {
      authorization,
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    }
    const request = { method, url: `${this.#base}${path}`, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
    return asked(wire.ask(request))
  }

  get #base(): string {
    return (this.#target.settings.url ?? '').replace(/\/+$/, '')
  }

  async #authorization(): Promise<string | { readonly trouble: Trouble }> {
    const { settings, wire } = this.#target
    const { clientId, clientSecret = '', user, password } = settings
    if (!clientId) return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    if (this.#token && wire.now() < this.#token.until) return `Bearer ${this.#token.text}`
    const body = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
    }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await asked(wire.ask({ method: 'POST', url: `${this.#base}/oauth_token.do`, headers, body }))
    if ('trouble' in answer) return answer
    const { status } = answer
    if (status === 429 || status >= 500) return { trouble: retry(said(answer), retryAfter(answer, wire.now())) }
    const token = json<{ access_token?: string; expires_in?: number }>(answer)
    if (status !== 200 || !token?.access_token)
      return { trouble: { kind: 'fault', why: `ServiceNow gave no token. ${said(answer)}` } }
    const until = wire.now() + Math.max(1000, Number(token.expires_in ?? 1800) * 1000 - EARLY)
    this.#token = { text: token.access_token, until }
    return `Bearer ${token.access_token}`
  }
}

export function json<T>({ text }: WireAnswer): T | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as T) : null
  } catch {
    return null
  }
}

/** `2026-11-23 01:02:03`, UTC. */
export const glideTime = (micros: number): string =>
  new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19).replace('T', ' ')
