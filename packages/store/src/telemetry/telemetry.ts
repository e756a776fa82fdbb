// Telemetry through one client, wherever ClickHouse runs.
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { Trouble, textOf } from '../trouble.ts'
import { activityColumns, type TelemetryRows, valueColumns } from './rows.ts'
import { embeddedEngines, migrateTelemetry, replicatedEngines } from './schema.ts'

export type Telemetry = {
  readonly client: ClickHouseClient
  /** Adds what batches told. Under the same token it adds nothing a second time, so that it may be repeated. */
  add(token: string, rows: readonly TelemetryRows[]): Promise<void>
  close(): Promise<void>
}

/** ms. An insert that takes longer is given up and repeated. */
const PATIENCE = 120_000
/** Requests at once: sites that wait for each other's inserts to gather do not wait for a connection. */
const CONNECTIONS = 64

/** `?cluster=NAME` behind the address: tables are replicated on the servers of that cluster. */
export async function openTelemetry(address: string): Promise<Telemetry> {
  const { url, engines } = addressOf(address)
  // Errors are thrown, and logged by whoever can say what they mean.
  const client = createClient({
    url,
    request_timeout: PATIENCE,
    max_open_connections: CONNECTIONS,
    log: { level: ClickHouseLogLevel.OFF },
  })
  try {
    await migrateTelemetry(client, engines)
  } catch (error) {
    await client.close()
    throw new Trouble(`The telemetry store did not take its tables: ${textOf(error)}`)
  }
  return {
    client,
    close: () => client.close(),
    async add(token, rows) {
      const activity = rows.map(each => each.activity)
      const values = rows.map(each => each.values)
      await Promise.all([
        insert(client, { table: 'nautilus.activity', columns: activityColumns, token: `${token}/a` }, activity),
        insert(client, { table: 'nautilus.point_values', columns: valueColumns, token: `${token}/v` }, values),
      ])
    },
  }
}

/** The address for the client, and how tables are kept there. */
export function addressOf(address: string) {
  const url = new URL(address)
  const cluster = url.searchParams.get('cluster')
  url.searchParams.delete('cluster')
  return { url: url.toString(), engines: cluster === null ? embeddedEngines : replicatedEngines(cluster) }
}

type Into = { readonly table: string; readonly columns: readonly string[]; readonly token: string }

async function insert(client: ClickHouseClient, { table, columns, token }: Into, lines: readonly Buffer[]) {
  const pieces = lines.filter(({ length }) => length > 0)
  if (pieces.length === 0) return
  await client.insert({
    table,
    columns: columns as [string, ...string[]],
    values: Readable.from(pieces, { objectMode: false }),
    format: 'TabSeparated',
    clickhouse_settings: { insert_deduplication_token: token, deduplicate_blocks_in_dependent_materialized_views: 1 },
  })
}
