// Entra ID and the Logs Ingestion API as they are documented, over the data collection rule that we ship: types of columns,
// 1 MB before and after packing, tokens that end, 413, 429 with Retry-After, and 403 until a role is known.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Heard, Reply } from './served.ts'

type Column = { readonly name: string; readonly type: string }
const shipped = new URL('../../../deploy/integrations/sentinel/template.json', import.meta.url)

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: value => typeof value === 'string',
  int: value => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31,
  long: value => Number.isSafeInteger(value),
  real: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  datetime: value => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value),
  dynamic: value => typeof value === 'object',
}

export class Azure {
  readonly rows: Record<string, Record<string, unknown>[]> = {}
  readonly #streams: Readonly<Record<string, { readonly columns: readonly Column[] }>>
  tokens = 0
  /** The token that is good. */
  token = ''
  trouble: Reply | null = null
  /** Columns that no declaration has: dropped, and nobody is told. */
  readonly unknown = new Set<string>()

  constructor() {
    const { resources } = JSON.parse(readFileSync(shipped, 'utf8'))
    const rule = resources.find(({ type }: { type: string }) => type.endsWith('dataCollectionRules'))
    this.#streams = rule.properties.streamDeclarations
  }

  answer({ path, query, headers, body }: Heard): Reply {
    if (path.endsWith('/oauth2/v2.0/token')) return this.#tokenFor(new URLSearchParams(body.toString()))
    if (headers.authorization !== `Bearer ${this.token}`) return error(401, 'InvalidToken')
    if (this.trouble) return this.trouble
    const match = /^\/dataCollectionRules\/(dcr-[\da-f]{32})\/streams\/([\w-]+)$/.exec(path)
    const stream = match && this.#streams[match[2] ?? '']
    if (!stream) return error(404, 'NotFound')
    if (query.get('api-version') !== '2023-01-01') return error(400, 'InvalidApiVersion')
    if (body.length > 1_048_576) return error(413, 'ContentLengthLimitExceeded')
    const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    if (text.length > 1_048_576) return error(413, 'ContentLengthLimitExceeded')
    const rows = JSON.parse(text.toString()) as Record<string, unknown>[]
    if (!Array.isArray(rows)) return error(400, 'InvalidPayload')
    const types = new Map(stream.columns.map(({ name, type }) => [name, type]))
    for (const row of rows)
      for (const [name, value] of Object.entries(row)) {
        const type = types.get(name)
        if (type === undefined) this.unknown.add(name)
        else if (!checks[type]?.(value)) return error(400, 'InvalidPayload', `${name} is no ${type}: ${value}`)
      }
    const name = match?.[2] ?? ''
    this.rows[name] = [...(this.rows[name] ?? []), ...rows]
    return { status: 204 }
  }

  #tokenFor(form: URLSearchParams): Reply {
    if (form.get('grant_type') !== 'client_credentials')
      return { status: 400, body: { error: 'unsupported_grant_type' } }
    if (form.get('client_secret') !== 'right')
      return {
        status: 401,
        body: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret.' },
      }
    if (form.get('scope') !== 'https://monitor.azure.com/.default')
      return { status: 400, body: { error: 'invalid_scope' } }
    this.tokens++
    this.token = `token-${this.tokens}`
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: this.token } }
  }
}

const error = (status: number, code: string, message = code): Reply => ({
  status,
  headers: { 'x-ms-error-code': code },
  body: { error: { code, message } },
})
