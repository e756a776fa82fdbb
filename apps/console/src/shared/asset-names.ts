// What devices are called, by their ids. One page of the table has most of them; others are asked for one by one.
import { useQueries, useQuery } from '@tanstack/react-query'
import { get, type Place, pathOf } from './api.ts'
import { useHere } from './here.tsx'
import { keyOf } from './queries.ts'
import type { AssetRow, Page } from './wire.ts'

/** Devices of the first page. */
const FIRST = 500
/** Devices asked for one by one. */
const MOST_SINGLE = 60
const FRESH = 60_000

type Called = Pick<AssetRow, 'id' | 'name' | 'ip' | 'mac'>

export const titleOf = ({ id, name, ip, mac }: Called): string => name ?? ip[0] ?? mac[0] ?? id

const ask = (place: Place, query: { text?: string; limit: number }, signal: AbortSignal) =>
  get<Page<AssetRow>>(pathOf(place, '/assets'), { query, signal })

/** A name for each id; what is no id of a device, such as an address, is its own name. */
export function useAssetNames(ids: readonly (string | null)[]): (id: string) => string {
  const { tenant, site } = useHere()
  const place = { tenant, site }
  const { data: first } = useQuery({
    queryKey: keyOf(place, 'names'),
    queryFn: async ({ signal }) => (await ask(place, { limit: FIRST }, signal)).items,
    staleTime: FRESH,
  })
  const known = new Map(first?.map(row => [row.id, titleOf(row)]))
  const missing = first ? [...new Set(ids)].filter(id => id?.startsWith('a-') && !known.has(id)) : []
  const others = useQueries({
    queries: missing.slice(0, MOST_SINGLE).map(id => ({
      queryKey: keyOf(place, 'names', id),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const { items } = await ask(place, { text: id!, limit: 1 }, signal)
        return items[0] ?? null
      },
      staleTime: FRESH,
    })),
  })
  for (const { data } of others) if (data) known.set(data.id, titleOf(data))
  return id => known.get(id) ?? id
}
