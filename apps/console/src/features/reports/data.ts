// What the page of reports asks the platform.
import { queryOptions } from '@tanstack/react-query'
import { type Answer, ApiError, call, errorOf, type Given, type Place } from '../../shared/api.ts'

const base = '/api/tenants/{tenant}/reports' as const

export type Made = Answer<`GET ${typeof base}`>['items'][number]
export type Asked = Given<`POST ${typeof base}`>['body']
export const forms = ['pdf', 'html', 'docx', 'csv', 'json'] as const
export type Form = (typeof forms)[number]

export type Library = Answer<'GET /api/tenants/{tenant}/report-library'>['items']

/** One of them a report is about. */
export const incidentsQuery = ({ tenant, site }: Place) =>
  queryOptions({
    queryKey: ['site', tenant, site, 'incidents', 'for-reports'],
    queryFn: async ({ signal }) => {
      const asked = { path: { tenant, site }, query: { limit: 200, order: 'new' as const } }
      return (await call('GET /api/tenants/{tenant}/sites/{site}/incidents', asked, { signal })).items
    },
  })

export const madeKey = (tenant: string) => ['reports', tenant] as const

export const libraryQuery = ({ tenant }: Place) =>
  queryOptions({
    queryKey: ['report-library', tenant],
    queryFn: async ({ signal }) =>
      (await call('GET /api/tenants/{tenant}/report-library', { path: { tenant } }, { signal })).items,
    staleTime: 300_000,
  })

/** The newest of them: older ones are had over the API. */
export const madeQuery = ({ tenant }: Place) =>
  queryOptions({
    queryKey: madeKey(tenant),
    queryFn: async ({ signal }) =>
      (await call(`GET ${base}`, { path: { tenant }, query: { limit: 100 } }, { signal })).items,
  })

export const makeReport = ({ tenant }: Place, body: Asked) => call(`POST ${base}`, { path: { tenant }, body })

export const fileOf = (tenant: string, report: string, form: Form): string =>
  `/api/tenants/${encodeURIComponent(tenant)}/reports/${encodeURIComponent(report)}/files/${form}`

/** Never changes: asked once. */
export const pageQuery = ({ tenant }: Place, report: string) =>
  queryOptions({
    queryKey: [...madeKey(tenant), report, 'html'],
    queryFn: async ({ signal }) => {
      const answer = await fetch(fileOf(tenant, report, 'html'), { signal, credentials: 'same-origin' }).catch(
        error => {
          if (error instanceof DOMException && error.name === 'AbortError') throw error
          throw new ApiError(0, 'The platform does not answer.')
        },
      )
      const text = await answer.text()
      if (!answer.ok) throw errorOf(answer.status, text)
      return text
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
