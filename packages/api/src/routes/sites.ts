// Sites: what there is, how it stands.
import {
  asTenant,
  changeSite,
  countFindings,
  ensureSite,
  getSite,
  listLinks,
  listSensors,
  listSites,
  record,
  type Scoped,
  siteBrandings,
  siteFact,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { worn } from '../brand/branding.ts'
import { notFound, Problem } from '../problem.ts'
import { withTroubles } from '../troubles.ts'
import { Document, gives, listOf, Name, nullable, SitePath, TenantPath } from './schemas.ts'

const FACTS = [
  'zones',
  'conduits',
  'subnets',
  'neighbours',
  'paths',
  'external',
  'reach',
  'control',
  'detection',
] as const
const Fact = Type.Union(FACTS.map(name => Type.Literal(name)))
const MOST_LINKS = 20_000

const read = { config: { need: 'site.read' as const } }
const Title = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const Zone = Type.String({ minLength: 1, maxLength: 60, description: 'IANA, `Europe/Berlin`.' })
const fields = { tenant: Name, id: Name, name: Type.String(), time_zone: Type.String(), demo: Type.Boolean() }
const Row = Type.Object(fields)
const Listed = Type.Object({
  ...fields,
  branding: Type.Object({}, { additionalProperties: true, description: 'What the site chose itself.' }),
})
const Overview = Type.Object({
  ...fields,
  assets: Type.Integer(),
  links: Type.Integer(),
  findings: Type.Record(Type.String(), Type.Integer()),
  detection: nullable(Document),
  sensors: Type.Array(Document),
  stories: nullable(Type.Array(Document)),
})

export const sites: Routes = (app, context) => {
  overview(app, context)
  changes(app, context)
  documents(app, context)
}

/** The list, and how one stands. */
const overview: Routes = (app, { db, platform }) => {
  app.get(
    '/api/tenants/:tenant/sites',
    {
      config: { need: 'site.read', bySite: true },
      schema: { tags: ['sites'], summary: 'Sites', params: TenantPath, response: gives(listOf(Listed)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        const chosen = await siteBrandings(scoped)
        const sites = await listSites(scoped, callerOf(request).sites)
        return { items: sites.map(site => ({ ...site, branding: worn(chosen.get(site.id) ?? {}) })) }
      }),
  )

  app.get(
    '/api/tenants/:tenant/sites/:site',
    {
      ...read,
      schema: { tags: ['sites'], summary: 'How a site stands', params: SitePath, response: gives(Overview) },
    },
    request => {
      const { tenant, site } = request.params
      return asTenant(db, tenant, async scoped => {
        const found = await getSite(scoped, site)
        if (!found) throw notFound('site of this name')
        return {
          ...found,
          assets: await countOf(scoped, 'assets', site),
          links: await countOf(scoped, 'links', site),
          findings: await countFindings(scoped, [site]),
          detection: await siteFact(scoped, site, 'detection'),
          sensors: withTroubles(await listSensors(scoped, site), platform.version),
          stories: found.demo ? platform.stories(tenant, site) : null,
        }
      })
    },
  )
}

async function countOf(scoped: Scoped, table: 'assets' | 'links', site: string): Promise<number> {
  const row = await scoped
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('site', '=', site)
    .executeTakeFirst()
  return row?.n ?? 0
}

const changes: Routes = (app, { db }) => {
  app.post(
    '/api/tenants/:tenant/sites',
    {
      config: { need: 'tenant.write' },
      schema: {
        tags: ['sites'],
        summary: 'Makes a site',
        params: TenantPath,
        body: Type.Object({ id: Name, name: Title, timeZone: Type.Optional(Zone) }, { additionalProperties: false }),
        response: gives(Row, 201),
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { id, name, timeZone = 'UTC' } = request.body
      checkZone(timeZone)
      const made = await asTenant(db, tenant, async scoped => {
        if (!(await ensureSite(scoped, tenant, { id, name, timeZone })))
          throw new Problem(409, 'There is a site of this id already.', { id: 'is taken' })
        const who = callerOf(request).name
        await record(scoped, tenant, { who, site: id, action: 'site.create', object: id, detail: { name, timeZone } })
        return getSite(scoped, id)
      })
      return reply.code(201).send(made)
    },
  )

  app.patch(
    '/api/tenants/:tenant/sites/:site',
    {
      config: { need: 'site.write' },
      schema: {
        tags: ['sites'],
        summary: 'Changes name or time zone',
        params: SitePath,
        body: Type.Object(
          { name: Type.Optional(Title), timeZone: Type.Optional(Zone) },
          { additionalProperties: false },
        ),
        response: gives(Row),
      },
    },
    request => {
      const { tenant, site } = request.params
      const { timeZone } = request.body
      if (timeZone !== undefined) checkZone(timeZone)
      return asTenant(db, tenant, async scoped => {
        if (!(await changeSite(scoped, site, request.body))) throw notFound('site of this name')
        const who = callerOf(request).name
        await record(scoped, tenant, { who, site, action: 'site.change', object: site, detail: request.body })
        return getSite(scoped, site)
      })
    },
  )
}

function checkZone(name: string): void {
  if (name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name)) return
  throw new Problem(400, 'There is no such time zone.', { timeZone: 'must be a name of IANA, such as Europe/Berlin' })
}

/** Links and facts, whole. */
const documents: Routes = (app, { db }) => {
  app.get(
    '/api/tenants/:tenant/sites/:site/links',
    {
      ...read,
      schema: { tags: ['sites'], summary: 'Who talks to whom', params: SitePath, response: gives(listOf(Document)) },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listLinks(scoped, request.params.site, MOST_LINKS),
      })),
  )

  const FactPath = Type.Object({ ...SitePath.properties, fact: Fact })
  app.get(
    '/api/tenants/:tenant/sites/:site/facts/:fact',
    {
      ...read,
      schema: {
        tags: ['sites'],
        summary: 'A part of the map, whole',
        params: FactPath,
        response: gives(Type.Object({ data: nullable(Type.Unknown()) })),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        data: await siteFact(scoped, request.params.site, request.params.fact),
      })),
  )
}
