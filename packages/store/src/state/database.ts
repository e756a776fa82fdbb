// The state of the platform. What belongs to a tenant is reached through `asTenant` alone, under a role that row-level
// security binds.
import { span, tell } from '@nautilus/trace'
import { Kysely, type LogEvent, PostgresDialect, sql, type Transaction } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { Trouble, textOf } from '../trouble.ts'
import { migrations } from './migrations/index.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>
/** Inside `asTenant`: sees and writes the rows of one tenant. */
export type Scoped = Transaction<Tables>

/** Object id of int8 in PostgreSQL. Ours are µs and counts, below 2^53. */
const INT8 = 20

export type OpenDatabase = {
  readonly db: Database
  /** The same connections without Kysely, for libraries that want them. */
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Connects, and brings the tables up to date; of several programs that start at once, one does it. */
export async function openDatabase(url: string, connections = 20): Promise<OpenDatabase> {
  const { db, pool } = connectTo(url, connections)
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, pool, close: () => db.destroy() }
}

/** The text of a query has places for values, and none of them. */
function traced(event: LogEvent): void {
  const { query, queryDurationMillis: took } = event
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': query.sql }
  tell('query', { kind: 'client', attributes }, took, event.level === 'error' ? event.error : null)
}

/** The tables are left as they are. */
export function connectTo(url: string, connections: number): Pick<OpenDatabase, 'db' | 'pool'> {
  const types = { getTypeParser: (id: number, format?: 'text' | 'binary') => parserOf(id, format) }
  const pool = new pg.Pool({ connectionString: url, max: connections, types: types as pg.CustomTypesConfig })
  // A connection that breaks while nobody uses it is replaced; the next query tells.
  pool.on('error', () => {})
  // One that breaks between two statements of a transaction tells it with the next; unheard it would end the process.
  pool.on('connect', client => client.on('error', () => {}))
  return { db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log: traced }), pool }
}

const parserOf = (id: number, format?: 'text' | 'binary') =>
  id === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(id, format as 'text')

async function migrate(db: Database): Promise<void> {
  const provider = { getMigrations: async () => migrations }
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
  if (!error) return
  const at = results.find(result => result.status === 'Error')?.migrationName
  throw new Trouble(`The database could not be brought up to date${at ? ` (${at})` : ''}: ${textOf(error)}`)
}

/** Everything in `use` is one transaction that sees this tenant and no other. */
export function asTenant<T>(db: Database, tenant: string, use: (scoped: Scoped) => Promise<T>): Promise<T> {
  const work = () =>
    db.transaction().execute(async scoped => {
      await sql`select set_config('role', 'nautilus_tenant', true), set_config('nautilus.tenant', ${tenant}, true)`.execute(
        scoped,
      )
      return use(scoped)
    })
  return span('transaction', { kind: 'client', attributes: { 'db.system.name': 'postgresql', tenant } }, work)
}

/** A step of a tenant's transaction that concerns accounts: they are the platform's, and the role of tenants sees none. */
export async function asOwner<T>(scoped: Scoped, use: (all: Scoped) => Promise<T>): Promise<T> {
  const back = () => sql`set local role nautilus_tenant`.execute(scoped)
  await sql`set local role none`.execute(scoped)
  try {
    const done = await use(scoped)
    await back()
    return done
  } catch (error) {
    // Where the transaction is broken this fails, too; nothing more is done in it.
    await back().catch(() => {})
    throw error
  }
}

/** Until the transaction ends nobody else is past this line under the same name. */
export async function alone(scoped: Scoped, ...name: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify(name)}, 0))`.execute(scoped)
}
