// The queue of incidents: what is asked of it, in which order, and how many there are of each kind.
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { pageOf, readCursor } from './page.ts'

export type IncidentFilter = {
  readonly state?: readonly string[]
  readonly severity?: readonly string[]
  readonly assignee?: string
  /** Those that nobody has. */
  readonly unassigned?: boolean
  readonly playbook?: readonly string[]
  readonly exercise?: boolean
  /** µs: incidents that changed since. */
  readonly since?: number
}

/**
 * `urgent`: what awaits a decision first, then the gravest. `grave`: the gravest, then the latest. `new`, `old`: by when they
 * were opened. `changed`: what changed last. `waiting`: what stands in its state longest.
 */
export const incidentOrders = ['urgent', 'grave', 'new', 'old', 'changed', 'waiting'] as const
export type IncidentOrder = (typeof incidentOrders)[number]

const AWAITING = 'awaiting engineering decision'
const awaits = sql<number>`(case when state = ${sql.lit(AWAITING)} then 1 else 0 end)`

/** Sort keys in their order, the id last; all up, or all down. */
const orders = {
  urgent: { keys: [awaits, sql`rank`, sql`opened`], kinds: 'nnns', up: false },
  grave: { keys: [sql`rank`, sql`opened`], kinds: 'nns', up: false },
  new: { keys: [sql`opened`], kinds: 'ns', up: false },
  old: { keys: [sql`opened`], kinds: 'ns', up: true },
  changed: { keys: [sql`changed`], kinds: 'ns', up: false },
  waiting: { keys: [sql`since`], kinds: 'ns', up: true },
} as const satisfies Record<IncidentOrder, object>

const columns = [
  ...(['site', 'id', 'state', 'outcome', 'severity', 'rank', 'title', 'exercise', 'assignee', 'playbook'] as const),
  ...(['opened', 'changed', 'since', 'seq', 'wake'] as const),
] as const

type Asked = { readonly limit: number; readonly after?: string; readonly order?: IncidentOrder }

/** `sites`: null, all of them. Null when the cursor is none of ours. */
export async function listIncidents(
  scoped: Scoped,
  sites: readonly string[] | null,
  filter: IncidentFilter,
  { limit, after, order = 'grave' }: Asked,
) {
  const { keys, kinds, up } = orders[order]
  const all = [...keys, sql`id`]
  let query = filtered(scoped, sites, filter).select([
    ...columns,
    awaits.as('awaits'),
    sql<number>`(select count(*) from incident_findings f where f.site = incidents.site and f.incident = incidents.id)`.as(
      'findings',
    ),
  ])
  if (after !== undefined) {
    const given = readCursor(after, kinds)
    if (!given) return null
    const values = given.map((key, at) => (kinds[at] === 'n' ? sql`${key}::bigint` : sql`${key}::text`))
    const [left, right] = [sql.join(all), sql.join(values)]
    query = query.where(up ? sql<SqlBool>`(${left}) > (${right})` : sql<SqlBool>`(${left}) < (${right})`)
  }
  for (const key of all) query = query.orderBy(key as Expression<unknown>, up ? 'asc' : 'desc')
  const rows = await query.limit(limit + 1).execute()
  const page = pageOf(rows, limit, row => keysOf(row, order))
  return { ...page, items: page.items.map(({ awaits: _, ...row }) => row) }
}

type Sorted = {
  readonly id: string
  readonly awaits: number
  readonly rank: number
  readonly opened: number
  readonly changed: number
  readonly since: number
}

function keysOf({ id, awaits: first, rank, opened, changed, since }: Sorted, order: IncidentOrder) {
  if (order === 'urgent') return [first, rank, opened, id]
  if (order === 'grave') return [rank, opened, id]
  if (order === 'changed') return [changed, id]
  return [order === 'waiting' ? since : opened, id]
}

export type IncidentCounts = {
  readonly state: Readonly<Record<string, number>>
  readonly severity: Readonly<Record<string, number>>
  readonly playbook: Readonly<Record<string, number>>
  /** By person; `` for nobody. */
  readonly assignee: Readonly<Record<string, number>>
  /** `true` and `false`. */
  readonly exercise: Readonly<Record<string, number>>
}

/** How many there are of each; a choice counts with all others that were made, and without its own. */
export async function countIncidents(
  scoped: Scoped,
  sites: readonly string[] | null,
  filter: IncidentFilter,
): Promise<IncidentCounts> {
  const count = async (column: keyof IncidentCounts, ...own: readonly (keyof IncidentFilter)[]) => {
    const rest = Object.fromEntries(Object.entries(filter).filter(([name]) => !own.some(one => one === name)))
    const rows = await filtered(scoped, sites, rest)
      .select([column, sql<string>`count(*)`.as('count')])
      .groupBy(column)
      .orderBy('count', 'desc')
      .limit(MOST_KINDS)
      .execute()
    return Object.fromEntries(rows.map(row => [String(row[column] ?? ''), Number(row.count)]))
  }
  return {
    state: await count('state', 'state'),
    severity: await count('severity', 'severity'),
    playbook: await count('playbook', 'playbook'),
    assignee: await count('assignee', 'assignee', 'unassigned'),
    exercise: await count('exercise', 'exercise'),
  }
}

/** Of one choice; a site has fewer playbooks and people. */
const MOST_KINDS = 1000

function filtered(scoped: Scoped, sites: readonly string[] | null, filter: IncidentFilter) {
  let query = scoped.selectFrom('incidents')
  if (sites !== null) query = query.where('site', 'in', sites.length > 0 ? sites : [''])
  if (filter.state?.length) query = query.where('state', 'in', filter.state)
  if (filter.severity?.length) query = query.where('severity', 'in', filter.severity)
  if (filter.playbook?.length) query = query.where('playbook', 'in', filter.playbook)
  if (filter.assignee) query = query.where('assignee', '=', filter.assignee)
  if (filter.unassigned) query = query.where('assignee', 'is', null)
  if (filter.exercise !== undefined) query = query.where('exercise', '=', filter.exercise)
  if (filter.since !== undefined) query = query.where('changed', '>=', filter.since)
  return query
}
