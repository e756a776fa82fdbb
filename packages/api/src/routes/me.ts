// Who I am, and where I may go.
import { listTenants, membershipsOf } from '@nautilus/store'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { grants, isRole } from '../permissions.ts'

export const me: Routes = (app, { db }) => {
  app.get(
    '/api/me',
    { config: { need: 'person' }, schema: { tags: ['me'], summary: 'The person, and what they may do where' } },
    async request => {
      const { person } = callerOf(request)
      const names = new Map((await listTenants(db)).map(tenant => [tenant.id, tenant]))
      const memberships = (await membershipsOf(db, person!.id)).map(({ tenant, site, role }) => ({
        tenant,
        site,
        role,
        name: names.get(tenant)?.name ?? tenant,
        branding: names.get(tenant)?.branding ?? {},
        permissions: isRole(role) ? [...grants[role]] : [],
      }))
      return { person, memberships }
    },
  )
}
