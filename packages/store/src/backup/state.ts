// The state as a stream of rows, table by table, as it was at one moment; and back into an empty database.
import { pipeline } from 'node:stream/promises'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { connectTo } from '../state/database.ts'
import { migrations } from '../state/migrations/index.ts'
import { Trouble, textOf } from '../trouble.ts'

export type StateTable = { readonly name: string; readonly columns: readonly string[] }

export type StateCut = {
  /** The steps that its tables have come through, the oldest first. */
  readonly migrations: readonly string[]
  /** Those that others refer to come first. */
  readonly tables: readonly StateTable[]
  /** The rows of a table in PostgreSQL's own binary form; answers their number at the end. */
  read(table: StateTable): AsyncGenerator<Buffer, number>
  close(): Promise<void>
}

/** Everything in it is as it is when this resolves. */
export async function cutState(url: string): Promise<StateCut> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    // Rather an error than a backup that leaves out rows.
    await client.query('set local row_security = off')
    const done = await migrationsOf(client)
    if (done.length === 0) throw new Trouble('The database holds nothing of Nautilus: there is nothing to back up.')
    const tables = await tablesOf(client)
    return { migrations: done, tables, read: table => rowsOf(client, table), close: () => client.end() }
  } catch (error) {
    await client.end()
    throw error
  }
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const there = await client.query("select to_regclass('public.kysely_migration') is not null as there")
  if (!there.rows[0].there) return []
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name')
  return rows.map(({ name }) => name)
}

async function tablesOf(client: pg.Client): Promise<StateTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`)
  const { rows: references } = await client.query<{ from: string; to: string }>(`
    select distinct f.relname as from, t.relname as to from pg_constraint k
    join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and f.oid <> t.oid`)
  return inOrder(rows, references)
}

type Reference = { readonly from: string; readonly to: string }

function inOrder(tables: readonly StateTable[], references: readonly Reference[]): StateTable[] {
  const ordered: StateTable[] = []
  const left = new Map(tables.map(table => [table.name, table]))
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ name }) => !references.some(({ from, to }) => from === name && left.has(to)),
    )
    if (free.length === 0) throw new Trouble(`Tables refer to each other in a circle: ${[...left.keys()].join(', ')}.`)
    for (const table of free) {
      ordered.push(table)
      left.delete(table.name)
    }
  }
  return ordered
}

const quoted = (name: string): string => pg.escapeIdentifier(name)
const listOf = (columns: readonly string[]): string => columns.map(quoted).join(', ')

async function* rowsOf(client: pg.Client, { name, columns }: StateTable): AsyncGenerator<Buffer, number> {
  const text = `copy (select ${listOf(columns)} from public.${quoted(name)}) to stdout (format binary)`
  const stream = client.query(copyTo(text))
  for await (const piece of stream) yield piece as Buffer
  return stream.rowCount ?? 0
}

/** How many tables a database has that is to be filled: it must be 0. */
export async function tablesIn(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    )
    return rows[0]?.n ?? 0
  } finally {
    await client.end()
  }
}

/** Why a backup with these steps cannot be read by this program; null where it can. */
export function refusalOfState(steps: readonly string[]): string | null {
  const known = Object.keys(migrations).sort()
  const foreign = steps.filter(step => !known.includes(step))
  if (foreign.length > 0)
    return `its tables are newer than this program (${foreign.join(', ')}): restore it with the program that made it, or a later one`
  if (steps.some((step, at) => step !== known[at])) return 'its tables came another way than those of this program'
  return null
}

/** An empty database gets the tables of a backup, as they were when it was made. */
export async function prepareState(url: string, steps: readonly string[]): Promise<void> {
  const { db } = connectTo(url, 2)
  try {
    const last = steps.at(-1)
    if (last === undefined) throw new Trouble('The backup does not say of which version its tables are.')
    const provider = { getMigrations: async () => migrations }
    const { error } = await new Migrator({ db, provider }).migrateTo(last)
    if (error) throw new Trouble(`The tables of the backup could not be made: ${textOf(error)}`)
  } finally {
    await db.destroy()
  }
}

export type StateLoad = {
  /** Answers how many rows were taken. */
  table(table: StateTable, rows: AsyncIterable<Buffer>): Promise<number>
  /** Without it nothing of it stays. */
  commit(): Promise<void>
  close(): Promise<void>
}

/** Fills the tables of an empty database, in one transaction. */
export async function loadState(url: string): Promise<StateLoad> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query('begin')
  const loaded: string[] = []
  return {
    async table({ name, columns }, rows) {
      const text = `copy public.${quoted(name)} (${listOf(columns)}) from stdin (format binary)`
      // What follows from its rows is in the backup too.
      await client.query(`alter table public.${quoted(name)} disable trigger user`)
      const stream = client.query(copyFrom(text))
      try {
        await pipeline(rows, stream)
      } catch (error) {
        throw new Trouble(`The table ${name} of the backup could not be filled: ${textOf(error)}`)
      }
      await client.query(`alter table public.${quoted(name)} enable trigger user`)
      loaded.push(name)
      return stream.rowCount
    },
    async commit() {
      for (const name of loaded) await moveSequences(client, name)
      await client.query('commit')
    },
    close: () => client.end(),
  }
}

/** Numbers that the database gives out go on behind the largest that is there. */
async function moveSequences(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ column: string; sequence: string }>(
    `select a.attname as column, pg_get_serial_sequence(quote_ident($1), a.attname) as sequence
     from pg_attribute a where a.attrelid = ('public.' || quote_ident($1))::regclass and a.attnum > 0
       and not a.attisdropped and pg_get_serial_sequence(quote_ident($1), a.attname) is not null`,
    [table],
  )
  for (const { column, sequence } of rows)
    await client.query(
      `select setval($1::regclass, greatest((select max(${quoted(column)}) from public.${quoted(table)}), 1))`,
      [sequence],
    )
}
