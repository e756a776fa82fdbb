// What was learned as normal, as the platform tells it.
import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf, send } from '../../shared/api.ts'
import { keyOf } from '../../shared/queries.ts'
import type { Readiness } from '../../shared/wire.ts'

/** How sure a fact is: how often it was seen, since when, whether a person pinned it. Null: not learned. */
export type Fact = {
  readonly count?: number
  readonly first?: number
  readonly last?: number
  readonly pinned?: boolean
} | null
export type Device = {
  readonly id: string
  readonly name: string
  readonly segment: string | null
  readonly readiness: Readiness
  readonly fact: Fact
  readonly objects: number
  readonly written: number
  readonly links: number
}
export type Segment = {
  readonly segment: string
  readonly devices: number
  readonly ready: number
  readonly observations: number
  readonly unseen: number
}
export type Overview = {
  readonly taught: boolean
  readonly site: Readiness
  readonly segments: readonly Segment[]
  readonly devices: readonly Device[]
}
export type Learned = Omit<Device, 'links' | 'segment'> & {
  readonly links: readonly {
    readonly server: string
    readonly name: string
    readonly protocol: string
    readonly functions: readonly string[]
    readonly fact: Fact
    readonly ready: boolean
  }[]
  readonly held: readonly {
    readonly object: string
    readonly read: Fact
    readonly written: Fact
    readonly writers: readonly string[]
  }[]
  readonly heldMore: number
}
export type FactName = Readonly<Record<string, string>>
export type Act = 'pin' | 'accept' | 'forget'
export type Decision = {
  readonly number: number
  readonly data: Readonly<Record<string, unknown>>
  readonly made_by: string
  readonly made_at: string
}

export const overviewQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'baseline'),
    queryFn: ({ signal }) => get<Overview>(pathOf(place, '/baseline'), { signal }),
    staleTime: 15_000,
  })

export const learnedQuery = (place: Place, device: string) =>
  queryOptions({
    queryKey: keyOf(place, 'baseline', device),
    queryFn: ({ signal }) => get<Learned>(pathOf(place, `/baseline/devices/${encodeURIComponent(device)}`), { signal }),
    staleTime: 15_000,
  })

export const decisionsQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'decisions'),
    queryFn: async ({ signal }) =>
      (await get<{ items: Decision[] }>(pathOf(place, '/baseline/decisions'), { signal })).items,
  })

export const decide = (place: Place, act: Act, fact: FactName, why: string): Promise<unknown> =>
  send('POST', pathOf(place, '/baseline/decisions'), { do: act, fact, why })

export type Acceptance = {
  readonly id: string
  readonly kind: 'accept' | 'suppress'
  /** `*`: any. */
  readonly rule: string
  readonly source: string | null
  readonly target: string | null
  readonly reason: string
  readonly expires_at: string | null
  readonly ended_at: string | null
  readonly made_by: string | null
  /** That it covers, or covered. */
  readonly findings: number
}

export const acceptancesQuery = (place: Place) =>
  queryOptions({
    queryKey: keyOf(place, 'acceptances'),
    queryFn: async ({ signal }) =>
      (await get<{ items: Acceptance[] }>(pathOf(place, '/acceptances'), { signal })).items,
  })
export const endAcceptance = (place: Place, id: string): Promise<unknown> =>
  send('DELETE', pathOf(place, `/acceptances/${encodeURIComponent(id)}`))
