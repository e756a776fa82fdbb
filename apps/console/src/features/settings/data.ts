// What the settings ask the platform.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { get, send } from '../../shared/api.ts'
import type { Page } from '../../shared/wire.ts'
import type { Branding } from './brand-data.ts'

const of = (tenant: string, rest = ''): string => `/api/tenants/${encodeURIComponent(tenant)}${rest}`
const list = async <T>(path: string, signal: AbortSignal): Promise<readonly T[]> =>
  (await get<{ items: T[] }>(path, { signal })).items

/** Names of roles, as the platform has them. */
export const roles = [
  'provider-admin',
  'analyst',
  'plant-engineer',
  'operations-manager',
  'management',
  'auditor',
  'read-only',
] as const
export type Role = (typeof roles)[number]

export type Member = {
  readonly user: string
  readonly name: string | null
  readonly email: string | null
  readonly site: string
  readonly role: Role
  readonly added_at: string
}
export type Invitation = {
  readonly id: string
  readonly email: string
  readonly site: string
  readonly role: Role
  readonly expires_at: string
  readonly used_at: string | null
  readonly revoked_at: string | null
}
export type Key = {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly site: string
  readonly made_by: string | null
  readonly expires_at: string | null
  readonly revoked_at: string | null
  readonly used_at: string | null
}
/** Days. */
export type Retention = {
  readonly activity?: number
  readonly values?: number
  readonly findings?: number
  readonly uploads?: number
  readonly audit?: number
}
export type Tenant = {
  readonly id: string
  readonly name: string
  readonly branding: Branding
  readonly retention: Retention
  readonly outside_reports: boolean
}
export type Session = {
  readonly id: string
  readonly began_at: string
  readonly expires_at: string
  readonly address: string | null
  readonly agent: string | null
  readonly current: boolean
}
export type Entry = {
  readonly id: number
  readonly at: string
  readonly who: string
  readonly site: string | null
  readonly action: string
  readonly object: string | null
  readonly detail: object
}

export const membersQuery = (tenant: string) =>
  queryOptions({ queryKey: ['members', tenant], queryFn: ({ signal }) => list<Member>(of(tenant, '/members'), signal) })
export const invitationsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['invitations', tenant],
    queryFn: ({ signal }) => list<Invitation>(of(tenant, '/invitations'), signal),
  })
export const keysQuery = (tenant: string) =>
  queryOptions({ queryKey: ['keys', tenant], queryFn: ({ signal }) => list<Key>(of(tenant, '/keys'), signal) })
export const tenantQuery = (tenant: string) =>
  queryOptions({ queryKey: ['tenant', tenant], queryFn: ({ signal }) => get<Tenant>(of(tenant), { signal }) })
export const tenantsQuery = queryOptions({
  queryKey: ['provider-tenants'],
  queryFn: ({ signal }) => list<Pick<Tenant, 'id' | 'name'>>('/api/provider/tenants', signal),
  retry: false,
})
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => list<Session>('/api/me/sessions', signal),
})
export const twoFactorQuery = queryOptions({
  queryKey: ['two-factor'],
  queryFn: async ({ signal }) =>
    (await get<{ user: { twoFactorEnabled?: boolean } } | null>('/api/auth/get-session', { signal }))?.user
      .twoFactorEnabled === true,
})

const ROWS = 100
export const auditQuery = (tenant: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', tenant],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Entry>>(of(tenant, '/audit'), {
        query: pageParam === null ? { limit: ROWS } : { limit: ROWS, after: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })

export const changeRole = (tenant: string, { user, site }: Member, role: string): Promise<unknown> =>
  send('PATCH', `${of(tenant, `/members/${encodeURIComponent(user)}`)}?site=${encodeURIComponent(site)}`, { role })
export const removeMember = (tenant: string, { user, site }: Member): Promise<unknown> =>
  send('DELETE', `${of(tenant, `/members/${encodeURIComponent(user)}`)}?site=${encodeURIComponent(site)}`)
export const invite = (
  tenant: string,
  person: { readonly email: string; readonly role: string; readonly site: string },
): Promise<{ path: string | null }> => send('POST', of(tenant, '/invitations'), person)
export const revokeInvitation = (tenant: string, id: string): Promise<unknown> =>
  send('DELETE', of(tenant, `/invitations/${encodeURIComponent(id)}`))
export const makeKey = (
  tenant: string,
  key: { readonly name: string; readonly scopes: readonly string[]; readonly days: number },
): Promise<{ secret: string }> => send('POST', of(tenant, '/keys'), key)
export const revokeKey = (tenant: string, id: string): Promise<unknown> =>
  send('DELETE', of(tenant, `/keys/${encodeURIComponent(id)}`))
export const changeTenant = (
  tenant: string,
  change: Partial<Pick<Tenant, 'name' | 'branding' | 'retention'>> & { readonly outsideReports?: boolean },
): Promise<Tenant> => send('PATCH', of(tenant), change)
export type NewTenant = { readonly id: string; readonly name: string; readonly admin?: string }
export const makeTenant = (made: NewTenant): Promise<{ invitation: { path: string | null } | null }> =>
  send('POST', '/api/tenants', made)
export const endSession = (id: string): Promise<unknown> => send('DELETE', `/api/me/sessions/${encodeURIComponent(id)}`)

export const beginTwoFactor = (password: string): Promise<{ totpURI: string; backupCodes: string[] }> =>
  send('POST', '/api/auth/two-factor/enable', { password })
export const confirmTwoFactor = (code: string): Promise<unknown> =>
  send('POST', '/api/auth/two-factor/verify-totp', { code })
export const endTwoFactor = (password: string): Promise<unknown> =>
  send('POST', '/api/auth/two-factor/disable', { password })
