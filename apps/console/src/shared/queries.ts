// What more than one page asks. Keys begin with `site`, tenant and site, so that what happens there can refresh them.
import { queryOptions } from '@tanstack/react-query'
import { call, get, type Place, pathOf } from './api.ts'
import type { Branding, Me, Site, SiteOverview } from './wire.ts'

export const keyOf = ({ tenant, site }: Place, ...rest: readonly unknown[]) => ['site', tenant, site, ...rest] as const

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me> => call('GET /api/me', {}, { signal }),
  staleTime: 300_000,
})

/** Of whom the host name is under which the console was opened. */
export const hostBrandQuery = queryOptions({
  queryKey: ['host-brand'],
  queryFn: async ({ signal }) => (await call('GET /api/brand', {}, { signal })) as Branding,
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

export const sitesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['sites', tenant],
    queryFn: async ({ signal }) => {
      const { items } = await call('GET /api/tenants/{tenant}/sites', { path: { tenant } }, { signal })
      return items as readonly Site[]
    },
    staleTime: 300_000,
  })

export const overviewQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'overview'),
    queryFn: ({ signal }) => get<SiteOverview>(pathOf(place), { signal }),
  })
