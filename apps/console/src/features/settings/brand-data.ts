// What the pages about brands ask the platform.
import { queryOptions } from '@tanstack/react-query'
import { type Answer, call, type Given, type Place } from '../../shared/api.ts'

export type Branding = Given<'PUT /api/provider/brand'>['body']
export type Template = NonNullable<Branding['report']>
export type Reach = Given<'PUT /api/provider/reach'>['body']
export type Reached = Answer<'GET /api/provider/reach'>
type Library = Answer<'GET /api/tenants/{tenant}/report-library'>['items']

export type { Library }

export const providerBrandQuery = queryOptions({
  queryKey: ['provider-brand'],
  queryFn: async ({ signal }) => (await call('GET /api/provider/brand', {}, { signal })) as Branding,
  retry: false,
})
export const setProviderBrand = (body: Branding) => call('PUT /api/provider/brand', { body })

export const siteBrandQuery = ({ tenant, site }: Place) =>
  queryOptions({
    queryKey: ['site-brand', tenant, site],
    queryFn: async ({ signal }) => {
      const path = { tenant, site }
      const { own, used } = await call('GET /api/tenants/{tenant}/sites/{site}/branding', { path }, { signal })
      return { own: own as Branding, used: used as Branding }
    },
  })
export const setSiteBrand = ({ tenant, site }: Place, body: Branding) =>
  call('PUT /api/tenants/{tenant}/sites/{site}/branding', { path: { tenant, site }, body })

/** Null: of the provider itself. */
export const reachQuery = (tenant: string | null) =>
  queryOptions({
    queryKey: ['reach', tenant],
    queryFn: ({ signal }) =>
      tenant === null
        ? call('GET /api/provider/reach', {}, { signal })
        : call('GET /api/tenants/{tenant}/reach', { path: { tenant } }, { signal }),
  })
export const setReach = (tenant: string | null, body: Reach) =>
  tenant === null
    ? call('PUT /api/provider/reach', { body })
    : call('PUT /api/provider/tenants/{tenant}/reach', { path: { tenant }, body })

export const sectionsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['report-library', tenant],
    queryFn: async ({ signal }) =>
      (await call('GET /api/tenants/{tenant}/report-library', { path: { tenant } }, { signal })).items,
    staleTime: 300_000,
  })

/** What is empty is inherited. */
export function tidied<T>(value: T): T {
  if (Array.isArray(value)) return value.map(tidied) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .map(([key, part]) => [key, tidied(part)] as const)
    .filter(([, part]) => part !== undefined && part !== '' && !isEmpty(part))
  return Object.fromEntries(entries) as T
}
const isEmpty = (part: unknown): boolean => typeof part === 'object' && part !== null && Object.keys(part).length === 0
