import {
  assetFacets,
  asTenant,
  editAsset,
  getAsset,
  linksOfAsset,
  listAssets,
  listFindings,
  pointHistory,
  pointsOfAsset,
  record,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { id, Paging, SitePath } from './schemas.ts'

const text = Type.Optional(Type.String({ maxLength: 200 }))
const Query = Type.Object({ ...Paging, text, role: text, vendor: text, zone: text, protocol: text, criticality: text })
const AssetPath = Type.Object({ ...SitePath.properties, asset: id })
const words = (most: number) => Type.Optional(Type.Union([Type.String({ maxLength: most }), Type.Null()]))
const Edit = Type.Object(
  {
    owner: words(200),
    note: words(10_000),
    label: words(200),
    zone: words(200),
    process: words(200),
    criticality: Type.Optional(
      Type.Union([...['low', 'medium', 'high', 'critical'].map(grade => Type.Literal(grade)), Type.Null()]),
    ),
  },
  { additionalProperties: false },
)
const History = Type.Object({
  object: Type.String({ minLength: 1, maxLength: 512 }),
  from: Type.Number({ description: 'µs since 1970-01-01 UTC' }),
  to: Type.Number(),
})
/** Values of one line. */
const MOST_VALUES = 400

export const assets: Routes = (app, { db, telemetry }) => {
  const base = '/api/tenants/:tenant/sites/:site/assets'
  const read = { config: { need: 'site.read' as const } }

  app.get(base, { ...read, schema: { tags: ['assets'], params: SitePath, querystring: Query } }, async request => {
    const { limit, after, ...filter } = request.query
    const { tenant, site } = request.params
    const paging = after === undefined ? { limit } : { limit, after }
    const page = await asTenant(db, tenant, scoped => listAssets(scoped, site, filter, paging))
    if (!page) throw new Problem(400, 'This is no cursor of ours.', { after: 'must be `next` of the page before' })
    return page
  })

  app.get(`${base}-facets`, { ...read, schema: { tags: ['assets'], params: SitePath } }, request =>
    asTenant(db, request.params.tenant, scoped => assetFacets(scoped, request.params.site)),
  )

  app.get(`${base}/:asset`, { ...read, schema: { tags: ['assets'], params: AssetPath } }, request => {
    const { tenant, site, asset } = request.params
    return asTenant(db, tenant, async scoped => {
      const found = await getAsset(scoped, site, asset)
      if (!found) throw notFound('asset of this id')
      const own = (found.asset as { id: string }).id
      const findings = await listFindings(scoped, site, { asset: own }, { limit: 100 })
      const [links, points] = [await linksOfAsset(scoped, site, own), await pointsOfAsset(scoped, site, own)]
      return { ...found, links, points: points.map(point => point.data), findings: findings?.items ?? [] }
    })
  })

  app.patch(
    `${base}/:asset`,
    { config: { need: 'asset.write' }, schema: { tags: ['assets'], params: AssetPath, body: Edit } },
    async request => {
      const { tenant, site, asset } = request.params
      const by = callerOf(request).name
      return asTenant(db, tenant, async scoped => {
        if (!(await getAsset(scoped, site, asset))) throw notFound('asset of this id')
        await editAsset(scoped, { tenant, site, asset, by }, request.body)
        await record(scoped, tenant, { who: by, site, action: 'asset.edit', object: asset, detail: request.body })
        return (await getAsset(scoped, site, asset))?.edits ?? {}
      })
    },
  )

  app.get(
    `${base}/:asset/history`,
    { ...read, schema: { tags: ['assets'], params: AssetPath, querystring: History } },
    async request => {
      const { object, from, to } = request.query
      return { values: await pointHistory(telemetry.client, { ...request.params, object, from, to }, MOST_VALUES) }
    },
  )
}
