// What the pages of risk ask the platform.
import type { Book, Confidence, IncidentLoss, Input, Measure, Missing, Range, RiskResult } from '@nautilus/risk'
import { queryOptions } from '@tanstack/react-query'
import { call, type Place } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'

const base = '/api/tenants/{tenant}/sites/{site}/risk' as const
const lossPath = '/api/tenants/{tenant}/sites/{site}/incidents/{incident}/loss' as const

/** `version`: 0 where nobody replaced the estimate. */
export type ShownInput = Input & { readonly version: number }
export type Risk = Omit<Book, 'inputs'> & {
  readonly hash: string
  readonly inputs: readonly ShownInput[]
  readonly measures: readonly Measure[]
  readonly missing: readonly Missing[]
}

export type About = {
  readonly id: string
  readonly kind: 'look' | 'report'
  readonly seed: number
  readonly trials: number
  readonly code: string
  readonly hash: string
  readonly measures: readonly string[]
  readonly made_by: string | null
  readonly made_at: string
}
/** Reports of before it was computed have no `inherent`. */
export type Run = About & { readonly result: Omit<RiskResult, 'inherent'> & Partial<Pick<RiskResult, 'inherent'>> }

/** Fixed, so that figures move with the numbers and not by chance. */
const SEED = 1

const placeOf = ({ tenant, site }: Place) => ({ tenant, site })

export const riskQuery = (here: Place) =>
  queryOptions({
    queryKey: keyOf(here, 'risk'),
    queryFn: async ({ signal }) => (await call(`GET ${base}`, { path: placeOf(here) }, { signal })) as unknown as Risk,
  })

/** The same numbers and measures are computed once. */
export const runQuery = (here: Place, hash: string, measures: readonly string[]) =>
  queryOptions({
    queryKey: [...keyOf(here, 'risk-run'), hash, measures],
    queryFn: async ({ signal }) =>
      (await call(
        `POST ${base}/runs`,
        { path: placeOf(here), body: { measures: [...measures], seed: SEED } },
        { signal },
      )) as unknown as Run,
    staleTime: Number.POSITIVE_INFINITY,
  })

export type SiteRisk = {
  readonly site: string
  readonly currency: string
  readonly expected: number
  readonly any_loss: number
  readonly var99: number
  readonly made_at: string
}

/** What was computed last of each site that the reader may see. */
export const sitesRiskQuery = ({ tenant }: Place) =>
  queryOptions({
    queryKey: ['risk-sites', tenant],
    queryFn: async ({ signal }) =>
      (await call('GET /api/tenants/{tenant}/risk', { path: { tenant } }, { signal })).items as readonly SiteRisk[],
  })

export type Together = {
  readonly currency: string
  readonly sites: readonly {
    readonly site: string
    readonly name: string
    readonly expected: number
    readonly tail: number
  }[]
  readonly left_out: readonly string[]
  readonly shared: readonly {
    readonly key: 'shock.office' | 'shock.vendor'
    readonly values: Readonly<Record<string, string>>
    readonly sites: readonly string[]
  }[]
  readonly figures: Omit<RiskResult['figures'], 'scenarios'>
}

/** All sites that the reader may see, in the same years. */
export const computeTogether = async ({ tenant }: Place) =>
  (await call('POST /api/tenants/{tenant}/risk/runs', {
    path: { tenant },
    body: { sites: [], seed: SEED },
  })) as unknown as Together

export const reportsQuery = (here: Place) =>
  queryOptions({
    queryKey: keyOf(here, 'risk-reports'),
    queryFn: async ({ signal }) =>
      (await call(`GET ${base}/reports`, { path: placeOf(here) }, { signal })).items as unknown as readonly About[],
  })

export const reportQuery = (here: Place, run: string) =>
  queryOptions({
    queryKey: [...keyOf(here, 'risk-reports'), run],
    queryFn: async ({ signal }) =>
      (await call(`GET ${base}/reports/{run}`, { path: { ...placeOf(here), run } }, { signal })) as unknown as Run,
  })

export const makeReport = (here: Place, measures: readonly string[]) =>
  call(`POST ${base}/reports`, { path: placeOf(here), body: { measures: [...measures], seed: SEED } })

export type Version = {
  readonly version: number
  readonly data: { readonly range: Range; readonly source: string; readonly owner: string | null } | null
  readonly reason: string
  readonly changed_by: string | null
  readonly changed_at: string
}

export const versionsQuery = (here: Place, input: string) =>
  queryOptions({
    queryKey: [...keyOf(here, 'risk'), 'versions', input],
    queryFn: async ({ signal }) =>
      (await call(`GET ${base}/input-versions`, { path: placeOf(here), query: { input } }, { signal }))
        .items as unknown as readonly Version[],
  })

export type Change = {
  readonly input: string
  readonly version: number
  readonly range: Range | null
  readonly source?: string
  readonly owner?: string | null
  readonly confidence?: Confidence
  readonly reason: string
}

export const changeInput = (here: Place, body: Change) => call(`PUT ${base}/inputs`, { path: placeOf(here), body })

export type Loss = {
  readonly currency: string
  readonly processes: readonly string[]
  readonly process: string | null
  readonly kind: string | null
  /** µs */
  readonly stood_from: number | null
  readonly stood_until: number | null
  readonly changed_by: string | null
  readonly loss: IncidentLoss | null
}

export const lossQuery = (here: Place, incident: string) =>
  queryOptions({
    queryKey: [...keyOf(here, 'incident-loss'), incident],
    queryFn: async ({ signal }) =>
      (await call(`GET ${lossPath}`, { path: { ...placeOf(here), incident } }, { signal })) as unknown as Loss,
    // What has passed grows by the hour.
    refetchInterval: 60_000,
  })

type Said = Pick<Loss, 'stood_from' | 'stood_until'> & { readonly process: string }
export const sayStanding = (here: Place, incident: string, body: Said) =>
  call(`PUT ${lossPath}`, { path: { ...placeOf(here), incident }, body })
