// Questions about activity. Every one takes its tenant and site as parameters, never as text of the statement.
import type { ClickHouseClient } from '@clickhouse/client'

export type Hunt = {
  readonly tenant: string
  readonly site: string
  /** µs since 1970-01-01 UTC; `to` is exclusive. */
  readonly from: number
  readonly to: number
  readonly terms: readonly Term[]
  /** Conditions on who takes part, whose devices the caller looked up. */
  readonly among?: readonly Among[]
}

/** One of the ends is among these devices; not: none is. */
export type Among = {
  readonly ends: readonly ('client' | 'server')[]
  readonly devices: readonly string[]
  readonly not: boolean
}

/** One condition on one column. */
export type Term = {
  readonly field: Field
  readonly op: 'is' | 'not' | 'contains' | 'gt' | 'lt'
  readonly value: string
}

/** Fields of a hunt: the column, and whether it is a number. */
export const fields = {
  client: { column: 'client', number: false },
  'client.ip': { column: 'client_ip', number: false },
  'client.mac': { column: 'client_mac', number: false },
  server: { column: 'server', number: false },
  'server.ip': { column: 'server_ip', number: false },
  'server.mac': { column: 'server_mac', number: false },
  protocol: { column: 'protocol', number: false },
  port: { column: 'port', number: true },
  verb: { column: 'verb', number: false },
  function: { column: 'function', number: false },
  object: { column: 'object', number: false },
  outcome: { column: 'outcome', number: false },
  refusal: { column: 'refusal', number: false },
  value: { column: 'value', number: true },
  count: { column: 'count', number: true },
  bytes: { column: 'bytes', number: true },
  sensor: { column: 'sensor', number: false },
} as const
export type Field = keyof typeof fields
export const isField = (text: string): text is Field => text in fields

/** Limits of one question. */
const limits = {
  max_execution_time: 20,
  max_memory_usage: '2000000000',
  max_result_rows: '100000',
  result_overflow_mode: 'break',
} as const
/** Bars of a histogram at most, and the widths they may have, s. */
const MOST_BARS = 120
const WIDTHS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000]

export type HuntRow = {
  readonly at: number
  readonly last: number
  readonly client: string
  readonly client_ip: string
  readonly server: string
  readonly server_ip: string
  readonly protocol: string
  readonly port: number
  readonly verb: string
  readonly function: string
  readonly function_name: string
  readonly object: string
  readonly outcome: string
  readonly refusal: string
  readonly text: string
  readonly count: number
  readonly bytes: number
  readonly frame: number
  readonly sensor: string
}

/** The newest first. `skip` rows are left out. */
export async function huntRows(client: ClickHouseClient, hunt: Hunt, limit: number, skip = 0): Promise<HuntRow[]> {
  const { where, params } = whereOf(hunt)
  const query = `
    SELECT toUnixTimestamp64Micro(at) AS at_us, toUnixTimestamp64Micro(last) AS last_us, client, client_ip, server, server_ip,
      protocol, port, verb, function, function_name, object, outcome, refusal, text, count, bytes, frame, sensor
    FROM nautilus.activity WHERE ${where} ORDER BY at DESC, frame DESC LIMIT {limit:UInt32} OFFSET {skip:UInt32}`
  const rows = await ask<Record<string, string | number>>(client, query, { ...params, limit, skip })
  return rows.map(({ at_us, last_us, ...row }) => ({
    ...(row as Omit<HuntRow, 'at' | 'last' | 'count' | 'bytes' | 'frame'>),
    at: Number(at_us),
    last: Number(last_us),
    count: Number(row.count),
    bytes: Number(row.bytes),
    frame: Number(row.frame),
  }))
}

/** The table of minutes has no other columns. */
const isOfMinutes = ({ terms, among = [] }: Hunt): boolean =>
  among.length === 0 && terms.every(({ field }) => field === 'protocol' || field === 'verb')

export type Bar = { readonly at: number; readonly rows: number; readonly operations: number }

/** Bars of equal width over the time asked for; those without activity are left out. `width` in seconds. */
export async function huntHistogram(client: ClickHouseClient, hunt: Hunt): Promise<{ width: number; bars: Bar[] }> {
  const seconds = Math.max(1, (hunt.to - hunt.from) / 1e6)
  const width = WIDTHS.find(candidate => seconds / candidate <= MOST_BARS) ?? WIDTHS.at(-1)!
  const minutes = isOfMinutes(hunt) && width >= 60
  const { where, params } = whereOf(hunt, minutes ? 'minute' : 'at')
  const from = minutes ? 'nautilus.activity_minute' : 'nautilus.activity'
  const sums = minutes ? 'sum(rows) AS n, sum(operations) AS o' : 'count() AS n, sum(count) AS o'
  const query = `
    SELECT toUnixTimestamp(toStartOfInterval(${minutes ? 'minute' : 'at'}, INTERVAL {width:UInt32} SECOND)) AS bar, ${sums}
    FROM ${from} WHERE ${where} GROUP BY bar ORDER BY bar`
  const rows = await ask<{ bar: number; n: string; o: string }>(client, query, { ...params, width })
  return {
    width,
    bars: rows.map(({ bar, n, o }) => ({ at: Number(bar) * 1e6, rows: Number(n), operations: Number(o) })),
  }
}

export type Group = {
  readonly value: string
  readonly rows: number
  readonly operations: number
  readonly last: number
}

/** The most frequent values of a field. */
export async function huntGroups(client: ClickHouseClient, hunt: Hunt, field: Field, limit: number): Promise<Group[]> {
  const { where, params } = whereOf(hunt)
  const query = `
    SELECT toString(${fields[field].column}) AS value, count() AS n, sum(count) AS o, toUnixTimestamp64Micro(max(last)) AS l
    FROM nautilus.activity WHERE ${where} GROUP BY value ORDER BY n DESC, value LIMIT {limit:UInt32}`
  const rows = await ask<{ value: string; n: string; o: string; l: string }>(client, query, { ...params, limit })
  return rows.map(({ value, n, o, l }) => ({ value, rows: Number(n), operations: Number(o), last: Number(l) }))
}

export type PointValue = {
  readonly at: number
  readonly last: number
  readonly min: number
  readonly max: number
  readonly written: boolean
}

/** What an object of a device held, at most `most` values, thinned to equal parts of the time. */
export async function pointHistory(
  client: ClickHouseClient,
  of: { tenant: string; site: string; asset: string; object: string; from: number; to: number },
  most: number,
): Promise<PointValue[]> {
  const width = Math.max(1, Math.ceil((of.to - of.from) / 1e6 / most))
  const query = `
    SELECT toUnixTimestamp(toStartOfInterval(at, INTERVAL {width:UInt32} SECOND)) AS bar, argMax(last, at) AS last,
      min(min) AS min, max(max) AS max, max(written) AS written
    FROM nautilus.point_values
    WHERE tenant = {tenant:String} AND site = {site:String} AND asset = {asset:String} AND object = {object:String}
      AND at >= fromUnixTimestamp64Micro({from:Int64}) AND at < fromUnixTimestamp64Micro({to:Int64})
    GROUP BY bar ORDER BY bar`
  const rows = await ask<{ bar: number; last: number; min: number; max: number; written: number }>(client, query, {
    ...of,
    width,
  })
  return rows.map(({ bar, last, min, max, written }) => ({
    at: Number(bar) * 1e6,
    last,
    min,
    max,
    written: written > 0,
  }))
}

async function ask<T>(client: ClickHouseClient, query: string, query_params: Record<string, unknown>): Promise<T[]> {
  const result = await client.query({ query, query_params, format: 'JSONEachRow', clickhouse_settings: limits })
  return result.json<T>()
}

function whereOf(
  { tenant, site, from, to, terms, among = [] }: Hunt,
  time: 'at' | 'minute' = 'at',
): { where: string; params: Record<string, unknown> } {
  const micro = (name: string) => `fromUnixTimestamp64Micro({${name}:Int64})`
  const parts = [
    'tenant = {tenant:String}',
    'site = {site:String}',
    `${time} >= ${micro('from')}`,
    `${time} < ${micro('to')}`,
  ]
  const params: Record<string, unknown> = { tenant, site, from: Math.floor(from), to: Math.floor(to) }
  terms.forEach(({ field, op, value }, index) => {
    const { column, number } = fields[field]
    const name = `v${index}`
    params[name] = number ? Number(value) : value
    parts.push(conditionOf(column, op, number ? `{${name}:Float64}` : `{${name}:String}`))
  })
  among.forEach(({ ends, devices, not }, index) => {
    params[`among${index}`] = devices
    const any = ends.map(end => `${end} IN {among${index}:Array(String)}`).join(' OR ')
    parts.push(not ? `NOT (${any})` : `(${any})`)
  })
  return { where: parts.join(' AND '), params }
}

function conditionOf(column: string, op: Term['op'], value: string): string {
  switch (op) {
    case 'is':
      return `${column} = ${value}`
    case 'not':
      return `${column} != ${value}`
    case 'contains':
      return `positionCaseInsensitiveUTF8(toString(${column}), toString(${value})) > 0`
    case 'gt':
      return `${column} > ${value}`
    case 'lt':
      return `${column} < ${value}`
  }
}
