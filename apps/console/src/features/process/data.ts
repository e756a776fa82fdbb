import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { AssetDetail, PointValue } from '../../shared/wire.ts'

export const deviceQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: keyOf(place, 'asset', id),
    queryFn: ({ signal }) => get<AssetDetail>(pathOf(place, `/assets/${encodeURIComponent(id)}`), { signal }),
  })

export type Holder = { readonly asset: string; readonly points: number; readonly written: number }

/** Devices that hold variables. */
export const holdersQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'point-holders'),
    queryFn: async ({ signal }) => (await get<{ items: Holder[] }>(pathOf(place, '/point-holders'), { signal })).items,
    staleTime: 10_000,
  })

/** µs */
const HOUR = 3600e6

export const historyQuery = (place: Place, device: string, object: string, hours: number) =>
  queryOptions({
    queryKey: keyOf(place, 'history', device, object, hours),
    queryFn: async ({ signal }) => {
      const to = Date.now() * 1000
      const from = to - hours * HOUR
      const query = { object, from, to }
      const { values } = await get<{ values: PointValue[] }>(
        pathOf(place, `/assets/${encodeURIComponent(device)}/history`),
        { query, signal },
      )
      return { from, to, values }
    },
    placeholderData: before => before,
  })
