// What the page of escalation asks the platform.
import type { Channel, Duty, PlanFault, Policy, Rehearsed, Roster, Shift } from '@nautilus/response'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf, send } from '../../shared/api.ts'

export type OnCall = {
  readonly duty: string
  readonly person: string | null
  readonly name: string | null
  readonly deputyName: string | null
  readonly why: string
}
export type PolicyInForce = {
  readonly policy: Policy
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

/** What one is to the site; `given`: besides what follows from roles. */
export type Held = {
  readonly person: string
  readonly name: string
  readonly email: string
  readonly duties: readonly Duty[]
  readonly given: readonly Duty[]
}
/** `version` 0: it follows from roles. */
export type RosterRow = {
  readonly duty: Duty
  readonly version: number
  readonly roster: Roster
  readonly changed_by: string | null
  readonly changed_at: string | null
}
export type ContactRow = {
  readonly person: string
  readonly channel: Channel
  readonly kind: string
  readonly shown: string
}
export type ContactKind = {
  readonly kind: string
  readonly channel: Channel
  readonly fields: readonly {
    readonly name: string
    readonly whose: 'person' | 'site' | 'both'
    readonly isSecret: boolean
    readonly isRequired: boolean
  }[]
}
export type Tried = { readonly kind: string; readonly why: string }
export type Previewed = {
  readonly faults: readonly PlanFault[]
  readonly from: number
  readonly to: number
  readonly shifts: readonly Shift[]
}
export type Night = {
  readonly faults: readonly PlanFault[]
  readonly calls: readonly Rehearsed[]
  readonly exhausted: number | null
  readonly cut: boolean
}

/** The site itself, in place of a person. */
export const SITE = '*'
/** Of what is written about rosters, duties, policies and contacts: one change may move all of it. */
export const escalationKey = ({ tenant, site }: Place) => ['escalation', tenant, site] as const

export const peopleQuery = (place: Place) =>
  queryOptions({
    queryKey: [...escalationKey(place), 'people'],
    queryFn: async ({ signal }) => (await get<{ items: Held[] }>(pathOf(place, '/duties'), { signal })).items,
  })

export const rostersQuery = (place: Place) =>
  queryOptions({
    queryKey: [...escalationKey(place), 'rosters'],
    queryFn: async ({ signal }) => (await get<{ items: RosterRow[] }>(pathOf(place, '/rosters'), { signal })).items,
  })

export const contactsQuery = (place: Place) =>
  queryOptions({
    queryKey: [...escalationKey(place), 'contacts'],
    queryFn: ({ signal }) =>
      get<{ items: readonly ContactRow[]; kinds: readonly ContactKind[] }>(pathOf(place, '/contacts'), { signal }),
  })

const rosterPath = (place: Place, duty: Duty, rest = '') => pathOf(place, `/rosters/${duty}${rest}`)
const withoutDuty = ({ duty: _, ...rest }: Roster) => rest
const withoutId = ({ id: _, ...rest }: Policy) => rest

/** Nothing is stored by it. `from`: µs. */
export const rosterPreviewQuery = (place: Place, roster: Roster, from: number, days: number) =>
  queryOptions({
    queryKey: [...escalationKey(place), 'roster-preview', roster, from, days],
    queryFn: () =>
      send<Previewed>('POST', rosterPath(place, roster.duty, '/preview'), {
        roster: withoutDuty(roster),
        from,
        days,
      }),
    placeholderData: keepPreviousData,
  })

export const nightQuery = (place: Place, policy: Policy, at: number, severity: string) =>
  queryOptions({
    queryKey: [...escalationKey(place), 'night', policy, at, severity],
    queryFn: () =>
      send<Night>('POST', pathOf(place, '/escalation-policy/preview'), { policy: withoutId(policy), at, severity }),
    placeholderData: keepPreviousData,
  })

export const putRoster = (place: Place, roster: Roster) =>
  send('PUT', rosterPath(place, roster.duty), withoutDuty(roster))
export const removeRoster = (place: Place, duty: Duty) => send('DELETE', rosterPath(place, duty))
export const putPolicy = (place: Place, policy: Policy) =>
  send('PUT', pathOf(place, '/escalation-policy'), withoutId(policy))
export const putDuties = (place: Place, person: string, duties: readonly Duty[]) =>
  send('PUT', pathOf(place, `/duties/${encodeURIComponent(person)}`), { duties })

const contactPath = (place: Place, { person, channel }: Pick<ContactRow, 'person' | 'channel'>, rest = '') =>
  pathOf(place, `/contacts/${encodeURIComponent(person)}/${channel}${rest}`)
export const putContact = (
  place: Place,
  contact: Pick<ContactRow, 'person' | 'channel' | 'kind'>,
  settings: Readonly<Record<string, string>>,
) => send('PUT', contactPath(place, contact), { kind: contact.kind, settings })
export const removeContact = (place: Place, contact: ContactRow) => send('DELETE', contactPath(place, contact))
export const tryContact = (place: Place, contact: Pick<ContactRow, 'person' | 'channel'>) =>
  send<Tried>('POST', contactPath(place, contact, '/test'))

export const onCallQuery = (place: Place) =>
  queryOptions({
    queryKey: [...escalationKey(place), 'on-call'],
    queryFn: async ({ signal }) => (await get<{ items: OnCall[] }>(pathOf(place, '/on-call'), { signal })).items,
  })

export const policyQuery = (place: Place) =>
  queryOptions({
    queryKey: [...escalationKey(place), 'policy'],
    queryFn: ({ signal }) => get<PolicyInForce>(pathOf(place, '/escalation-policy'), { signal }),
  })

export const outboxQuery = (place: Place) =>
  queryOptions({
    queryKey: [...escalationKey(place), 'outbox'],
    queryFn: async ({ signal }) => (await get<{ items: Sent[] }>(pathOf(place, '/outbox'), { signal })).items,
  })
