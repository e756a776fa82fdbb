// How the console asks the platform. Errors are the platform's problem documents (RFC 9457).
import { sentenceOf } from './refusal.ts'
import type { Routes } from './routes.ts'

/** What the platform answered where it could not do what was asked. `status` 0: it could not be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** One sentence for each field of a form that is at fault. */
  readonly fields: Readonly<Record<string, string>>
  /** The number under which the platform's log has it. */
  readonly request: string | null
  /** s after which it may be asked again; null where that was not said. */
  retryAfter: number | null = null

  constructor(
    status: number,
    detail: string,
    fields: Readonly<Record<string, string>> = {},
    request: string | null = null,
  ) {
    super(detail)
    this.status = status
    this.fields = fields
    this.request = request
  }
}

type Value = string | number | boolean
export type Query = Readonly<Record<string, Value | readonly Value[] | undefined>>

/** `/path?a=1&b=2`; what is undefined or empty is left out, lists are repeated. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== '') params.append(name, String(one))
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

export function get<T>(path: string, { query, signal }: { query?: Query; signal?: AbortSignal } = {}): Promise<T> {
  return ask<T>(withQuery(path, query), { method: 'GET', ...(signal ? { signal } : {}) })
}

export function send<T>(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
  const init: RequestInit =
    body === undefined
      ? { method }
      : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return ask<T>(path, init)
}

/** `GET /api/…`: what the API describes. */
export type Route = keyof Routes
export type Answer<R extends Route> = Routes[R]['answer']
/** What a route needs: places of its path, its query, its body. */
export type Given<R extends Route> = Omit<Routes[R], 'answer'>
type Parts = { readonly path?: Readonly<Record<string, Value>>; readonly query?: Query; readonly body?: object }
type More = { readonly signal?: AbortSignal }

/** Asks a route by its name: what it takes and what it answers is of the API's own description. */
export function call<R extends Route>(route: R, given: Given<R>, { signal }: More = {}): Promise<Answer<R>> {
  const { path = {}, query, body } = given as Parts
  const [method = '', template = ''] = route.split(' ')
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])))
  const content = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return ask(withQuery(filled, query), { method, ...(body ? content : {}), ...(signal ? { signal } : {}) })
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(error => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'The platform does not answer.')
  })
  const text = await response.text()
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
  const error = errorOf(response.status, text)
  const wait = Number(response.headers.get('retry-after') ?? response.headers.get('x-retry-after') ?? Number.NaN)
  if (response.status === 429 && wait >= 0) error.retryAfter = wait
  throw error
}

/** Our own routes answer with problem documents, better-auth with `message`, proxies with anything. */
export function errorOf(status: number, text: string): ApiError {
  try {
    const { detail, message, fields, request, code, values, codes } = JSON.parse(text) as Record<string, unknown>
    const told = typeof detail === 'string' ? detail : typeof message === 'string' ? message : `HTTP ${status}`
    const byField = { ...(isFields(fields) ? fields : {}), ...fieldsByCode(codes) }
    return new ApiError(status, sentenceOf(code, values) ?? told, byField, typeof request === 'string' ? request : null)
  } catch {
    return new ApiError(status, `HTTP ${status}`)
  }
}

/** `codes`: what is wrong with each field, for those who say it in their own language. */
function fieldsByCode(codes: unknown): Readonly<Record<string, string>> {
  if (typeof codes !== 'object' || codes === null) return {}
  const faults = Object.entries(codes).flatMap(([field, fault]) => {
    const told = sentenceOf((fault as { code?: unknown } | null)?.code, (fault as { values?: unknown } | null)?.values)
    return told === null ? [] : [[field, told] as const]
  })
  return Object.fromEntries(faults)
}

const isFields = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every(text => typeof text === 'string')

/** The part of paths that belongs to one site. */
export type Place = { readonly tenant: string; readonly site: string }
export const pathOf = ({ tenant, site }: Place, rest = ''): string =>
  `/api/tenants/${encodeURIComponent(tenant)}/sites/${encodeURIComponent(site)}${rest}`
