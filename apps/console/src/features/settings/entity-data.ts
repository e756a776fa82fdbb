// Legal entities, as the platform has them.
import { queryOptions } from '@tanstack/react-query'
import { get, send } from '../../shared/api.ts'

export const classes = ['unknown', 'essential', 'important', 'out'] as const
export const marks = [
  'isManagedServiceProvider',
  'isCritical',
  'isFinancial',
  'isManufacturer',
  'isController',
  'isUsCovered',
] as const
export const personFields = ['name', 'role', 'email', 'phone', 'availability'] as const
export type Person = Readonly<Record<(typeof personFields)[number], string>>
export type Entity = {
  readonly id: string
  readonly name: string
  readonly registrationNo: string
  readonly class: (typeof classes)[number]
  readonly sector: string
  readonly subsector: string
  readonly otherSectors: readonly string[]
  readonly establishedIn: string
  readonly memberStates: readonly string[]
  readonly address: string
  readonly turnoverEur: number | null
  readonly marks: Readonly<Record<(typeof marks)[number], boolean | null>>
  readonly notifier: Person | null
  readonly deputies: readonly Person[]
  readonly mandate: { readonly reference: string; readonly holder: string } | null
  readonly timeZone: string
}
export type Entities = {
  readonly items: readonly { readonly entity: Entity; readonly revision: number }[]
  readonly sites: readonly { readonly site: string; readonly entity: string }[]
}

export const nobody: Person = { name: '', role: '', email: '', phone: '', availability: '' }

export const newEntity = (timeZone: string): Entity => ({
  id: '',
  name: '',
  registrationNo: '',
  class: 'unknown',
  sector: '',
  subsector: '',
  otherSectors: [],
  establishedIn: '',
  memberStates: [],
  address: '',
  turnoverEur: null,
  marks: {
    isManagedServiceProvider: null,
    isCritical: null,
    isFinancial: null,
    isManufacturer: null,
    isController: null,
    isUsCovered: null,
  },
  notifier: null,
  deputies: [],
  mandate: null,
  timeZone,
})

const of = (tenant: string): string => `/api/tenants/${encodeURIComponent(tenant)}`

export const entitiesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['entities', tenant],
    queryFn: ({ signal }) => get<Entities>(`${of(tenant)}/entities`, { signal }),
  })

export const putEntity = (tenant: string, { id, ...entity }: Entity) =>
  send('PUT', `${of(tenant)}/entities/${encodeURIComponent(id)}`, entity)

export const putSite = (tenant: string, site: string, entity: string | null) =>
  send('PUT', `${of(tenant)}/sites/${encodeURIComponent(site)}/entity`, { entity })
