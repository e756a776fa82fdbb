// What the pages of a provider ask the platform.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type Answer, call, type Given } from '../../shared/api.ts'

export type FindingRow = Answer<'GET /api/provider/queue/findings'>['items'][number]
export type IncidentRow = Answer<'GET /api/provider/queue/incidents'>['items'][number]
export type UsageRow = Answer<'GET /api/provider/usage'>['items'][number]
export type Severities = NonNullable<NonNullable<Given<'GET /api/provider/queue/findings'>['query']>['severity']>

export type QueueFilter = { readonly customer?: string; readonly severity?: Severities }
const ROWS = 100

const pagesOf = <T>(key: readonly unknown[], ask: (after: string | null, signal: AbortSignal) => Promise<T>) => ({
  queryKey: key,
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) => ask(pageParam, signal),
  initialPageParam: null as string | null,
  refetchInterval: 30_000,
})

export const findingsQuery = (filter: QueueFilter) =>
  infiniteQueryOptions({
    ...pagesOf(['provider-queue', 'findings', filter], (after, signal) =>
      call(
        'GET /api/provider/queue/findings',
        { query: { limit: ROWS, ...filter, ...(after ? { after } : {}) } },
        { signal },
      ),
    ),
    getNextPageParam: last => last.next,
  })
export const incidentsQuery = (filter: QueueFilter) =>
  infiniteQueryOptions({
    ...pagesOf(['provider-queue', 'incidents', filter], (after, signal) =>
      call(
        'GET /api/provider/queue/incidents',
        { query: { limit: ROWS, ...filter, ...(after ? { after } : {}) } },
        { signal },
      ),
    ),
    getNextPageParam: last => last.next,
  })

export const customersQuery = queryOptions({
  queryKey: ['provider-customers'],
  queryFn: async ({ signal }) => (await call('GET /api/provider/customers', {}, { signal })).items,
})

export const usageQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['provider-usage', from, to],
    queryFn: async ({ signal }) => (await call('GET /api/provider/usage', { query: { from, to } }, { signal })).items,
  })

export const enterCustomer = (tenant: string, reason: string, hours: number) =>
  call('POST /api/tenants/{tenant}/break-glass', { path: { tenant }, body: { reason, hours } })
