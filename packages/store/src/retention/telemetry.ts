// Telemetry whose time is over: whole months where nobody keeps them, else the rows of one tenant.
import type { ClickHouseClient } from '@clickhouse/client'
import type { KeptKind } from './days.ts'

type TelemetryKind = Extract<KeptKind, 'activity' | 'values'>
type Table = { readonly name: string; readonly time: string }

/** The figures of a minute go with the activity that they count. */
const tables: Readonly<Record<TelemetryKind, readonly Table[]>> = {
  activity: [
    { name: 'activity', time: 'at' },
    { name: 'activity_minute', time: 'minute' },
  ],
  values: [{ name: 'point_values', time: 'at' }],
}

export type OverTelemetry = {
  readonly kind: TelemetryKind
  /** By tenant, ms since 1970: what is older is over. */
  readonly until: ReadonlyMap<string, number>
  /** No tenant is without a setting: then months that are over for all can go as they are. */
  readonly all: boolean
  /** Counted only. */
  readonly dry: boolean
}

/** Rows that went, or would go, by tenant. Those of minutes are not counted. */
export async function removeTelemetry(
  client: ClickHouseClient,
  { kind, until, all, dry }: OverTelemetry,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const [tenant, limit] of until) {
    const [{ name, time }] = tables[kind] as readonly [Table]
    counts.set(tenant, await countOver(client, { name, time }, tenant, limit))
  }
  if (dry) return counts
  for (const table of tables[kind]) {
    if (all && until.size > 0) await dropMonths(client, table, Math.min(...until.values()))
    for (const [tenant, limit] of until)
      if ((await countOver(client, table, tenant, limit)) > 0)
        await client.command({
          query: `DELETE FROM nautilus.${table.name} WHERE ${over(table)}`,
          query_params: { tenant, until: secondsOf(limit) },
          clickhouse_settings: { lightweight_deletes_sync: '2' },
        })
  }
  return counts
}

const over = ({ time }: Table): string => `tenant = {tenant: String} AND ${time} < toDateTime({until: UInt32}, 'UTC')`
const secondsOf = (ms: number): number => Math.max(0, Math.floor(ms / 1000))

async function countOver(client: ClickHouseClient, table: Table, tenant: string, limit: number): Promise<number> {
  const answer = await client.query({
    query: `SELECT count() AS n FROM nautilus.${table.name} WHERE ${over(table)}`,
    query_params: { tenant, until: secondsOf(limit) },
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ n: string | number }>()
  return Number(row?.n ?? 0)
}

/** A partition is a month, `202601`. The whole of it lies before the limit of every tenant that there is. */
async function dropMonths(client: ClickHouseClient, { name }: Table, limit: number): Promise<void> {
  const first = new Date(limit)
  const month = `${first.getUTCFullYear()}${String(first.getUTCMonth() + 1).padStart(2, '0')}`
  const answer = await client.query({
    query: `SELECT DISTINCT partition_id AS id FROM system.parts WHERE active AND database = 'nautilus' AND table = '${name}'`,
    format: 'JSONEachRow',
  })
  for (const { id } of await answer.json<{ id: string }>())
    if (/^\d{6}$/.test(id) && id < month)
      await client.command({ query: `ALTER TABLE nautilus.${name} DROP PARTITION ID '${id}'` })
}
