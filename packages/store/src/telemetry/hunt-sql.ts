// SQL for those who want it. It reads the activity of one site, and nothing else: what is not on the lists of
// `sql-words.ts` is refused, every table is replaced by a question that names tenant and site, and the engine filters
// the tables themselves once more.
import { type ClickHouseClient, ClickHouseError, SettingsMap } from '@clickhouse/client'
import { checkSql } from './sql-check.ts'
import { tables } from './sql-words.ts'

export type SqlHunt = { readonly tenant: string; readonly site: string; readonly sql: string }

export type SqlAnswer =
  | {
      readonly ok: true
      readonly columns: readonly { readonly name: string; readonly type: string }[]
      readonly rows: readonly (readonly unknown[])[]
      /** There were more. */
      readonly cut: boolean
    }
  /** A sentence for whoever asked. */
  | { readonly ok: false; readonly why: string }

/** Rows of an answer. */
export const MOST_SQL_ROWS = 10_000
/** What one question may take: seconds, and bytes of memory. */
export type SqlLimits = { readonly seconds: number; readonly memory: number }
const defaultLimits: SqlLimits = { seconds: 20, memory: 1_000_000_000 }
/** Codes of ClickHouse: time, memory, result. */
const TOO_MUCH: Readonly<Record<string, string>> = {
  '159': 'This takes longer than a question may: ask for less time, or fewer columns.',
  '241': 'This needs more memory than one question may have: group by less, or ask for less time.',
  '396': 'The answer would be too large: ask for fewer rows or columns.',
}
/** Names of tenants and sites; the second filter is text of the statement. */
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

export async function huntSql(
  client: ClickHouseClient,
  { tenant, site, sql }: SqlHunt,
  limits: SqlLimits = defaultLimits,
): Promise<SqlAnswer> {
  if (!NAME.test(tenant) || !NAME.test(site)) throw new Error('A tenant or site of this name cannot be.')
  const checked = checkSql(sql, sourceOf)
  if (!checked.ok) return checked
  const query = `SELECT * FROM (\n${checked.sql}\n) LIMIT {most:UInt32}`
  try {
    const result = await client.query({
      query,
      format: 'JSONCompact',
      query_params: { tenant, site, most: MOST_SQL_ROWS + 1 },
      clickhouse_settings: settingsOf(tenant, site, limits),
    })
    const { meta = [], data } = await result.json<unknown[]>()
    return { ok: true, columns: meta, rows: data.slice(0, MOST_SQL_ROWS), cut: data.length > MOST_SQL_ROWS }
  } catch (error) {
    if (!(error instanceof ClickHouseError)) throw error
    return { ok: false, why: TOO_MUCH[error.code] ?? plain(error.message) }
  }
}

const sourceOf = (table: string, columns: readonly string[]): string =>
  `(SELECT ${columns.join(', ')} FROM nautilus.${table} WHERE tenant = {tenant:String} AND site = {site:String})`

function settingsOf(tenant: string, site: string, { seconds, memory }: SqlLimits) {
  const filter = `tenant = ''${tenant}'' AND site = ''${site}''`
  const filters = Object.fromEntries(Object.keys(tables).map(table => [`nautilus.${table}`, filter]))
  return {
    readonly: '2',
    allow_ddl: 0,
    additional_table_filters: SettingsMap.from(filters),
    max_execution_time: seconds,
    max_memory_usage: String(memory),
    max_result_rows: String(2 * MOST_SQL_ROWS),
    max_result_bytes: '100000000',
    // JavaScript's numbers hold no 64 bits.
    output_format_json_quote_64bit_integers: 1,
    max_subquery_depth: '20',
    max_ast_elements: '20000',
  } as const
}

/** The engine quotes the statement that it was given, which is not the one that was typed. */
const plain = (message: string): string => (message.split(/ In scope |: While |: while /i)[0] ?? message).slice(0, 300)
