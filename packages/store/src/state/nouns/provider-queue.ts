// What waits at all customers of a provider, with the least that tells what is urgent: nothing of what a device is called or
// where it is, before the customer is entered. Asked as the owner of the tables; whose rows they may be is said by the caller.
import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database.ts'
import { status } from './findings.ts'
import { pageOf, readCursor } from './page.ts'

export type QueueFilter = {
  /** Null: all. */
  readonly customers: readonly string[] | null
  readonly severity?: readonly string[]
  /** Of findings their status, of incidents their state. */
  readonly status?: readonly string[]
}
type Asked = { readonly limit: number; readonly after?: string }

/** The gravest first, then the latest. Null when `after` is no cursor of ours. */
export async function queueOfFindings(db: Database, filter: QueueFilter, { limit, after }: Asked) {
  let query = db
    .selectFrom('findings')
    .leftJoin('finding_work', join =>
      join
        .onRef('finding_work.tenant', '=', 'findings.tenant')
        .onRef('finding_work.site', '=', 'findings.site')
        .onRef('finding_work.finding', '=', 'findings.id'),
    )
    .select([
      ...(['findings.tenant', 'findings.site', 'findings.id', 'rule', 'severity', 'rank', 'first', 'last'] as const),
      ...(['count', status.as('status'), 'finding_work.assignee'] as const),
    ])
  const { customers, severity, status: wanted } = filter
  if (customers !== null) query = query.where('findings.tenant', 'in', ofAny(customers))
  if (severity?.length) query = query.where('severity', 'in', severity)
  if (wanted?.length) query = query.where(sql<SqlBool>`${status} = any(${[...wanted]})`)
  if (after !== undefined) {
    const keys = readCursor(after, 'nnsss')
    if (!keys) return null
    query = query.where(
      sql<SqlBool>`(rank, last, findings.tenant, findings.site, findings.id)
        < (${keys[0]}::smallint, ${keys[1]}::bigint, ${keys[2]}::text, ${keys[3]}::text, ${keys[4]}::text)`,
    )
  }
  const rows = await ordered(query, ['rank', 'last', 'findings.tenant', 'findings.site', 'findings.id'])
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit, row => [row.rank, row.last, row.tenant, row.site, row.id])
  return { ...page, items: page.items.map(({ rank: _, ...row }) => row) }
}

/** The same of incidents. Exercises wait for nobody. */
export async function queueOfIncidents(db: Database, filter: QueueFilter, { limit, after }: Asked) {
  let query = db
    .selectFrom('incidents')
    .select([
      ...(['tenant', 'site', 'id', 'playbook', 'severity', 'rank', 'opened', 'changed', 'state', 'assignee'] as const),
      sql<number>`(select count(*) from incident_findings own where own.tenant = incidents.tenant
        and own.site = incidents.site and own.incident = incidents.id)`.as('findings'),
    ])
    .where('exercise', '=', false)
  const { customers, severity, status: wanted } = filter
  if (customers !== null) query = query.where('tenant', 'in', ofAny(customers))
  if (severity?.length) query = query.where('severity', 'in', severity)
  query = wanted?.length ? query.where('state', 'in', wanted) : query.where('state', '<>', 'closed')
  if (after !== undefined) {
    const keys = readCursor(after, 'nnsss')
    if (!keys) return null
    query = query.where(
      sql<SqlBool>`(rank, opened, tenant, site, id)
        < (${keys[0]}::smallint, ${keys[1]}::bigint, ${keys[2]}::text, ${keys[3]}::text, ${keys[4]}::text)`,
    )
  }
  const rows = await ordered(query, ['rank', 'opened', 'tenant', 'site', 'id'])
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit, row => [row.rank, row.opened, row.tenant, row.site, row.id])
  return { ...page, items: page.items.map(({ rank: _, ...row }) => row) }
}

/** An empty list is nobody, and no fault of the language. */
const ofAny = (customers: readonly string[]) => (customers.length === 0 ? [''] : customers)

function ordered<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  keys: readonly string[],
): SelectQueryBuilder<DB, TB, O> {
  return query.orderBy(sql.join(keys.map(key => sql`${sql.ref(key)} desc`)) as never)
}

/** Names of customers and of their sites: `tenant` and `tenant/site`. */
export async function namesOfPlaces(
  db: Database,
  tenants: readonly string[],
): Promise<{ readonly tenants: ReadonlyMap<string, string>; readonly sites: ReadonlyMap<string, string> }> {
  const among = ofAny(tenants)
  const named = await db.selectFrom('tenants').select(['id', 'name']).where('id', 'in', among).execute()
  const sites = await db.selectFrom('sites').select(['tenant', 'id', 'name']).where('tenant', 'in', among).execute()
  return {
    tenants: new Map(named.map(({ id, name }) => [id, name])),
    sites: new Map(sites.map(({ tenant, id, name }) => [`${tenant}/${id}`, name])),
  }
}
