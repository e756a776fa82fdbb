// The tables of what is only ever added to. Only SQL that the embedded engine and a cluster both have.
import type { ClickHouseClient } from '@clickhouse/client'

export type Engines = {
  /** `MergeTree`, or `ReplicatedMergeTree(…)` on a cluster. */
  readonly merge: string
  readonly summing: string
}

export const embeddedEngines: Engines = { merge: 'MergeTree', summing: 'SummingMergeTree' }

/** Inserts that one table remembers by their token: a batch that comes again adds nothing. */
const REMEMBERED = 10_000

const activity = ({ merge }: Engines): string => `
CREATE TABLE IF NOT EXISTS nautilus.activity (
  tenant LowCardinality(String),
  site LowCardinality(String),
  at DateTime64(6, 'UTC'),
  last DateTime64(6, 'UTC'),
  client String,
  client_ip String,
  client_mac String,
  server String,
  server_ip String,
  server_mac String,
  protocol LowCardinality(String),
  port UInt16,
  verb LowCardinality(String),
  function LowCardinality(String),
  function_name LowCardinality(String),
  object String,
  outcome LowCardinality(String),
  refusal LowCardinality(String),
  value Nullable(Float64),
  text String,
  count UInt64,
  bytes UInt64,
  latency Nullable(Float64),
  sensor LowCardinality(String),
  frame UInt64,
  INDEX of_client client TYPE bloom_filter GRANULARITY 4,
  INDEX of_server server TYPE bloom_filter GRANULARITY 4,
  INDEX of_object object TYPE bloom_filter GRANULARITY 4
) ENGINE = ${merge}
PARTITION BY toYYYYMM(at)
ORDER BY (tenant, site, at)
SETTINGS non_replicated_deduplication_window = ${REMEMBERED}`

const minutes = ({ summing }: Engines): string => `
CREATE TABLE IF NOT EXISTS nautilus.activity_minute (
  tenant LowCardinality(String),
  site LowCardinality(String),
  minute DateTime('UTC'),
  protocol LowCardinality(String),
  verb LowCardinality(String),
  rows UInt64,
  operations UInt64,
  bytes UInt64
) ENGINE = ${summing}
PARTITION BY toYYYYMM(minute)
ORDER BY (tenant, site, minute, protocol, verb)
SETTINGS non_replicated_deduplication_window = ${REMEMBERED}`

const minutesView = `
CREATE MATERIALIZED VIEW IF NOT EXISTS nautilus.activity_minute_view TO nautilus.activity_minute AS
SELECT tenant, site, toStartOfMinute(at) AS minute, protocol, verb,
  count() AS rows, sum(count) AS operations, sum(bytes) AS bytes
FROM nautilus.activity GROUP BY tenant, site, minute, protocol, verb`

const values = ({ merge }: Engines): string => `
CREATE TABLE IF NOT EXISTS nautilus.point_values (
  tenant LowCardinality(String),
  site LowCardinality(String),
  asset String,
  object String,
  at DateTime64(6, 'UTC'),
  last Float64,
  min Float64,
  max Float64,
  written UInt8
) ENGINE = ${merge}
PARTITION BY toYYYYMM(at)
ORDER BY (tenant, site, asset, object, at)
SETTINGS non_replicated_deduplication_window = ${REMEMBERED}`

/** Makes what is missing. */
export async function migrateTelemetry(client: ClickHouseClient, engines: Engines = embeddedEngines): Promise<void> {
  const statements = [
    'CREATE DATABASE IF NOT EXISTS nautilus',
    activity(engines),
    minutes(engines),
    minutesView,
    values(engines),
  ]
  for (const query of statements) await client.command({ query })
}
