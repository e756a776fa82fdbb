import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Answer, call, get, type Place, pathOf, send } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { AssetDetail, AssetEdits, AssetRow, CountedPage, Facets, PointValue } from '../../shared/wire.ts'
import type { AssetFilter } from './search.ts'

const ROWS = 200

export const assetsQuery = (place: Place, filter: AssetFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf(place, 'assets', filter),
    queryFn: ({ pageParam, signal }) => pageAfter(place, filter, pageParam, ROWS, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    // What is further down does not move while one reads; the first page follows.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? 30_000 : false),
  })

function pageAfter(place: Place, filter: AssetFilter, after: string | null, limit: number, signal?: AbortSignal) {
  const query = { ...filter, limit, ...(after === null ? {} : { after }) }
  return get<CountedPage<AssetRow>>(pathOf(place, '/assets'), { query, ...(signal ? { signal } : {}) })
}

/** Rows of an export at most. */
const MOST_EXPORTED = 100_000

/** All that fit the filter, page after page. */
export async function allAssets(place: Place, filter: AssetFilter): Promise<AssetRow[]> {
  const rows: AssetRow[] = []
  let after: string | null = null
  do {
    const page: CountedPage<AssetRow> = await pageAfter(place, filter, after, 500)
    rows.push(...page.items)
    after = page.next
  } while (after !== null && rows.length < MOST_EXPORTED)
  return rows
}

export const facetsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'assets', 'facets'),
    queryFn: ({ signal }) => get<Facets>(pathOf(place, '/assets-facets'), { signal }),
    staleTime: 30_000,
  })

export const assetQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: keyOf(place, 'asset', id),
    queryFn: ({ signal }) => get<AssetDetail>(pathOf(place, `/assets/${encodeURIComponent(id)}`), { signal }),
  })

export type Edit = Partial<Pick<AssetEdits, 'owner' | 'note' | 'criticality' | 'zone' | 'process' | 'label'>>

export const editAsset = (place: Place, id: string, edit: Edit): Promise<AssetEdits> =>
  send('PATCH', pathOf(place, `/assets/${encodeURIComponent(id)}`), edit)

export type Range = { /** µs */ readonly from: number; readonly to: number }

export const historyQuery = (place: Place, asset: string, object: string, { from, to }: Range) =>
  queryOptions({
    queryKey: keyOf(place, 'history', asset, object, from, to),
    queryFn: async ({ signal }) => {
      const path = pathOf(place, `/assets/${encodeURIComponent(asset)}/history`)
      return (await get<{ values: PointValue[] }>(path, { query: { object, from, to }, signal })).values
    },
    staleTime: 60_000,
  })

/** A whole document about the site, `control`, `reach`, `zones`; null where nothing was described yet. */
export const factQuery = <T>(place: Place, fact: string) =>
  queryOptions({
    queryKey: keyOf(place, 'fact', fact),
    queryFn: async ({ signal }) => (await get<{ data: T | null }>(pathOf(place, `/facts/${fact}`), { signal })).data,
    staleTime: 60_000,
  })

export type Told = Answer<'GET /api/tenants/{tenant}/sites/{site}/assets/{asset}/told'>

/** What other systems say of it. */
export const toldQuery = (place: Place, asset: string) =>
  queryOptions({
    queryKey: keyOf(place, 'asset', asset, 'told'),
    queryFn: ({ signal }) =>
      call(
        'GET /api/tenants/{tenant}/sites/{site}/assets/{asset}/told',
        { path: { tenant: place.tenant, site: place.site, asset } },
        { signal },
      ),
  })
