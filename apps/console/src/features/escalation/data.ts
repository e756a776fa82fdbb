// What the page of escalation asks the platform.
import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf } from '../../shared/api.ts'

export type OnCall = {
  readonly duty: string
  readonly person: string | null
  readonly name: string | null
  readonly deputyName: string | null
  readonly why: string
}
export type PolicyInForce = {
  readonly version: number
  readonly isDefault: boolean
  readonly notReady: readonly {
    readonly code: string
    readonly from: number
    readonly text: { en: string; de: string }
  }[]
}
export type Sent = {
  readonly id: string
  readonly person: string
  readonly channel: string
  readonly state: string
  readonly tries: number
  readonly last_error: string | null
  readonly made_at: number
  readonly payload: { readonly title: string }
}

export const onCallQuery = (place: Place) =>
  queryOptions({
    queryKey: ['escalation', place, 'on-call'],
    queryFn: async ({ signal }) => (await get<{ items: OnCall[] }>(pathOf(place, '/on-call'), { signal })).items,
  })

export const policyQuery = (place: Place) =>
  queryOptions({
    queryKey: ['escalation', place, 'policy'],
    queryFn: ({ signal }) => get<PolicyInForce>(pathOf(place, '/escalation-policy'), { signal }),
  })

export const outboxQuery = (place: Place) =>
  queryOptions({
    queryKey: ['escalation', place, 'outbox'],
    queryFn: async ({ signal }) => (await get<{ items: Sent[] }>(pathOf(place, '/outbox'), { signal })).items,
  })
