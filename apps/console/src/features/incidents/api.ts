// What the incident pages ask the platform, and what people do there.
import type { Severity } from '@nautilus/model'
import type {
  Act,
  Duty,
  Entry,
  Incident,
  Link,
  OptionReadiness,
  Outcome,
  Playbook,
  Seen,
  State,
  Timeline,
} from '@nautilus/response'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Answer, call, get, type Place, pathOf, type Query, send } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { IncidentRow, Page } from '../../shared/wire.ts'
import { type IncidentSearch, orders, worked } from './search.ts'

const ROWS = 100

export type Way = {
  readonly to: State
  readonly who: readonly Duty[]
  readonly outcomes: readonly Outcome[]
  readonly may: boolean
}

/** An incident as whoever looks at it sees it now. */
export type Room = {
  readonly incident: Incident
  /** Entries of its record. */
  readonly seq: number
  readonly hash: string
  readonly timeline: Timeline
  readonly options: readonly OptionReadiness[]
  readonly ways: readonly Way[]
  readonly duties: readonly Duty[]
  readonly playbook: Playbook | null
  readonly seen: Readonly<Record<string, Seen>>
}

const tenantPath = ({ tenant }: Place, rest: string) => `/api/tenants/${encodeURIComponent(tenant)}${rest}`

/** What the platform is asked for a search. `me`: the person who looks. */
function filterOf({ site }: Place, { state = worked, sites, assignee, ...search }: IncidentSearch, me: string): Query {
  return {
    ...search,
    site: sites === undefined ? [site] : sites === 'all' ? [] : sites,
    ...(state === 'all' ? {} : { state }),
    ...(assignee === 'nobody'
      ? { unassigned: true }
      : assignee
        ? { assignee: assignee === 'mine' ? me : assignee }
        : {}),
  }
}

/** `exercise`: real ones and those that are played stand apart. */
export const incidentsQuery = (place: Place, search: IncidentSearch, me: string, exercise: boolean) =>
  infiniteQueryOptions({
    queryKey: keyOf(place, 'incidents', search, me, exercise),
    queryFn: ({ pageParam, signal }) => {
      const { only: _, order = orders[0], ...rest } = search
      const page = pageParam === null ? { limit: ROWS } : { limit: ROWS, after: pageParam }
      const query = { ...filterOf(place, rest, me), ...page, order, exercise }
      return get<Page<IncidentRow>>(tenantPath(place, '/incidents'), { query, signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })

export type Counts = Answer<'GET /api/tenants/{tenant}/incidents-counts'>

export const countsQuery = (place: Place, search: IncidentSearch, me: string) =>
  queryOptions({
    queryKey: keyOf(place, 'incidents', 'counts', search, me),
    queryFn: ({ signal }) => {
      const { only, order: _, ...rest } = search
      const query = { ...filterOf(place, rest, me), ...(only === undefined ? {} : { exercise: only === 'exercises' }) }
      return get<Counts>(tenantPath(place, '/incidents-counts'), { query, signal })
    },
    placeholderData: keepPreviousData,
  })

export type Opening = {
  readonly title: string
  readonly reason: string
  readonly severity: Severity
  readonly assets: readonly string[]
  readonly playbook?: string
}

export const openIncident = (place: Place, body: Opening): Promise<{ readonly incident: Incident }> =>
  send('POST', pathOf(place, '/incidents'), body)

/** Those that wait for an engineer. */
export const awaitingQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'incidents', 'awaiting'),
    queryFn: ({ signal }) => {
      const query = { state: ['awaiting engineering decision'], limit: 20 }
      return get<Page<IncidentRow>>(pathOf(place, '/incidents'), { query, signal })
    },
  })

const one = (id: string, rest = ''): string => `/incidents/${encodeURIComponent(id)}${rest}`

export const roomQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: keyOf(place, 'incident', id),
    queryFn: ({ signal }) => get<Room>(pathOf(place, one(id)), { signal }),
    // Approvals run out while nobody does anything.
    refetchInterval: 60_000,
  })

export const recordQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: keyOf(place, 'incident', id, 'record'),
    queryFn: async ({ signal }) =>
      (await get<{ items: readonly Link<Entry>[] }>(pathOf(place, one(id, '/record')), { signal })).items,
  })

type Elsewhere = { readonly destination: string; readonly kind: string; readonly text: string; readonly at: string }

/** Records of other systems that people closed there. */
export const elsewhereQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: keyOf(place, 'incident', id, 'elsewhere'),
    queryFn: ({ signal }) => get<{ items: readonly Elsewhere[] }>(pathOf(place, one(id, '/elsewhere')), { signal }),
  })

export const peopleQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['people', tenant],
    queryFn: async ({ signal }) =>
      (await call('GET /api/tenants/{tenant}/members', { path: { tenant } }, { signal })).items,
    staleTime: 60_000,
  })

/** Playbooks in force. */
export const startableQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['playbooks', tenant, 'startable'],
    queryFn: async ({ signal }) =>
      (await call('GET /api/tenants/{tenant}/playbooks', { path: { tenant } }, { signal })).items.filter(
        ({ version }) => version !== null,
      ),
    // Others write them too.
    staleTime: 0,
  })

export const actOn = (place: Place, id: string, act: Act): Promise<unknown> =>
  send('POST', pathOf(place, one(id, '/acts')), { act })

export const mergeInto = (place: Place, id: string, body: { into: string; reason: string }): Promise<unknown> =>
  send('POST', pathOf(place, one(id, '/merge')), body)

export const splitOff = (
  place: Place,
  id: string,
  body: { findings: readonly string[]; reason: string },
): Promise<{ readonly incident: Incident }> => send('POST', pathOf(place, one(id, '/split')), body)

export const filePath = (place: Place, id: string, hash: string): string =>
  pathOf(place, one(id, `/attachments/${hash}`))
