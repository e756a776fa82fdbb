// State that an older program wrote comes back, and is brought up to date.
import { rmSync } from 'node:fs'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { cutState, loadState, openDatabase, prepareState, refusalOfState, startState, tablesIn } from '../src/index.ts'
import { temporaryFolder } from './state.ts'

const folders = [temporaryFolder(), temporaryFolder()] as const
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const FIRST = ['0001-first']

test('tables of the first version, with what they held at the moment, as tables of this one', async () => {
  const [old, fresh] = await Promise.all(folders.map(folder => startState(folder)))
  try {
    await prepareState(old!.url, FIRST)
    await ask(
      old!.url,
      `insert into tenants (id, name) values ('t', 'Tenant');
       insert into sites (tenant, id, name) values ('t', 's', 'Site');
       insert into batches (tenant, site, number, sensor, epoch, seq, taught, body) values ('t', 's', 1, 'x', 'e', 1, false, '\\x00ff0a');
       insert into audit (tenant, who, action, detail) values ('t', 'anna', 'a', '{"n": 1}'), ('t', 'b', 'c', '{}')`,
    )
    const cut = await cutState(old!.url)
    // What comes later is not in it.
    await ask(old!.url, "insert into audit (tenant, who, action) values ('t', 'late', 'x')")
    expect(cut.migrations).toEqual(FIRST)
    const names = cut.tables.map(({ name }) => name)
    expect(names.indexOf('tenants')).toBeLessThan(names.indexOf('sites'))

    expect(await tablesIn(fresh!.url)).toBe(0)
    await prepareState(fresh!.url, cut.migrations)
    const load = await loadState(fresh!.url)
    for (const table of cut.tables) await load.table(table, cut.read(table))
    await load.commit()
    await Promise.all([load.close(), cut.close()])

    const { db, close } = await openDatabase(fresh!.url, 2)
    const [batch] = await db.selectFrom('batches').select(['body', 'failure']).execute()
    expect(batch).toEqual({ body: Buffer.from([0, 255, 10]), failure: null })
    await db.insertInto('audit').values({ tenant: 't', who: 'next', action: 'y', detail: '{}', body: '{}' }).execute()
    expect(await db.selectFrom('audit').select(['id', 'who', 'detail']).orderBy('id').execute()).toEqual([
      { id: 1, who: 'anna', detail: { n: 1 } },
      { id: 2, who: 'b', detail: {} },
      { id: 3, who: 'next', detail: {} },
    ])
    await close()
  } finally {
    await Promise.all([old!.stop(), fresh!.stop()])
  }
}, 60_000)

test('what is not committed is not there', async () => {
  const server = await startState(folders[0])
  try {
    const load = await loadState(server.url)
    async function* broken() {
      yield Buffer.from('no rows of PostgreSQL')
    }
    await expect(load.table({ name: 'tenants', columns: ['id', 'name'] }, broken())).rejects.toThrow(/tenants/)
    await load.close()
    expect(await ask(server.url, 'select count(*)::int as n from tenants')).toEqual([{ n: 1 }])
  } finally {
    await server.stop()
  }
}, 60_000)

test('tables of a later program are refused', () => {
  expect(refusalOfState(FIRST)).toBeNull()
  expect(refusalOfState(['0001-first', '0099-later'])).toContain('0099-later')
  expect(refusalOfState(['0002-people'])).toContain('came another way')
})
