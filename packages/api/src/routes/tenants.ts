// How a tenant looks, and how long its data are kept.
import { asTenant, changeTenant, getTenant, record } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { BrandingSchema } from '../brand/branding.ts'
import { faultsOfBranding } from '../brand/faults.ts'
import { checkMatch, tagged } from '../etag.ts'
import { notFound } from '../problem.ts'
import { refuseFaulty, withoutPicture } from './brands.ts'
import { Document, gives, TenantPath, Time } from './schemas.ts'

const Days = Type.Optional(Type.Integer({ minimum: 1, maximum: 3650, description: 'Days.' }))
const Retention = Type.Object(
  {
    activity: Days,
    values: Days,
    findings: Days,
    uploads: Days,
    audit: Type.Optional(Type.Integer({ minimum: 365, maximum: 3650 })),
  },
  { additionalProperties: false },
)
const Change = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })),
    branding: Type.Optional(BrandingSchema),
    retention: Type.Optional(Retention),
    outsideReports: Type.Optional(Type.Boolean({ description: 'Reports may go to people without an account.' })),
  },
  { additionalProperties: false },
)
const Tenant = Type.Object({
  id: Type.String(),
  name: Type.String(),
  branding: Document,
  retention: Document,
  created_at: Time,
  outside_reports: Type.Boolean(),
})

export const tenants: Routes = (app, { db, platform }) => {
  const url = '/api/tenants/:tenant'

  app.get(
    url,
    {
      config: { need: 'site.read', bySite: true },
      schema: { tags: ['tenants'], summary: 'Name, branding, retention', params: TenantPath, response: gives(Tenant) },
    },
    async (request, reply) => {
      const found = await asTenant(db, request.params.tenant, getTenant)
      if (!found) throw notFound('tenant of this name')
      return tagged(request, reply, found, found)
    },
  )

  app.patch(
    url,
    {
      config: { need: 'tenant.write' },
      schema: {
        tags: ['tenants'],
        summary: 'Changes name, branding, retention, or who may get reports; each is replaced as a whole',
        params: TenantPath,
        body: Change,
        response: gives(Tenant),
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { branding } = request.body
      if (branding) refuseFaulty(faultsOfBranding(branding, platform.reports.library))
      const changed = await asTenant(db, tenant, async scoped => {
        checkMatch(request, await getTenant(scoped, { forChange: true }))
        await changeTenant(scoped, tenant, request.body)
        const detail = branding ? { ...request.body, branding: withoutPicture(branding) } : request.body
        await record(scoped, tenant, { who: callerOf(request).name, action: 'tenant.change', object: tenant, detail })
        return getTenant(scoped)
      })
      return tagged(request, reply, changed, changed)
    },
  )
}
