import {
  alone,
  assetFacets,
  assetNames,
  asTenant,
  editAsset,
  getAsset,
  linksOfAsset,
  listAssets,
  listFindings,
  pointHistory,
  pointHolders,
  pointsOfAsset,
  record,
} from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { checkMatch, tagged } from '../etag.ts'
import { badCursor, notFound } from '../problem.ts'
import {
  AssetRow,
  countedPageOf,
  Document,
  FindingRow,
  gives,
  id,
  listOf,
  Micro,
  nullable,
  Paging,
  SitePath,
  Time,
} from './schemas.ts'

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
const line = nullable(Type.String())
const Edits = Type.Object({
  owner: line,
  note: line,
  criticality: line,
  zone: line,
  process: line,
  label: line,
  changed_by: line,
  changed_at: Time,
})
const Detail = Type.Object({
  asset: Document,
  edits: nullable(Edits),
  links: Type.Array(Document),
  points: Type.Array(Document),
  findings: Type.Array(FindingRow),
})
const Facets = Type.Record(Type.String(), Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })))
const Values = Type.Object({
  values: Type.Array(
    Type.Object({ at: Micro, last: Type.Number(), min: Type.Number(), max: Type.Number(), written: Type.Boolean() }),
  ),
})
const Names = Type.Object({
  names: Type.Record(Type.String(), Type.String(), { description: 'By id.' }),
  cut: Type.Boolean({ description: 'There are more devices.' }),
})
const Holder = Type.Object({
  asset: Type.String(),
  points: Type.Integer(),
  written: Type.Integer({ description: 'Of them, those that somebody wrote.' }),
})
/** Values of one line. */
const MOST_VALUES = 400
/** Devices whose names are told at once. */
const MOST_NAMES = 20_000

export const assets: Routes = (app, context) => {
  lists(app, context)
  const { db, telemetry } = context
  const base = '/api/tenants/:tenant/sites/:site/assets'
  const read = { config: { need: 'site.read' as const } }

  app.get(
    base,
    {
      ...read,
      schema: {
        tags: ['assets'],
        summary: 'Assets, heard last first',
        params: SitePath,
        querystring: Query,
        response: gives(countedPageOf(AssetRow)),
      },
    },
    async request => {
      const { limit, after, ...filter } = request.query
      const { tenant, site } = request.params
      const paging = after === undefined ? { limit } : { limit, after }
      const page = await asTenant(db, tenant, scoped => listAssets(scoped, site, filter, paging))
      if (!page) throw badCursor()
      return page
    },
  )

  app.get(
    `${base}-facets`,
    {
      ...read,
      schema: { tags: ['assets'], summary: 'How many there are of each', params: SitePath, response: gives(Facets) },
    },
    request => asTenant(db, request.params.tenant, scoped => assetFacets(scoped, request.params.site)),
  )

  app.get(
    `${base}/:asset`,
    {
      ...read,
      schema: { tags: ['assets'], summary: 'Everything of one asset', params: AssetPath, response: gives(Detail) },
    },
    async (request, reply) => {
      const { tenant, site, asset } = request.params
      const document = await asTenant(db, tenant, async scoped => {
        const found = await getAsset(scoped, site, asset)
        if (!found) throw notFound('asset of this id')
        const own = (found.asset as { id: string }).id
        const findings = await listFindings(scoped, site, { asset: own }, { limit: 100 })
        const [links, points] = [await linksOfAsset(scoped, site, own), await pointsOfAsset(scoped, site, own)]
        return { ...found, links, points: points.map(point => point.data), findings: findings?.items ?? [] }
      })
      return tagged(request, reply, document, document.edits)
    },
  )

  app.patch(
    `${base}/:asset`,
    {
      config: { need: 'asset.write' },
      schema: {
        tags: ['assets'],
        summary: 'What people know of it',
        params: AssetPath,
        body: Edit,
        response: gives(Edits),
      },
    },
    async request => {
      const { tenant, site, asset } = request.params
      const by = callerOf(request).name
      return asTenant(db, tenant, async scoped => {
        await alone(scoped, tenant, site, 'asset', asset)
        const found = await getAsset(scoped, site, asset)
        if (!found) throw notFound('asset of this id')
        checkMatch(request, found.edits)
        const own = (found.asset as { id: string }).id
        await editAsset(scoped, { tenant, site, asset: own, by }, request.body)
        await record(scoped, tenant, { who: by, site, action: 'asset.edit', object: own, detail: request.body })
        return (await getAsset(scoped, site, own))?.edits ?? {}
      })
    },
  )

  app.get(
    `${base}/:asset/history`,
    {
      ...read,
      schema: {
        tags: ['assets'],
        summary: 'What an object of it held over time',
        params: AssetPath,
        querystring: History,
        response: gives(Values),
      },
    },
    async request => {
      const { object, from, to } = request.query
      return { values: await pointHistory(telemetry.client, { ...request.params, object, from, to }, MOST_VALUES) }
    },
  )
}

/** What is told of all devices at once. */
const lists: Routes = (app, { db }) => {
  const site = '/api/tenants/:tenant/sites/:site'
  const config = { need: 'site.read' as const }

  app.get(
    `${site}/asset-names`,
    {
      config,
      schema: { tags: ['assets'], summary: 'What every device is called', params: SitePath, response: gives(Names) },
    },
    async request => {
      const { tenant, site } = request.params
      const rows = await asTenant(db, tenant, scoped => assetNames(scoped, site, MOST_NAMES + 1))
      const names = Object.fromEntries(rows.slice(0, MOST_NAMES).map(({ id, name }) => [id, name]))
      return { names, cut: rows.length > MOST_NAMES }
    },
  )

  app.get(
    `${site}/point-holders`,
    {
      config,
      schema: {
        tags: ['assets'],
        summary: 'Devices that hold variables, and how many',
        params: SitePath,
        response: gives(listOf(Holder)),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => ({
        items: await pointHolders(scoped, request.params.site),
      })),
  )
}
