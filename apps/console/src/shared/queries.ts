// What more than one page asks. Keys begin with `site`, tenant and site, so that what happens there can refresh them.
import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf } from './api.ts'
import type { Me, Site, SiteOverview } from './wire.ts'

export const keyOf = ({ tenant, site }: Place, ...rest: readonly unknown[]) => ['site', tenant, site, ...rest] as const

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/api/me', { signal }),
  staleTime: 300_000,
})

export const sitesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['sites', tenant],
    queryFn: async ({ signal }) => {
      const { items } = await get<{ items: Site[] }>(`/api/tenants/${encodeURIComponent(tenant)}/sites`, { signal })
      return items
    },
    staleTime: 300_000,
  })

export const overviewQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'overview'),
    queryFn: ({ signal }) => get<SiteOverview>(pathOf(place), { signal }),
  })
