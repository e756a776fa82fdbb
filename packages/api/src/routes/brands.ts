// Brands beside that of a tenant: of the host name under which somebody comes, of the provider, of a site; and under which
// name a console is reached. Whose host name and whose mail address it is, is for people of the provider to say: a
// customer could else come as another.
import {
  asTenant,
  listTenants,
  noReach,
  OF_PROVIDER,
  providerBranding,
  type Reach,
  reachOf,
  record,
  setProviderBranding,
  setReach,
  setSiteBranding,
  siteBranding,
} from '@nautilus/store'
import { type Static, Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { brandAt, brandOf, reachFor } from '../brand/brand-book.ts'
import { type Branding, BrandingSchema, worn } from '../brand/branding.ts'
import { domainOf, type Faults, faultOfSender, faultsOfBranding } from '../brand/faults.ts'
import { notFound, Problem } from '../problem.ts'
import { Document, gives, nullable, SitePath, TenantPath } from './schemas.ts'

const strict = { additionalProperties: false }
const tags = ['brands']

const ReachBody = Type.Object(
  {
    domain: nullable(Type.String({ maxLength: 300, description: 'Host name of the console.' })),
    mailName: nullable(Type.String({ maxLength: 200 })),
    mailAddress: nullable(Type.String({ maxLength: 300, description: 'SPF and DKIM of its domain must allow it.' })),
  },
  strict,
)
const ReachAnswer = Type.Object({
  own: ReachBody,
  used: ReachBody,
  dns: nullable(Type.String({ description: 'What the owner of the domain of the address must allow.' })),
})
const Both = Type.Object({ own: Document, used: Document })

export const brands: Routes = (app, context) => {
  before(app, context)
  ofProvider(app, context)
  ofSite(app, context)
  reaches(app, context)
}

/** 400 with every fault at its field. */
export function refuseFaulty(faults: Faults): void {
  const [first] = Object.entries(faults)
  if (!first) return
  const [field, fault] = first
  throw new Problem(400, field.endsWith('.logo') ? `The logo ${fault}.` : `${field}: ${fault}.`, faults)
}

/** For the record: a picture is none of its words. */
export const withoutPicture = (branding: Branding): object =>
  branding.logo ? { ...branding, logo: '(a picture)' } : branding

const before: Routes = (app, { db }) => {
  app.get(
    '/api/brand',
    {
      config: { need: 'public' },
      schema: { tags, summary: 'The brand of the host name under which this is asked', response: gives(Document) },
    },
    async (request, reply) => reply.header('cache-control', 'no-cache').send(worn(await brandAt(db, request))),
  )
}

const ofProvider: Routes = (app, { db, platform }) => {
  const url = '/api/provider/brand'
  const config = { need: 'provider' as const }
  app.get(
    url,
    { config, schema: { tags, summary: 'The brand that every customer inherits', response: gives(Document) } },
    () => providerBranding(db),
  )

  app.put(
    url,
    {
      config,
      schema: {
        tags,
        summary: 'Replaces the brand that every customer inherits',
        body: BrandingSchema,
        response: gives(Document),
      },
    },
    async request => {
      refuseFaulty(faultsOfBranding(request.body, platform.reports.library))
      await setProviderBranding(db, request.body)
      platform.log('the brand of the provider was changed', { who: callerOf(request).name })
      return request.body
    },
  )
}

const ofSite: Routes = (app, { db, platform }) => {
  const url = '/api/tenants/:tenant/sites/:site/branding'
  app.get(
    url,
    {
      config: { need: 'site.read' },
      schema: { tags, summary: 'What a site chose, and what it wears', params: SitePath, response: gives(Both) },
    },
    async request => {
      const { tenant, site } = request.params
      const own = await asTenant(db, tenant, scoped => siteBranding(scoped, site))
      if (!own) throw notFound('site of this name')
      return { own, used: await brandOf(db, tenant, site) }
    },
  )

  app.put(
    url,
    {
      config: { need: 'tenant.write' },
      schema: {
        tags,
        summary: 'Replaces what a site chose',
        params: SitePath,
        body: BrandingSchema,
        response: gives(Both),
      },
    },
    async request => {
      const { tenant, site } = request.params
      refuseFaulty(faultsOfBranding(request.body, platform.reports.library))
      await asTenant(db, tenant, async scoped => {
        if (!(await siteBranding(scoped, site))) throw notFound('site of this name')
        await setSiteBranding(scoped, site, request.body)
        const who = callerOf(request).name
        await record(scoped, tenant, {
          who,
          site,
          action: 'site.brand',
          object: site,
          detail: withoutPicture(request.body),
        })
      })
      return { own: request.body, used: await brandOf(db, tenant, site) }
    },
  )
}

const reaches: Routes = (app, context) => {
  const { db } = context
  const provider = { need: 'provider' as const }
  app.get(
    '/api/provider/reach',
    {
      config: provider,
      schema: { tags, summary: 'Host name and sender of the provider', response: gives(ReachAnswer) },
    },
    () => answerOf(context, OF_PROVIDER),
  )
  app.put(
    '/api/provider/reach',
    {
      config: provider,
      schema: {
        tags,
        summary: 'Sets host name and sender of the provider',
        body: ReachBody,
        response: gives(ReachAnswer),
      },
    },
    async request => {
      await changed(context, OF_PROVIDER, request.body, callerOf(request).name)
      return answerOf(context, OF_PROVIDER)
    },
  )

  app.get(
    '/api/tenants/:tenant/reach',
    {
      config: { need: 'site.read', bySite: true },
      schema: { tags, summary: 'Host name and sender of a tenant', params: TenantPath, response: gives(ReachAnswer) },
    },
    request => answerOf(context, request.params.tenant),
  )
  app.put(
    '/api/provider/tenants/:tenant/reach',
    {
      config: provider,
      schema: {
        tags,
        summary: 'Sets host name and sender of a tenant',
        params: TenantPath,
        body: ReachBody,
        response: gives(ReachAnswer),
      },
    },
    async request => {
      const { tenant } = request.params
      if (!(await listTenants(db)).some(({ id }) => id === tenant)) throw notFound('tenant of this id')
      const who = callerOf(request).name
      const reach = await changed(context, tenant, request.body, who)
      await asTenant(db, tenant, scoped =>
        record(scoped, tenant, { who, action: 'tenant.reach', object: tenant, detail: reach }),
      )
      return answerOf(context, tenant)
    },
  )
}

async function changed({ db }: Context, tenant: string, given: Static<typeof ReachBody>, who: string): Promise<Reach> {
  const { mailName, mailAddress } = given
  const host = given.domain === null ? null : domainOf(given.domain)
  const sender = faultOfSender({ name: mailName, address: mailAddress })
  refuseFaulty({
    ...(host && 'fault' in host ? { domain: host.fault } : {}),
    ...(sender.name ? { mailName: sender.name } : {}),
    ...(sender.address ? { mailAddress: sender.address } : {}),
  })
  const domain = host && 'domain' in host ? host.domain : null
  const reach: Reach = { domain, mailName: mailName?.trim() ?? null, mailAddress }
  if (!(await setReach(db, tenant, reach, who)))
    throw new Problem(409, 'Another console is reached under this name.', { domain: 'is taken' })
  return reach
}

async function answerOf({ db }: Context, tenant: string) {
  const own = await reachOf(db, tenant)
  const used = tenant === OF_PROVIDER ? own : await reachFor(db, tenant)
  const domain = used.mailAddress?.slice(used.mailAddress.lastIndexOf('@') + 1)
  const dns =
    domain === undefined
      ? null
      : `SPF of ${domain} must name the mail server that sends for this platform, and that server must sign with a DKIM key of ${domain}: else receivers refuse these letters.`
  return { own: own ?? noReach, used, dns }
}
