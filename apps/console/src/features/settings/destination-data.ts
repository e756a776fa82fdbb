// What the settings ask about other systems that are told.
import { queryOptions } from '@tanstack/react-query'
import { type Answer, call } from '../../shared/api.ts'

type List = Answer<'GET /api/tenants/{tenant}/destinations'>
export type Destination = List['items'][number]
export type Kind = List['kinds'][number]
export type KindField = Kind['fields'][number]
export type Letter = Answer<'GET /api/tenants/{tenant}/destinations/{destination}/dead-letters'>['items'][number]

export type Tried = Answer<'POST /api/tenants/{tenant}/destinations/{destination}/test'>

/** ms: while somebody looks, it stays true. */
const FRESH = 5000

export const destinationsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['destinations', tenant],
    queryFn: ({ signal }) => call('GET /api/tenants/{tenant}/destinations', { path: { tenant } }, { signal }),
    refetchInterval: FRESH,
  })

export const lettersQuery = (tenant: string, destination: string) =>
  queryOptions({
    queryKey: ['dead-letters', tenant, destination],
    queryFn: async ({ signal }) =>
      (
        await call(
          'GET /api/tenants/{tenant}/destinations/{destination}/dead-letters',
          { path: { tenant, destination }, query: { limit: 100 } },
          { signal },
        )
      ).items,
  })

export type Draft = {
  /** Null: a new one. */
  readonly id: string | null
  readonly kind: string
  readonly name: string
  /** Secrets are here only where somebody writes them anew. */
  readonly settings: Readonly<Record<string, string>>
  readonly topics: Destination['filter']['topics']
  readonly severity: Destination['filter']['severity']
  readonly sites: Destination['filter']['sites']
  readonly exercises: boolean
  /** Lines `name = value`. */
  readonly rename: string
  readonly add: string
  readonly enabled: boolean
}

const linesOf = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n')

const valuesOf = (lines: string): Record<string, string> =>
  Object.fromEntries(
    lines
      .split('\n')
      .filter(line => line.includes('='))
      .map(line => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  )

export const newDraft = (kind: Kind): Draft => ({
  ...{ id: null, kind: kind.id, name: '', settings: {}, severity: 'low', sites: [], exercises: false },
  ...{ rename: '', add: '', enabled: true },
  topics: kind.topics.filter(topic => topic === 'finding' || topic === 'incident' || kind.topics.length === 1),
})

export const draftOf = ({ id, kind, name, settings, filter, mapping, enabled }: Destination): Draft => ({
  ...{ id, kind, name, settings, enabled },
  ...{ topics: filter.topics, severity: filter.severity, sites: filter.sites, exercises: filter.exercises },
  rename: linesOf(mapping.rename),
  add: linesOf(mapping.add),
})

const toldIn = ({ settings, topics, severity, sites, exercises, rename, add }: Draft) => ({
  ...{ settings, filter: { topics, severity, sites, exercises } },
  mapping: { rename: valuesOf(rename), add: valuesOf(add) },
})

export const lookAt = (tenant: string, draft: Draft) =>
  call('POST /api/tenants/{tenant}/destinations/preview', {
    path: { tenant },
    body: { kind: draft.kind, ...toldIn(draft) },
  })

export function saveDraft(tenant: string, draft: Draft): Promise<Destination> {
  const { id: destination, kind, name, enabled } = draft
  const body = { name, enabled, ...toldIn(draft) }
  if (destination === null)
    return call('POST /api/tenants/{tenant}/destinations', {
      path: { tenant },
      body: { kind, ...body },
    })
  return call('PUT /api/tenants/{tenant}/destinations/{destination}', {
    path: { tenant, destination },
    body,
  })
}
