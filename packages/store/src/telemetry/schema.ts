// The tables of what is only ever added to. Only SQL that the embedded engine and a cluster both have.
import type { ClickHouseClient } from '@clickhouse/client'

/** How tables are kept: on one server, or on the replicas of a cluster. */
export type Engines = {
  /** The engine of this table; `kind`: `MergeTree` or one built on it. */
  readonly engine: (kind: string, table: string) => string
  /** The setting that says how many inserts are remembered by their token. */
  readonly remembers: string
  /** Behind the name of what is created. */
  readonly onCluster: string
}

export const embeddedEngines: Engines = {
  engine: kind => kind,
  remembers: 'non_replicated_deduplication_window',
  onCluster: '',
}

const CLUSTER = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/

/** On every server of a cluster as ClickHouse names it, with the macros `{shard}` and `{replica}` that its servers have. */
export function replicatedEngines(cluster: string): Engines {
  if (!CLUSTER.test(cluster)) throw new Error(`\`${cluster}\` is no name of a cluster of ClickHouse`)
  return {
    engine: (kind, table) => `Replicated${kind}('/clickhouse/tables/{shard}/nautilus/${table}', '{replica}')`,
    remembers: 'replicated_deduplication_window',
    onCluster: ` ON CLUSTER '${cluster}'`,
  }
}

/** Inserts that one table remembers by their token: a batch that comes again adds nothing. */
const REMEMBERED = 10_000

const activity = ({ engine, remembers, onCluster }: Engines): string => `
CREATE TABLE IF NOT EXISTS nautilus.activity${onCluster} (
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
) ENGINE = ${engine('MergeTree', 'activity')}
PARTITION BY toYYYYMM(at)
ORDER BY (tenant, site, at)
SETTINGS ${remembers} = ${REMEMBERED}`

const minutes = ({ engine, remembers, onCluster }: Engines): string => `
CREATE TABLE IF NOT EXISTS nautilus.activity_minute${onCluster} (
  tenant LowCardinality(String),
  site LowCardinality(String),
  minute DateTime('UTC'),
  protocol LowCardinality(String),
  verb LowCardinality(String),
  rows UInt64,
  operations UInt64,
  bytes UInt64
) ENGINE = ${engine('SummingMergeTree', 'activity_minute')}
PARTITION BY toYYYYMM(minute)
ORDER BY (tenant, site, minute, protocol, verb)
SETTINGS ${remembers} = ${REMEMBERED}`

const minutesView = ({ onCluster }: Engines): string => `
CREATE MATERIALIZED VIEW IF NOT EXISTS nautilus.activity_minute_view${onCluster} TO nautilus.activity_minute AS
SELECT tenant, site, toStartOfMinute(at) AS minute, protocol, verb,
  count() AS rows, sum(count) AS operations, sum(bytes) AS bytes
FROM nautilus.activity GROUP BY tenant, site, minute, protocol, verb`

const values = ({ engine, remembers, onCluster }: Engines): string => `
CREATE TABLE IF NOT EXISTS nautilus.point_values${onCluster} (
  tenant LowCardinality(String),
  site LowCardinality(String),
  asset String,
  object String,
  at DateTime64(6, 'UTC'),
  last Float64,
  min Float64,
  max Float64,
  written UInt8
) ENGINE = ${engine('MergeTree', 'point_values')}
PARTITION BY toYYYYMM(at)
ORDER BY (tenant, site, asset, object, at)
SETTINGS ${remembers} = ${REMEMBERED}`

/** What makes the tables, in this order. */
export const telemetryTables = (engines: Engines): string[] => [
  `CREATE DATABASE IF NOT EXISTS nautilus${engines.onCluster}`,
  activity(engines),
  minutes(engines),
  minutesView(engines),
  values(engines),
]

/** Makes what is missing. */
export async function migrateTelemetry(client: ClickHouseClient, engines: Engines = embeddedEngines): Promise<void> {
  for (const query of telemetryTables(engines)) await client.command({ query })
}
