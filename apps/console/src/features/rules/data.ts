// What the page of rules asks the platform.
import { queryOptions } from '@tanstack/react-query'
import { ApiError, errorOf, get, type Place, pathOf, send } from '../../shared/api.ts'
import type { Fault } from '../../shared/source-editor.tsx'

/** A rule in a source. `silent`: only counted by another rule. */
export type RuleIn = { readonly id: string; readonly title: string; readonly level: string; readonly silent: boolean }
export type Checked = { readonly faults: readonly Fault[]; readonly rules: readonly RuleIn[] }
export type RuleRow = Checked & {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  readonly changed_by: string | null
  readonly changed_at: string
}
/** `tag`: of its version, so that two people do not overwrite each other. */
export type Rule = RuleRow & { readonly source: string; readonly tag: string }

export type Trial = {
  /** µs; null where nothing of that time is left. */
  readonly from: number | null
  readonly to: number | null
  readonly batches: number
  readonly operations: number
  readonly cut: boolean
  readonly rules: readonly {
    readonly id: string
    readonly title: string
    readonly level: string
    readonly matches: number
    readonly findings: number
    readonly first: readonly {
      readonly at: number
      readonly source: string | null
      readonly target: string | null
      readonly object: string
      readonly why: string
    }[]
  }[]
}

const base = (tenant: string, rest = '') => `/api/tenants/${encodeURIComponent(tenant)}/rules${rest}`
const one = (tenant: string, id: string) => base(tenant, `/${encodeURIComponent(id)}`)

export const rulesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['rules', tenant],
    queryFn: async ({ signal }) => (await get<{ items: RuleRow[] }>(base(tenant), { signal })).items,
  })

export const ruleQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ['rules', tenant, id],
    queryFn: ({ signal }) => ask(one(tenant, id), { method: 'GET', signal }),
  })

export const checkRule = (tenant: string, source: string, id: string | null): Promise<Checked> =>
  send('POST', base(tenant, '/check'), { source, ...(id === null ? {} : { id }) })

export const makeRule = (tenant: string, name: string, source: string): Promise<RuleRow> =>
  send('POST', base(tenant), { name, source })
export const putRule = (tenant: string, { id, tag }: Rule, name: string, source: string): Promise<Rule> =>
  change('PUT', one(tenant, id), tag, { name, source })
export const enableRule = (tenant: string, { id, tag }: Rule, enabled: boolean): Promise<Rule> =>
  change('PATCH', one(tenant, id), tag, { enabled })
export const removeRule = (tenant: string, id: string): Promise<void> => send('DELETE', one(tenant, id))

export const tryRule = (
  place: Place,
  asked: { readonly source: string; readonly id?: string; readonly from: number; readonly to: number },
): Promise<Trial> => send('POST', pathOf(place, '/rules/try'), asked)

const change = (method: 'PUT' | 'PATCH', path: string, tag: string, body: object): Promise<Rule> =>
  ask(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(tag === '' ? {} : { 'if-match': tag }) },
  })

async function ask(path: string, init: RequestInit): Promise<Rule> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(() => {
    throw new ApiError(0, 'The platform does not answer.')
  })
  const text = await response.text()
  if (!response.ok) throw errorOf(response.status, text)
  return { ...(JSON.parse(text) as Omit<Rule, 'tag'>), tag: response.headers.get('etag') ?? '' }
}
