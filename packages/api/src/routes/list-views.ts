// What follows from tables of other systems: who was never heard, who is in no list, which ports are covered, which rules
// of a firewall are used; as pages and for spreadsheets.
import { Readable } from 'node:stream'
import {
  asTenant,
  claimsOfAsset,
  knownNeverHeard,
  listRowsOf,
  listVulnerabilities,
  notInLists,
  portCover,
  portsOfAsset,
} from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { badCursor } from '../problem.ts'
import { checkHere, checkSite } from './existing.ts'
import { type Columns, linesOf } from './exports.ts'
import { Conflicts, existingList, ListPath, listBase, Told, tags, Which } from './lists.ts'
import { gives, givesFile, id, Micro, nullable, Paging, pageOf, SitePath, Time, Uuid } from './schemas.ts'
import { VulnerabilityRow } from './vulnerabilities.ts'

const config = { need: 'site.read' as const }
const site = '/api/tenants/:tenant/sites/:site'
/** Cards and ports that are told at once. */
const MOST = 5000
const text = nullable(Type.String())
const texts = Type.Array(Type.String())

const Unlisted = Type.Object({
  id: Type.String(),
  name: text,
  ip: texts,
  mac: texts,
  vendor: text,
  model: text,
  role: text,
  last: nullable(Micro),
})
const Known = Type.Object({ mac: Type.String(), ip: texts, switch: text, port: text, vlan: text, lists: texts })
const Port = Type.Object({
  switch: Type.String(),
  port: Type.String(),
  devices: Type.Integer({ description: 'Cards whose place this port is.' }),
  heard: Type.Integer(),
  uplink: Type.Boolean({ description: 'It only passes on what other ports have.' }),
})
const Use = Type.Object({
  list: Type.String(),
  line: Type.Integer(),
  name: text,
  source: Type.String(),
  destination: Type.String(),
  service: Type.String(),
  action: Type.String(),
  seen: Type.Integer({ description: 'Links that were seen and that it speaks of first.' }),
  last: nullable(Micro),
  unknown: Type.Array(Type.String({ description: 'Names of objects that only the firewall knows.' })),
})
const Unallowed = Type.Object({
  client: Type.String(),
  server: Type.String(),
  protocol: Type.String(),
  port: Type.Integer(),
  last: nullable(Micro),
  list: text,
  line: nullable(Type.Integer()),
})
const Claim = Type.Object({
  list: Uuid,
  name: Type.String(),
  kind: Type.String(),
  changed_at: Time,
  line: Type.Integer(),
  ip: texts,
  mac: texts,
  values: Told,
  rule: text,
  conflicts: Conflicts,
})
const Plugged = Type.Object({
  mac: Type.String(),
  switch: Type.String(),
  port: Type.String(),
  vlan: text,
  list: Type.String(),
})
const OfAsset = Type.Object({
  claims: Type.Array(Claim),
  ports: Type.Array(Plugged),
  vulnerabilities: Type.Array(VulnerabilityRow),
})
/** Vulnerabilities of one device. */
const MOST_OF_ASSET = 500

export const listViews: Routes = (app, context) => {
  pages(app, context)
  ofAsset(app, context)
  files(app, context)
}

const pages: Routes = (app, { db, platform }) => {
  app.get(
    `${site}/not-in-lists`,
    {
      config,
      schema: {
        tags,
        summary: 'Devices that were heard and that no list of assets names',
        params: SitePath,
        querystring: Type.Object(Paging),
        response: gives(pageOf(Unlisted)),
      },
    },
    async request => {
      const { limit, after } = request.query
      const paging = after === undefined ? { limit } : { limit, after }
      const page = await asTenant(db, request.params.tenant, async scoped => {
        await checkHere(scoped, request.params.site)
        return notInLists(scoped, request.params.site, paging)
      })
      if (!page) throw badCursor()
      return page
    },
  )

  app.get(
    `${site}/known-unheard`,
    {
      config,
      schema: {
        tags,
        summary: 'Devices that switches and routers know and that were never heard, and what of each port was heard',
        params: SitePath,
        response: gives(Type.Object({ devices: Type.Array(Known), ports: Type.Array(Port) })),
      },
    },
    request =>
      asTenant(db, request.params.tenant, async scoped => {
        const { site } = request.params
        await checkHere(scoped, site)
        return { devices: await knownNeverHeard(scoped, site, MOST), ports: await portCover(scoped, site, MOST) }
      }),
  )

  app.get(
    `${site}/firewall-use`,
    {
      config,
      schema: {
        tags,
        summary: 'Rules of firewalls, what of each was seen between zones, and what no rule allows',
        params: SitePath,
        response: gives(Type.Object({ rules: Type.Array(Use), unallowed: Type.Array(Unallowed) })),
      },
    },
    async request => {
      await checkSite(db, request.params)
      return platform.inward.lists.firewall(request.params)
    },
  )
}

const ofAsset: Routes = (app, { db }) => {
  app.get(
    `${site}/assets/:asset/told`,
    {
      config,
      schema: {
        tags,
        summary: 'What other systems say of a device: lists, its place at a switch, vulnerabilities',
        params: Type.Object({ ...SitePath.properties, asset: id }),
        response: gives(OfAsset),
      },
    },
    request => {
      const { tenant, site, asset } = request.params
      return asTenant(db, tenant, async scoped => {
        await checkHere(scoped, site)
        const found = await listVulnerabilities(scoped, site, { asset }, { limit: MOST_OF_ASSET })
        const [claims, ports] = [await claimsOfAsset(scoped, site, asset), await portsOfAsset(scoped, site, asset)]
        return { claims, ports, vulnerabilities: found?.items ?? [] }
      })
    },
  )
}

type StoredRow = NonNullable<Awaited<ReturnType<typeof listRowsOf>>>['items'][number]
type UnlistedRow = NonNullable<Awaited<ReturnType<typeof notInLists>>>['items'][number]

const fields = ['name', 'serial', 'tag', 'vendor', 'model', 'firmware', 'owner', 'location', 'criticality'] as const
const more = ['switch', 'port', 'vlan', 'source', 'destination', 'service', 'action'] as const
const rowColumns: Columns<StoredRow> = {
  line: row => row.line,
  ...Object.fromEntries([...fields, ...more].map(field => [field, (row: StoredRow) => row.values[field] ?? null])),
  ip: row => row.ip,
  mac: row => row.mac,
  asset: row => row.asset,
  rule: row => row.rule,
  conflicts: row => row.conflicts.map(({ attribute, expected, heard }) => `${attribute}: ${expected} ≠ ${heard}`),
}
const unlistedColumns: Columns<UnlistedRow> = {
  id: row => row.id,
  name: row => row.name,
  ip: row => row.ip,
  mac: row => row.mac,
  vendor: row => row.vendor,
  model: row => row.model,
  role: row => row.role,
  last: row => (row.last === null ? null : new Date(row.last / 1000).toISOString()),
}

const files: Routes = (app, { db }) => {
  app.get(
    `${listBase}/:list/rows.csv`,
    {
      config,
      schema: {
        ...{ tags, summary: 'Rows of a table as CSV', produces: ['text/csv'], params: ListPath },
        querystring: Type.Object({ which: Type.Optional(Which) }),
        response: givesFile('text/csv'),
      },
    },
    async (request, reply) => {
      const { tenant, site, list } = request.params
      const { which = 'all' } = request.query
      const { edition } = await asTenant(db, tenant, scoped => existingList(scoped, site, list))
      const rows = linesOf(rowColumns, paging =>
        asTenant(db, tenant, scoped => listRowsOf(scoped, site, { edition, which, text: undefined }, paging)),
      )
      reply.header('content-disposition', `attachment; filename="${site}-list-${which}.csv"`)
      return reply.type('text/csv; charset=utf-8').send(Readable.from(rows))
    },
  )

  app.get(
    `${site}/not-in-lists.csv`,
    {
      config,
      schema: {
        ...{ tags, summary: 'Devices that no list of assets names, as CSV', produces: ['text/csv'], params: SitePath },
        response: givesFile('text/csv'),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      await checkSite(db, request.params)
      const rows = linesOf(unlistedColumns, paging => asTenant(db, tenant, scoped => notInLists(scoped, site, paging)))
      reply.header('content-disposition', `attachment; filename="${site}-not-in-lists.csv"`)
      return reply.type('text/csv; charset=utf-8').send(Readable.from(rows))
    },
  )
}
