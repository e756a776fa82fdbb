// What people declare of a site: site.yaml, and its versions.
import { alone, asTenant, getSite, listSiteModels, putSiteModel, record, siteModel, siteModelOf } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import { notFound, Problem } from '../problem.ts'
import { gives, listOf, nullable, SitePath, Time } from './schemas.ts'

const Source = Type.String({ maxLength: 500_000 })
const Model = Type.Object({ source: Type.String(), version: Type.Integer({ description: '0: none yet' }) })
const VersionRow = { version: Type.Integer(), changed_by: nullable(Type.String()), changed_at: Time }
const none = { source: '', version: 0 }

export const model: Routes = (app, context) => {
  const { db } = context
  const base = '/api/tenants/:tenant/sites/:site/model'
  const config = { need: 'site.read' as const }

  app.get(
    base,
    { config, schema: { tags: ['model'], summary: 'site.yaml, the newest', params: SitePath, response: gives(Model) } },
    async (request, reply) => {
      const { tenant, site } = request.params
      const found = (await asTenant(db, tenant, scoped => siteModel(scoped, site))) ?? none
      return tagged(request, reply, found, found.version)
    },
  )

  app.get(
    `${base}/versions`,
    {
      config,
      schema: {
        tags: ['model'],
        summary: 'Its versions, the newest first',
        params: SitePath,
        response: gives(listOf(Type.Object(VersionRow))),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await listSiteModels(scoped, request.params.site),
      })),
  )

  app.get(
    `${base}/versions/:version`,
    {
      config,
      schema: {
        tags: ['model'],
        summary: 'One of them',
        params: Type.Object({ ...SitePath.properties, version: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) }),
        response: gives(Type.Object({ source: Type.String(), ...VersionRow })),
      },
    },
    async (request, reply) => {
      const { tenant, site, version } = request.params
      const found = await asTenant(db, tenant, scoped => siteModelOf(scoped, site, version))
      if (!found) throw notFound('version of this number')
      return tagged(request, reply, found, found)
    },
  )
  changes(app, context)
}

const changes: Routes = (app, { db, platform }) => {
  const Body = Type.Object({ source: Source }, { additionalProperties: false })
  const params = SitePath
  const refuse = (source: string): void => {
    const faults = platform.checkModel(source)
    if (faults.length === 0) return
    const first = `line ${faults[0]!.line}: ${faults[0]!.message}`
    throw new Problem(400, `site.yaml was not taken. In ${first}`, { source: first }, { faults })
  }

  app.post(
    '/api/tenants/:tenant/sites/:site/model/check',
    {
      config: { need: 'site.read' },
      schema: {
        tags: ['model'],
        summary: 'What is wrong with a site.yaml; nothing is kept',
        params,
        body: Body,
        response: gives(
          Type.Object({ faults: Type.Array(Type.Object({ line: Type.Integer(), message: Type.String() })) }),
        ),
      },
    },
    async request => ({ faults: platform.checkModel(request.body.source) }),
  )

  app.put(
    '/api/tenants/:tenant/sites/:site/model',
    {
      config: { need: 'site.write' },
      schema: {
        tags: ['model'],
        summary: 'A new version; with faults nothing is applied, and they are told with their lines',
        params,
        body: Body,
        response: gives(Model),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const { source } = request.body
      refuse(source)
      const by = callerOf(request).name
      const version = await asTenant(db, tenant, async scoped => {
        if (!(await getSite(scoped, site))) throw notFound('site of this name')
        await alone(scoped, tenant, site, 'model')
        checkMatch(request, (await siteModel(scoped, site))?.version ?? 0)
        const put = await putSiteModel(scoped, { tenant, site, source, by })
        await record(scoped, tenant, { who: by, site, action: 'model.put', object: `version ${put}` })
        return put
      })
      await platform.reload(tenant, site)
      return tagged(request, reply, { source, version }, version)
    },
  )
}
