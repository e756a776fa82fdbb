import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf, send } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { AssetRow, FindingRow, Page } from '../../shared/wire.ts'

/** µs */
export const DAY = 86_400e6
const ROWS = 200

/** Those that wait, the gravest first. */
export const waitingQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'findings', 'waiting'),
    queryFn: ({ signal }) => {
      const query = { status: ['open', 'confirmed'], limit: 8 }
      return get<Page<FindingRow>>(pathOf(place, '/findings'), { query, signal })
    },
  })

/** Findings that came first within a day. */
export const recentQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'recent', 'findings'),
    queryFn: async ({ signal }) => {
      const since = Math.floor(Date.now() * 1000 - DAY)
      const { items } = await get<Page<FindingRow>>(pathOf(place, '/findings'), {
        query: { since, limit: ROWS },
        signal,
      })
      return items.filter(({ first }) => first >= since).sort((a, b) => b.first - a.first)
    },
  })

/** The devices heard last; newcomers are among them. */
export const heardQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'recent', 'assets'),
    queryFn: async ({ signal }) =>
      (await get<Page<AssetRow>>(pathOf(place, '/assets'), { query: { limit: 500 }, signal })).items,
    refetchInterval: 30_000,
  })

export const tellStory = (place: Place, story: string): Promise<unknown> =>
  send('POST', pathOf(place, '/stories'), { story })
