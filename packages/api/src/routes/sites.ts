// Sites: what there is, how it stands, its model.
import { asTenant, countFindings, getSite, listLinks, listSites, siteFact, siteModel } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { notFound } from '../problem.ts'
import { SitePath, TenantPath } from './schemas.ts'

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

export const sites: Routes = (app, context) => {
  overview(app, context)
  documents(app, context)
}

/** The list, and how one stands. */
const overview: Routes = (app, { db, platform }) => {
  app.get('/api/tenants/:tenant/sites', { ...read, schema: { tags: ['sites'], params: TenantPath } }, request =>
    asTenant(db, request.params.tenant, async scoped => ({ items: await listSites(scoped) })),
  )

  app.get(
    '/api/tenants/:tenant/sites/:site',
    { ...read, schema: { tags: ['sites'], params: SitePath } },
    async request => {
      const { tenant, site } = request.params
      return asTenant(db, tenant, async scoped => {
        const found = await getSite(scoped, site)
        if (!found) throw notFound('site of this name')
        const count = async (table: 'assets' | 'links') => {
          const row = await scoped
            .selectFrom(table)
            .select(({ fn }) => fn.countAll<number>().as('n'))
            .where('site', '=', site)
            .executeTakeFirst()
          return row?.n ?? 0
        }
        const sensors = await scoped
          .selectFrom('sensors')
          .select(['id', 'name', 'kind', 'last_seen', 'version', 'health', 'enrolled_at', 'revoked_at'])
          .where('site', '=', site)
          .orderBy('id')
          .execute()
        return {
          ...found,
          assets: await count('assets'),
          links: await count('links'),
          findings: await countFindings(scoped, site),
          detection: await siteFact(scoped, site, 'detection'),
          sensors,
          stories: platform.stories(tenant, site),
        }
      })
    },
  )
}

/** Links, facts and the model, whole. */
const documents: Routes = (app, { db }) => {
  app.get(
    '/api/tenants/:tenant/sites/:site/links',
    { ...read, schema: { tags: ['sites'], params: SitePath } },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listLinks(scoped, request.params.site, MOST_LINKS),
      })),
  )

  const FactPath = Type.Object({ ...SitePath.properties, fact: Fact })
  app.get(
    '/api/tenants/:tenant/sites/:site/facts/:fact',
    { ...read, schema: { tags: ['sites'], params: FactPath } },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        data: await siteFact(scoped, request.params.site, request.params.fact),
      })),
  )

  app.get(
    '/api/tenants/:tenant/sites/:site/model',
    { ...read, schema: { tags: ['sites'], params: SitePath } },
    request =>
      asTenant(
        db,
        request.params.tenant,
        async scoped => (await siteModel(scoped, request.params.site)) ?? { source: '', version: 0 },
      ),
  )
}
