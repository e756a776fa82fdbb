import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf, type Query, send } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { FindingDetail, FindingRow, FindingWork, Page, Status } from '../../shared/wire.ts'
import { type FindingSearch, waiting } from './search.ts'

const ROWS = 100
const HOUR = 3600e6

/** As the platform asks for it. `now`: µs. */
function queryOf({ status = waiting, hours, ...search }: FindingSearch, now: number): Query {
  return {
    ...search,
    ...(status === 'all' ? {} : { status }),
    ...(hours === undefined ? {} : { since: Math.floor(now - hours * HOUR) }),
  }
}

export const findingsQuery = (place: Place, search: FindingSearch) =>
  infiniteQueryOptions({
    queryKey: keyOf(place, 'findings', search),
    queryFn: ({ pageParam, signal }) => {
      const page = pageParam === null ? { limit: ROWS } : { limit: ROWS, after: pageParam }
      const query = { ...queryOf(search, Date.now() * 1000), ...page }
      return get<Page<FindingRow>>(pathOf(place, '/findings'), { query, signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })

export const findingQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: keyOf(place, 'finding', id),
    queryFn: ({ signal }) => get<FindingDetail>(pathOf(place, `/findings/${encodeURIComponent(id)}`), { signal }),
  })

export type Work = { readonly status?: Status; readonly reason?: string; readonly assignee?: string | null }

export const workOn = (place: Place, id: string, work: Work): Promise<FindingWork> =>
  send('PATCH', pathOf(place, `/findings/${encodeURIComponent(id)}`), work)
