// Whole lists for spreadsheets, sent as they are read: page by page, none of them held.
import { Readable } from 'node:stream'
import { type AssetRow, asTenant, getSite, listAssets, listFindings, type Page } from '@nautilus/store'
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { type Cell, csvLine } from '../csv.ts'
import { notFound } from '../problem.ts'
import { SitePath } from './schemas.ts'

/** Rows read at once. */
const PIECE = 500

const time = (us: number | null): string | null => (us === null ? null : new Date(us / 1000).toISOString())

type FindingRow = NonNullable<Awaited<ReturnType<typeof listFindings>>>['items'][number]
export type Columns<T> = Readonly<Record<string, (row: T) => Cell>>

const assetColumns: Columns<AssetRow> = {
  id: row => row.id,
  name: row => row.name,
  ip: row => row.ip,
  mac: row => row.mac,
  vendor: row => row.vendor,
  model: row => row.model,
  firmware: row => row.firmware,
  role: row => row.role,
  level: row => row.level,
  zone: row => row.zone,
  criticality: row => row.criticality,
  owner: row => row.owner,
  protocols: row => row.protocols,
  first: row => time(row.first),
  last: row => time(row.last),
}

const findingColumns: Columns<FindingRow> = {
  id: row => row.id,
  severity: row => row.severity,
  status: row => row.status,
  rule: row => row.rule,
  title: row => row.title,
  why: row => row.why,
  source: row => row.source,
  source_name: row => row.source_name,
  target: row => row.target,
  target_name: row => row.target_name,
  protocol: row => row.protocol,
  verb: row => row.verb,
  count: row => row.count,
  first: row => time(row.first),
  last: row => time(row.last),
  assignee: row => row.assignee,
}

/** A stream of it. */
const csv: Readonly<Record<number, unknown>> = { 200: { content: { 'text/csv': { schema: Type.String() } } } }

export const exports: Routes = (app, { db }) => {
  const route = <T>(
    name: string,
    columns: Columns<T>,
    pageOf: (tenant: string, site: string, paging: { limit: number; after?: string }) => Promise<Page<T> | null>,
  ) =>
    app.get(
      `/api/tenants/:tenant/sites/:site/${name}.csv`,
      {
        config: { need: 'site.read' },
        schema: {
          tags: [name],
          summary: `All ${name} as CSV`,
          produces: ['text/csv'],
          params: SitePath,
          response: csv,
        },
      },
      async (request, reply) => {
        const { tenant, site } = request.params
        if (!(await asTenant(db, tenant, scoped => getSite(scoped, site)))) throw notFound('site of this name')
        const rows = linesOf(columns, paging => pageOf(tenant, site, paging))
        reply.header('content-disposition', `attachment; filename="${site}-${name}.csv"`)
        return reply.type('text/csv; charset=utf-8').send(Readable.from(rows))
      },
    )
  route('assets', assetColumns, (tenant, site, paging) =>
    asTenant(db, tenant, scoped => listAssets(scoped, site, {}, paging)),
  )
  route('findings', findingColumns, (tenant, site, paging) =>
    asTenant(db, tenant, scoped => listFindings(scoped, site, {}, paging)),
  )
}

export async function* linesOf<T>(
  columns: Columns<T>,
  pageOf: (paging: { limit: number; after?: string }) => Promise<Page<T> | null>,
): AsyncIterable<string> {
  yield csvLine(Object.keys(columns))
  let after: string | null | undefined
  do {
    const page: Page<T> | null = await pageOf(after ? { limit: PIECE, after } : { limit: PIECE })
    yield (page?.items ?? []).map(row => csvLine(Object.values(columns).map(of => of(row)))).join('')
    after = page?.next
  } while (after)
}
