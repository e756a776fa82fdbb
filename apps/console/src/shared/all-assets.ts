// All devices of a site, page by page: for the map.
import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf } from './api.ts'
import { keyOf } from './queries.ts'
import type { AssetRow, Page } from './wire.ts'

const PAGE = 500
/** Devices that a page holds at most; the rest is told as a count. */
export const MOST_ASSETS = 10_000
/** ms. Who is there changes slowly. */
const FRESH = 10_000

export const allAssetsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'all-assets'),
    queryFn: async ({ signal }) => {
      const rows: AssetRow[] = []
      let after: string | null = null
      do {
        const query: { limit: number; after?: string } = after === null ? { limit: PAGE } : { limit: PAGE, after }
        const page: Page<AssetRow> = await get(pathOf(place, '/assets'), { query, signal })
        rows.push(...page.items)
        after = page.next
      } while (after !== null && rows.length < MOST_ASSETS)
      return rows
    },
    staleTime: FRESH,
  })
