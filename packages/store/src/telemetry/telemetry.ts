// Telemetry through one client, wherever ClickHouse runs.
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import type { Activity } from '@nautilus/model'
import { Trouble, textOf } from '../trouble.ts'
import { type ActivityRow, activityRow, type Placed, valueRows } from './rows.ts'
import { migrateTelemetry } from './schema.ts'

export type Telemetry = {
  readonly client: ClickHouseClient
  /** Adds what a batch told. Under the same token it adds nothing a second time, so that it may be repeated. */
  add(token: string, activities: readonly Activity[], placed: Placed): Promise<void>
  close(): Promise<void>
}

/** ms. An insert that takes longer is given up and repeated. */
const PATIENCE = 120_000

export async function openTelemetry(url: string): Promise<Telemetry> {
  // Errors are thrown, and logged by whoever can say what they mean.
  const client = createClient({ url, request_timeout: PATIENCE, log: { level: ClickHouseLogLevel.OFF } })
  try {
    await migrateTelemetry(client)
  } catch (error) {
    await client.close()
    throw new Trouble(`The telemetry store did not take its tables: ${textOf(error)}`)
  }
  return {
    client,
    close: () => client.close(),
    async add(token, activities, placed) {
      await insert(
        client,
        'nautilus.activity',
        `${token}/a`,
        activities.map(activity => activityRow(activity, placed)),
      )
      await insert(
        client,
        'nautilus.point_values',
        `${token}/v`,
        activities.flatMap(activity => valueRows(activity, placed)),
      )
    },
  }
}

async function insert(
  client: ClickHouseClient,
  table: string,
  token: string,
  values: readonly ActivityRow[],
): Promise<void> {
  if (values.length === 0) return
  await client.insert({
    table,
    values,
    format: 'JSONEachRow',
    clickhouse_settings: { insert_deduplication_token: token, deduplicate_blocks_in_dependent_materialized_views: 1 },
  })
}
