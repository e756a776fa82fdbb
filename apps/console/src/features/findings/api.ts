import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf, type Query, send } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { CountedPage, FindingDetail, FindingRow, Status } from '../../shared/wire.ts'
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
      return get<CountedPage<FindingRow>>(pathOf(place, '/findings'), { query, signal })
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

export type Outcome = { readonly id: string; readonly done: boolean; readonly why: string | null }

/** The platform takes so many at once. */
const AT_ONCE = 500

/** The same for each of them. */
export async function workOn(place: Place, ids: readonly string[], work: Work): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const body = { ids: ids.slice(at, at + AT_ONCE), ...work }
    outcomes.push(...(await send<{ items: Outcome[] }>('PATCH', pathOf(place, '/findings'), body)).items)
  }
  return outcomes
}

/** What findings have in common that are accepted together; null: any. */
export type Acceptance = {
  readonly kind: 'accept' | 'suppress'
  readonly rule: string
  readonly source: string | null
  readonly target: string | null
  readonly reason: string
  readonly expires: string | null
}
export const acceptAll = (place: Place, acceptance: Acceptance): Promise<unknown> =>
  send('POST', pathOf(place, '/acceptances'), acceptance)
