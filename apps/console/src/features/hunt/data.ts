// What a hunt asks the platform.

import type { Zone } from '@nautilus/model'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf, send } from '../../shared/api.ts'
import { factQuery } from '../../shared/facts.ts'
import { keyOf } from '../../shared/queries.ts'
import type { Fields, FieldType, Term } from './parse.ts'
import { rangeOf, USUAL } from './range.ts'

export type Row = {
  /** µs */
  readonly at: number
  readonly last: number
  readonly client: string
  readonly client_ip: string
  readonly server: string
  readonly server_ip: string
  readonly protocol: string
  readonly port: number
  readonly verb: string
  readonly function: string
  readonly function_name: string
  readonly object: string
  readonly outcome: string
  readonly refusal: string
  readonly text: string
  readonly count: number
  readonly bytes: number
  readonly frame: number
  readonly sensor: string
}
export type Bar = { readonly at: number; readonly rows: number; readonly operations: number }
export type Group = {
  readonly value: string
  readonly rows: number
  readonly operations: number
  readonly last: number
}
export type Found = {
  readonly rows: readonly Row[]
  /** `width` in s. */
  readonly histogram: { readonly width: number; readonly bars: readonly Bar[] }
  readonly groups: readonly Group[] | null
}
export type Asked = { readonly terms: readonly Term[]; readonly range: string; readonly group?: string | undefined }

const types: readonly FieldType[] = ['number', 'text', 'zone']
const ROWS = 200
/** The platform skips no further. */
const MOST_SKIP = 10_000

export const fieldsQuery = queryOptions({
  queryKey: ['hunt-fields'],
  queryFn: async ({ signal }): Promise<Fields> => {
    const { fields } = await get<{ fields: { name: string; type: string }[] }>('/api/hunt-fields', { signal })
    return new Map(fields.map(({ name, type }) => [name, types.find(known => known === type) ?? 'text']))
  },
  staleTime: Number.POSITIVE_INFINITY,
})

function bodyOf({ terms, range, group }: Asked, now: number) {
  const { from, to } = rangeOf(range, now) ?? rangeOf(USUAL, now)!
  return { from: Math.floor(from), to: Math.ceil(to), terms, ...(group ? { groupBy: group } : {}) }
}

/** The end of a time that goes back from now is fixed by the first page, so that later pages fit to it. */
export const huntQuery = (place: Place, asked: Asked) =>
  infiniteQueryOptions({
    queryKey: keyOf(place, 'hunt', asked),
    queryFn: async ({ pageParam: { skip, body }, signal }) => {
      const fixed = body ?? bodyOf(asked, Date.now() * 1000)
      const found = await ask(place, { ...fixed, limit: ROWS, skip }, signal)
      return { ...found, body: fixed, skip }
    },
    initialPageParam: { skip: 0, body: null } as { skip: number; body: ReturnType<typeof bodyOf> | null },
    getNextPageParam: ({ rows, skip, body }) =>
      rows.length < ROWS || skip + ROWS > MOST_SKIP ? undefined : { skip: skip + ROWS, body },
  })

/** Zones by name; activity itself knows devices only. */
export const zoneNamesQuery = (place: Place) =>
  queryOptions({
    ...factQuery(place, 'zones'),
    select: (zones: readonly Zone[] | null) => (zones ?? []).map(({ name }) => name),
  })

/** Values of a field that occur, the most frequent first: for completion. */
export const valuesQuery = (place: Place, field: string, before: readonly Term[], range: string) =>
  queryOptions({
    queryKey: keyOf(place, 'hunt-values', field, before, range),
    queryFn: async ({ signal }) => {
      const body = { ...bodyOf({ terms: before, range, group: field }, Date.now() * 1000), limit: 1 }
      const { groups } = await ask(place, body, signal)
      return (groups ?? []).map(({ value }) => value).filter(value => value !== '')
    },
    staleTime: 30_000,
  })

async function ask(place: Place, body: object, signal: AbortSignal): Promise<Found> {
  signal.throwIfAborted()
  return send<Found>('POST', pathOf(place, '/hunt'), body)
}

export type Table = {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
  readonly cut: boolean
}
export const askSql = (place: Place, sql: string): Promise<Table> => send('POST', pathOf(place, '/hunt/sql'), { sql })

export type Saved = {
  readonly id: string
  readonly name: string
  readonly owner: string | null
  readonly shared: boolean
  readonly data: { readonly q?: string; readonly range?: string; readonly group?: string }
}
const savedPath = (tenant: string) => `/api/tenants/${encodeURIComponent(tenant)}/saved`

export const savedQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['saved', tenant, 'hunt'],
    queryFn: async ({ signal }) =>
      (await get<{ items: Saved[] }>(savedPath(tenant), { query: { kind: 'hunt' }, signal })).items,
    staleTime: 60_000,
    retry: false,
  })
export const saveHunt = (
  tenant: string,
  hunt: { readonly name: string; readonly shared: boolean; readonly data: Saved['data'] },
): Promise<Saved> => send('POST', savedPath(tenant), { kind: 'hunt', ...hunt })
export const removeHunt = (tenant: string, id: string): Promise<void> =>
  send('DELETE', `${savedPath(tenant)}/${encodeURIComponent(id)}`)
