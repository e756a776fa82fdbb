// The tables as they are, against what the code believes of them.
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asTenant, openDatabase } from '../src/index.ts'
import { type TestState, testState } from './state.ts'

let state: TestState
beforeAll(async () => {
  state = await testState()
})
afterAll(() => state.end())

type Column = { readonly type: string; readonly nullable: boolean; readonly made: boolean }
type Shape = Record<string, Record<string, Column>>

/** What `tables.ts` says, read from its text. */
function believed(): Shape {
  const path = new URL('../src/state/tables.ts', import.meta.url)
  const source = ts.createSourceFile('tables.ts', readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const aliases = new Map<string, ts.TypeNode>()
  source.forEachChild(node => {
    if (ts.isTypeAliasDeclaration(node)) aliases.set(node.name.text, node.type)
  })
  const members = (node: ts.TypeNode): [string, ts.TypeNode][] => {
    if (ts.isIntersectionTypeNode(node)) return node.types.flatMap(members)
    if (ts.isTypeReferenceNode(node)) return members(aliases.get(node.typeName.getText())!)
    if (!ts.isTypeLiteralNode(node)) throw new Error(`${node.getText()} is not read by this test`)
    return node.members.map(member => {
      const { name, type } = member as ts.PropertySignature
      return [name.getText(), type!]
    })
  }
  const shape: Shape = {}
  for (const [table, type] of members(aliases.get('Tables')!))
    shape[table] = Object.fromEntries(members(type).map(([name, node]) => [name, columnOf(node.getText())]))
  return shape
}

function columnOf(text: string): Column {
  const nullable = /\| null$/.test(text)
  const [bare = ''] = text.split(' | null')
  const made = bare.startsWith('Generated<') || bare === 'Now'
  const inner = bare.replace(/^Generated<(.*)>$/, '$1')
  const kinds: Record<string, string> = {
    string: 'text',
    Now: 'time',
    Stamp: 'time',
    Buffer: 'bytes',
    'string[]': 'list',
  }
  const type = inner.startsWith('Json<') ? 'json' : inner.startsWith("'") ? 'text' : (kinds[inner] ?? inner)
  return { type, nullable, made }
}

const kinds: Record<string, string> = {
  text: 'text',
  uuid: 'text',
  jsonb: 'json',
  'timestamp with time zone': 'time',
  bytea: 'bytes',
  ARRAY: 'list',
  bigint: 'number',
  integer: 'number',
  smallint: 'number',
  real: 'number',
  'double precision': 'number',
  boolean: 'boolean',
}

/** What the database says. */
async function actual(): Promise<Shape> {
  const { rows } = await sql<Record<string, string>>`
    select table_name, column_name, data_type, is_nullable, coalesce(column_default, identity_generation) as made
    from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'`.execute(state.db)
  const shape: Shape = {}
  for (const { table_name, column_name, data_type, is_nullable, made } of rows) {
    shape[table_name!] ??= {}
    const isTime = kinds[data_type!] === 'time'
    // A default that nobody leaves to the database is no matter of the types.
    const byDatabase = made !== null && (isTime || /gen_random_uuid|ALWAYS/.test(made!))
    shape[table_name!]![column_name!] = {
      type: kinds[data_type!] ?? data_type!,
      nullable: is_nullable === 'YES',
      made: byDatabase,
    }
  }
  return shape
}

test('tables.ts agrees with the database', async () => {
  expect(believed()).toEqual(await actual())
})

test('a second start changes nothing', async () => {
  const before = await actual()
  const again = await openDatabase(state.url, 1)
  await again.close()
  expect(await actual()).toEqual(before)
})

describe('row-level security', () => {
  const ofTenants = async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'tenant' order by 1`.execute(state.db)
    return rows.map(({ name }) => name)
  }

  test('every table with a tenant has it, with one policy for reading and writing', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_policy p on p.polrelid = c.oid
      where c.relrowsecurity and p.polcmd = '*' and p.polroles = array[(select oid from pg_roles where rolname = 'nautilus_tenant')]
        and pg_get_expr(p.polqual, c.oid) = '(tenant = current_setting(''nautilus.tenant''::text, true))'
        and pg_get_expr(p.polwithcheck, c.oid) = '(tenant = current_setting(''nautilus.tenant''::text, true))'
      order by 1`.execute(state.db)
    const guarded = rows.map(({ name }) => name)
    expect(guarded).toEqual(await ofTenants())
    expect(guarded.length).toBeGreaterThan(25)
  })

  test('a tenant sees its rows, and none of another, in every table', async () => {
    for (const table of await ofTenants()) {
      for (const tenant of ['a', 'b']) await fill(table, tenant)
      const seen = await asTenant(state.db, 'a', scoped =>
        sql<{ tenant: string }>`select tenant from ${sql.table(table)}`.execute(scoped),
      )
      expect(new Set(seen.rows.map(({ tenant }) => tenant)), table).toEqual(new Set(['a']))
    }
  })

  test('a tenant neither writes into another nor moves its rows there', async () => {
    for (const table of await ofTenants()) {
      const write = (statement: string) =>
        asTenant(state.db, 'a', scoped => sql.raw(statement).execute(scoped)).then(
          ({ numAffectedRows }) => `wrote ${numAffectedRows}`,
          (error: Error) => error.message,
        )
      const denied = /permission denied|row-level security/
      const moved = await write(`update ${table} set tenant = 'b'`)
      expect(moved, table).toMatch(denied)
      const taken = await write(`delete from ${table} where tenant = 'b'`)
      expect(taken, table).toMatch(/wrote 0|permission denied/)
    }
    const { rows } = await sql<{ n: number }>`select count(*) as n from findings where tenant = 'b'`.execute(state.db)
    expect(rows[0]?.n).toBe(1)
  })

  test('without a tenant nothing is seen', async () => {
    const { rows } = await asTenant(state.db, '', scoped => sql`select 1 from findings`.execute(scoped))
    expect(rows).toEqual([])
  })

  test('what belongs to no tenant is out of reach', async () => {
    for (const table of ['provider_members', 'kysely_migration', 'leases', 'workers', 'installation_keys'])
      await expect(
        asTenant(state.db, 'a', scoped => sql`select * from ${sql.table(table)}`.execute(scoped)),
      ).rejects.toThrow('permission denied')
  })

  test('the record of what was done is added to only', async () => {
    for (const statement of [
      "update audit set who = 'x'",
      'delete from audit',
      'truncate audit',
      'update decisions set made_by = 1',
    ])
      await expect(asTenant(state.db, 'a', scoped => sql.raw(statement).execute(scoped))).rejects.toThrow(
        'permission denied',
      )
  })

  test('the role of tenants is nobody that could be more', async () => {
    const { rows } = await sql`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication from pg_roles
      where rolname = 'nautilus_tenant'`.execute(state.db)
    expect(new Set(Object.values(rows[0] as object))).toEqual(new Set([false]))
  })
})

/** One row with something in every column that must have something. */
async function fill(table: string, tenant: string): Promise<void> {
  const { rows } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type from information_schema.columns
    where table_name = ${table} and table_schema = 'public' and is_nullable = 'NO' and column_default is null
      and is_identity = 'NO'`.execute(state.db)
  const values: Record<string, unknown> = {}
  for (const { name, type } of rows) values[name] = somethingFor(name, type, tenant)
  const columns = sql.join(Object.keys(values).map(name => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${columns}) values (${sql.join(Object.values(values))})
    on conflict do nothing`.execute(state.db)
}

function somethingFor(name: string, type: string, tenant: string): unknown {
  if (name === 'tenant') return tenant
  if (name === 'kind') return 'accept'
  if (name === 'state') return 'asked'
  if (name === 'until') return new Date(Date.now() + 3_600_000)
  switch (type) {
    case 'ARRAY':
      return []
    case 'jsonb':
      return '{}'
    case 'uuid':
      return '00000000-0000-4000-8000-000000000000'
    case 'bytea':
      return Buffer.of(1)
    case 'boolean':
      return true
    case 'timestamp with time zone':
      return new Date()
    case 'text':
      return `${tenant}-${name.replaceAll('_', '-')}`
    default:
      return 1
  }
}
