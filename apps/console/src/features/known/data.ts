// What the page of other systems' tables asks the platform.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Answer, ApiError, call, errorOf, type Place, pathOf, withQuery } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { Which } from './search.ts'

type Lists = Answer<'GET /api/tenants/{tenant}/sites/{site}/lists'>
export type List = Lists['items'][number]
export type ListKind = Lists['kinds'][number]
export type ListRow = Answer<'GET /api/tenants/{tenant}/sites/{site}/lists/{list}/rows'>['items'][number]
export type ReadList = Answer<'POST /api/tenants/{tenant}/sites/{site}/lists-import'>
export type Ports = Answer<'GET /api/tenants/{tenant}/sites/{site}/known-unheard'>
export type FirewallUse = Answer<'GET /api/tenants/{tenant}/sites/{site}/firewall-use'>

const pathIn = ({ tenant, site }: Place) => ({ tenant, site })

export const listsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'lists'),
    queryFn: ({ signal }) => call('GET /api/tenants/{tenant}/sites/{site}/lists', { path: pathIn(place) }, { signal }),
  })

export const rowsQuery = (place: Place, list: string, which: Which) =>
  infiniteQueryOptions({
    queryKey: keyOf(place, 'lists', 'rows', list, which),
    queryFn: ({ signal, pageParam }) =>
      call(
        'GET /api/tenants/{tenant}/sites/{site}/lists/{list}/rows',
        { path: { ...pathIn(place), list }, query: { limit: 100, which, ...(pageParam ? { after: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: page => page.next,
  })

export const unlistedQuery = (place: Place) =>
  infiniteQueryOptions({
    queryKey: keyOf(place, 'lists', 'unlisted'),
    queryFn: ({ signal, pageParam }) =>
      call(
        'GET /api/tenants/{tenant}/sites/{site}/not-in-lists',
        { path: pathIn(place), query: { limit: 100, ...(pageParam ? { after: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: page => page.next,
  })

export const portsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'lists', 'ports'),
    queryFn: ({ signal }) =>
      call('GET /api/tenants/{tenant}/sites/{site}/known-unheard', { path: pathIn(place) }, { signal }),
  })

export const firewallQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'lists', 'firewall'),
    queryFn: ({ signal }) =>
      call('GET /api/tenants/{tenant}/sites/{site}/firewall-use', { path: pathIn(place) }, { signal }),
  })

export const removeList = (place: Place, list: string) =>
  call('DELETE /api/tenants/{tenant}/sites/{site}/lists/{list}', { path: { ...pathIn(place), list } })

export type Wanted = {
  readonly file: File
  readonly kind: List['kind']
  readonly name: string
  /** Null: as the titles say. */
  readonly mapping: Readonly<Record<string, number>> | null
  readonly dry: boolean
}

/** The file as it is. */
export async function importList(place: Place, { file, kind, name, mapping, dry }: Wanted): Promise<ReadList> {
  const query = { kind, name, dry, ...(mapping ? { mapping: JSON.stringify(mapping) } : {}) }
  const response = await fetch(withQuery(pathOf(place, '/lists-import'), query), {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
    credentials: 'same-origin',
  }).catch(() => {
    throw new ApiError(0, 'The platform does not answer.')
  })
  const text = await response.text()
  if (!response.ok) throw errorOf(response.status, text)
  return JSON.parse(text) as ReadList
}

export const fileOf = (place: Place, list: string, which: Which): string =>
  withQuery(pathOf(place, `/lists/${list}/rows.csv`), { which })
export const unlistedFile = (place: Place): string => pathOf(place, '/not-in-lists.csv')
