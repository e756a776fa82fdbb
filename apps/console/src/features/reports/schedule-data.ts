// What the page of reports asks the platform about those that come by mail.
import { queryOptions } from '@tanstack/react-query'
import { type Answer, call, type Given, type Place } from '../../shared/api.ts'

const base = '/api/tenants/{tenant}/report-schedules' as const

export type Schedule = Answer<`GET ${typeof base}`>['items'][number]
export type ScheduleGiven = Given<`POST ${typeof base}`>['body']
export type Run = Answer<'GET /api/tenants/{tenant}/report-runs'>['items'][number]

export const schedulesKey = (tenant: string) => ['report-schedules', tenant] as const
export const schedulesQuery = ({ tenant }: Place) =>
  queryOptions({
    queryKey: schedulesKey(tenant),
    queryFn: async ({ signal }) => (await call(`GET ${base}`, { path: { tenant } }, { signal })).items,
  })

export const runsKey = (tenant: string) => ['report-runs', tenant] as const
export const runsQuery = ({ tenant }: Place) =>
  queryOptions({
    queryKey: runsKey(tenant),
    queryFn: async ({ signal }) =>
      (await call('GET /api/tenants/{tenant}/report-runs', { path: { tenant }, query: { limit: 50 } }, { signal }))
        .items,
    refetchInterval: 15_000,
  })

/** `id`: null for a new one. */
export const putSchedule = ({ tenant }: Place, id: string | null, body: ScheduleGiven) =>
  id === null
    ? call(`POST ${base}`, { path: { tenant }, body })
    : call(`PUT ${base}/{schedule}`, { path: { tenant, schedule: id }, body })
export const endSchedule = ({ tenant }: Place, schedule: string) =>
  call(`DELETE ${base}/{schedule}`, { path: { tenant, schedule } })
export const sendNow = ({ tenant }: Place, schedule: string) =>
  call(`POST ${base}/{schedule}/send`, { path: { tenant, schedule } })
