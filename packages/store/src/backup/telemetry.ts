// Telemetry as a stream of rows, as it was at one moment; and back into an empty store. SQL that the embedded engine and a
// server both have.
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { migrateTelemetry } from '../telemetry/schema.ts'
import { addressOf } from '../telemetry/telemetry.ts'
import { Trouble, textOf } from '../trouble.ts'

export type TelemetryTable = { readonly name: string; readonly columns: readonly string[] }
/** Rows as lines of TabSeparated. */
export type TelemetryPiece = { readonly body: Buffer; readonly rows: number }

export type TelemetryCut = {
  readonly tables: readonly TelemetryTable[]
  readonly rows: ReadonlyMap<string, number>
  read(table: TelemetryTable): AsyncGenerator<TelemetryPiece>
  /** Lets go of the cut. */
  close(): Promise<void>
}

/** It joins rows of one key whenever it likes: how many it has says nothing. */
const SUMMING = 'activity_minute'
const TABLES = ['activity', 'activity_minute', 'point_values'] as const
/** A clone shares the parts of its table: it is made at once and takes no room until the table lets go of them. */
const cutOf = (table: string): string => `nautilus.cut_${table}`
/** Of one request and one insert; a row is some 200 bytes. */
const ROWS_AT_ONCE = 20_000
const LF = 10
/** ms */
const PATIENCE = 600_000

const connect = (url: string): ClickHouseClient =>
  createClient({ url: addressOf(url).url, request_timeout: PATIENCE, log: { level: ClickHouseLogLevel.OFF } })

/** Everything in it is as it is when this resolves. */
export async function cutTelemetry(url: string): Promise<TelemetryCut> {
  const client = connect(url)
  try {
    const tables = await tablesOf(client)
    if (tables.length === 0) throw new Trouble('The telemetry store holds no tables of Nautilus.')
    for (const { name } of tables) {
      // What a backup that was killed left behind goes first.
      await client.command({ query: `DROP TABLE IF EXISTS ${cutOf(name)} SYNC` })
      await client.command({ query: `CREATE TABLE ${cutOf(name)} CLONE AS nautilus.${name}` })
      // Places in a part hold only while it is not merged with others.
      await client.command({ query: `SYSTEM STOP MERGES ${cutOf(name)}` })
    }
    const parts = new Map<string, Part[]>()
    for (const { name } of tables) parts.set(name, await partsOf(client, name))
    return {
      tables,
      rows: new Map([...parts].map(([name, all]) => [name, all.reduce((sum, { rows }) => sum + rows, 0)])),
      read: table => rowsOf(client, table, parts.get(table.name) ?? []),
      async close() {
        for (const { name } of tables) await client.command({ query: `DROP TABLE IF EXISTS ${cutOf(name)} SYNC` })
        await client.close()
      },
    }
  } catch (error) {
    await client.close()
    throw error
  }
}

type Part = { readonly name: string; readonly rows: number }

async function ask<T>(client: ClickHouseClient, query: string): Promise<T[]> {
  return (await client.query({ query, format: 'JSONEachRow' })).json<T>()
}

async function tablesOf(client: ClickHouseClient): Promise<TelemetryTable[]> {
  const rows = await ask<{ table: string; name: string }>(
    client,
    "SELECT table, name FROM system.columns WHERE database = 'nautilus' AND default_kind IN ('', 'DEFAULT') ORDER BY table, position",
  )
  return TABLES.flatMap(name => {
    const columns = rows.filter(({ table }) => table === name).map(row => row.name)
    return columns.length > 0 ? [{ name, columns }] : []
  })
}

async function partsOf(client: ClickHouseClient, table: string): Promise<Part[]> {
  const rows = await ask<{ name: string; rows: string | number }>(
    client,
    `SELECT name, rows FROM system.parts WHERE active AND database = 'nautilus' AND table = 'cut_${table}' ORDER BY name`,
  )
  return rows.map(part => ({ name: part.name, rows: Number(part.rows) }))
}

async function* rowsOf(
  client: ClickHouseClient,
  { name, columns }: TelemetryTable,
  parts: readonly Part[],
): AsyncGenerator<TelemetryPiece> {
  for (const part of parts) {
    let got = 0
    for (let from = 0; from < part.rows; from += ROWS_AT_ONCE) {
      const query = `SELECT ${columns.join(', ')} FROM ${cutOf(name)} WHERE _part = '${part.name}' AND _part_offset >= ${from} AND _part_offset < ${from + ROWS_AT_ONCE} FORMAT TabSeparated`
      const body = await bytesOf((await client.exec({ query })).stream)
      const rows = linesIn(body)
      got += rows
      if (rows > 0) yield { body, rows }
    }
    // Rows that were deleted before are masked, and still count in the part.
    if (got > part.rows) throw new Trouble(`The telemetry store gave more of ${name} than there is.`)
    if (got < part.rows && (await ask(client, partStill(name, part.name))).length === 0)
      throw new Trouble(`The cut of ${name} changed while it was read, so no backup was made; try again.`)
  }
}

const partStill = (table: string, part: string): string =>
  `SELECT 1 FROM system.parts WHERE active AND database = 'nautilus' AND table = 'cut_${table}' AND name = '${part}'`

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** In TabSeparated a line break in a value is written as two signs: each that is there ends a row. */
function linesIn(body: Buffer): number {
  let lines = 0
  for (let at = body.indexOf(LF); at >= 0; at = body.indexOf(LF, at + 1)) lines++
  return lines
}

export type TelemetryLoad = {
  /** `token`: the same insert under it counts once. */
  add(table: TelemetryTable, body: Buffer, token: string): Promise<void>
  /** Rows that a table took. */
  taken(table: string): Promise<number>
  /** Writing goes on from here. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** Throws a `Trouble` where the store holds rows already, or its tables lack columns of the backup. */
export async function loadTelemetry(url: string, tables: readonly TelemetryTable[]): Promise<TelemetryLoad> {
  const client = connect(url)
  const { engines } = addressOf(url)
  const count = async (table: string) => {
    const [row] = await ask<{ n: string }>(client, `SELECT count() AS n FROM nautilus.${table}`)
    return Number(row?.n ?? 0)
  }
  try {
    await migrateTelemetry(client, engines)
    await refuseForeign(client, tables)
    for (const name of TABLES)
      if ((await count(name)) > 0)
        throw new Trouble(
          'The telemetry store holds rows already: name an empty one, or drop its database `nautilus` first.',
        )
    // It would count again what the backup holds as counted.
    await client.command({ query: 'DROP VIEW IF EXISTS nautilus.activity_minute_view SYNC' })
  } catch (error) {
    await client.close()
    throw error
  }
  let summed = 0
  return {
    async add({ name, columns }, body, token) {
      if (name === SUMMING) summed += linesIn(body)
      try {
        await client.insert({
          table: `nautilus.${name}`,
          columns: [...columns] as [string, ...string[]],
          values: Readable.from([body], { objectMode: false }),
          format: 'TabSeparated',
          clickhouse_settings: { insert_deduplication_token: token },
        })
      } catch (error) {
        throw new Trouble(`The table ${name} of the backup could not be filled: ${textOf(error)}`)
      }
    },
    taken: async table => (table === SUMMING ? summed : count(table)),
    finish: () => migrateTelemetry(client, engines),
    close: () => client.close(),
  }
}

async function refuseForeign(client: ClickHouseClient, tables: readonly TelemetryTable[]): Promise<void> {
  const ours = await tablesOf(client)
  for (const { name, columns } of tables) {
    const known = ours.find(table => table.name === name)?.columns ?? []
    const foreign = columns.filter(column => !known.includes(column))
    if (foreign.length > 0)
      throw new Trouble(
        `The telemetry of the backup is newer than this program (${name}: ${foreign.join(', ')}): restore it with the program that made it, or a later one.`,
      )
  }
}
