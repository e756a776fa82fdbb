// Reports that were made. None is ever changed.
import { type SqlBool, sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { sha256 } from './incidents.ts'
import { pageOf, readCursor } from './page.ts'

export type NewReport = {
  readonly kind: string
  readonly language: string
  readonly sites: readonly string[]
  readonly money: boolean
  /** µs */
  readonly from: number
  readonly to: number
  /** Canonical JSON. */
  readonly document: string
  readonly by: string
}

const columns = ['id', 'kind', 'language', 'sites', 'money', 'period_from', 'period_to', 'hash'] as const
const about = [...columns, 'made_by', 'made_at'] as const

/** Its row without the document. */
export const addReport = (scoped: Scoped, tenant: string, { from, to, by, document, sites, ...report }: NewReport) =>
  scoped
    .insertInto('reports')
    .values({
      ...{ tenant, ...report, document, hash: sha256(document), sites: [...sites] },
      ...{ period_from: from, period_to: to, made_by: by },
    })
    .returning(about)
    .executeTakeFirstOrThrow()

/** What a reader may see: reports whose sites are all among `sites` (null: every one), and those with money only with it. */
export type ReportReader = { readonly sites: readonly string[] | null; readonly money: boolean }

const readable = (scoped: Scoped, { sites, money }: ReportReader) => {
  let query = scoped.selectFrom('reports')
  if (sites !== null) query = query.where(sql<SqlBool>`sites <@ ${[...sites]}::text[]`)
  return money ? query : query.where('money', '=', false)
}

/** The newest first. Null when `after` is no cursor of ours. */
export async function listReports(
  scoped: Scoped,
  reader: ReportReader,
  { limit, after }: { readonly limit: number; readonly after?: string },
) {
  let query = readable(scoped, reader).select([...about, sql<number>`extract(epoch from made_at) * 1e6`.as('at')])
  if (after !== undefined) {
    const keys = readCursor(after, 'ns')
    if (!keys) return null
    query = query.where(
      sql<SqlBool>`(made_at, id::text) < (to_timestamp(${keys[0]}::double precision / 1e6), ${keys[1]})`,
    )
  }
  const rows = await query
    .orderBy('made_at', 'desc')
    .orderBy(sql`id::text`, 'desc')
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit, row => [Math.round(Number(row.at)), row.id])
  return { ...page, items: page.items.map(({ at: _, ...row }) => row) }
}

/** With its document, as it was stored. */
export const getReport = async (scoped: Scoped, reader: ReportReader, id: string) =>
  (await readable(scoped, reader)
    .select([...about, 'document'])
    .where('id', '=', id)
    .executeTakeFirst()) ?? null

export const countReports = async (scoped: Scoped): Promise<number> => {
  const { count } = await scoped
    .selectFrom('reports')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
