// What the map asks the platform.
import type { Severity } from '@nautilus/model'
import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf } from '../../shared/api.ts'
import { severities } from '../../shared/grades.ts'
import { keyOf } from '../../shared/queries.ts'
import type { AssetDetail, FindingRow, LinkRow, Page } from '../../shared/wire.ts'

export const linksQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'links'),
    queryFn: async ({ signal }) => (await get<{ items: LinkRow[] }>(pathOf(place, '/links'), { signal })).items,
  })

/** The gravest finding that waits, by device. */
export const worstQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'worst'),
    queryFn: async ({ signal }) => {
      const query = { status: 'open', limit: 500 }
      const { items } = await get<Page<FindingRow>>(pathOf(place, '/findings'), { query, signal })
      return worstOf(items)
    },
  })

export function worstOf(findings: readonly Pick<FindingRow, 'assets' | 'severity'>[]): Map<string, Severity> {
  const worst = new Map<string, Severity>()
  for (const grade of [...severities].reverse())
    for (const { assets, severity } of findings) if (severity === grade) for (const id of assets) worst.set(id, grade)
  return worst
}

export const assetQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: keyOf(place, 'asset', id),
    queryFn: ({ signal }) => get<AssetDetail>(pathOf(place, `/assets/${encodeURIComponent(id)}`), { signal }),
  })
