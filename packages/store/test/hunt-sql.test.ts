// SQL of hunts on a real engine with two tenants: no statement reaches beyond the site that it was asked for.
import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { huntSql, openTelemetry, startTelemetry, type Telemetry, type TelemetryServer } from '../src/index.ts'
import { temporaryFolder } from './state.ts'

const folder = temporaryFolder()
let server: TelemetryServer
let telemetry: Telemetry

const row = (tenant: string, site: string, n: number) => ({
  tenant,
  site,
  at: `1700000000.00000${n}`,
  last: `1700000001.00000${n}`,
  client: `secret-of-${tenant}-${site}`,
  server: `plc-${n}`,
  protocol: n % 2 === 0 ? 'modbus' : 's7comm',
  verb: 'write',
  object: `4000${n}`,
  value: n,
  count: n,
  bytes: 10 * n,
})

beforeAll(async () => {
  server = await startTelemetry(folder)
  telemetry = await openTelemetry(server.url)
  // What else an operator may have on the same server.
  await telemetry.client.command({ query: 'CREATE DATABASE prod' })
  await telemetry.client.command({
    query: 'CREATE TABLE prod.users (client String) ENGINE = MergeTree ORDER BY client',
  })
  await telemetry.client.command({ query: 'CREATE TABLE default.users AS prod.users' })
  await telemetry.client.insert({
    table: 'default.users',
    values: [{ client: 'secret-of-prod' }],
    format: 'JSONEachRow',
  })
  await telemetry.client.insert({ table: 'prod.users', values: [{ client: 'secret-of-prod' }], format: 'JSONEachRow' })
  const places = [
    ['a', 's'],
    ['a', 'other'],
    ['b', 's'],
  ] as const
  const values = places.flatMap(([tenant, site]) => [1, 2, 3].map(n => row(tenant, site, n)))
  await telemetry.client.insert({ table: 'nautilus.activity', values, format: 'JSONEachRow' })
})
afterAll(async () => {
  await telemetry.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (sql: string) => huntSql(telemetry.client, { tenant: 'a', site: 's', sql })
async function rowsOf(sql: string) {
  const answer = await ask(sql)
  if (!answer.ok) throw new Error(`${sql}: ${answer.why}`)
  return answer.rows
}

describe('what it is for', () => {
  const good: readonly (readonly [string, unknown])[] = [
    ['SELECT count() AS n FROM activity', [['3']]],
    ['select client, max(value) as most from activity group by client', [['secret-of-a-s', 3]]],
    ['SELECT sum(operations) AS n FROM activity_minute', [['6']]],
    ["SELECT server FROM activity WHERE protocol = 'modbus' AND value BETWEEN 1 AND 9", [['plc-2']]],
    ["SELECT count() AS n FROM activity WHERE server IN ('plc-1', 'plc-3')", [['2']]],
    ['SELECT object FROM activity WHERE value IN (SELECT max(value) FROM activity)', [['40003']]],
    ['WITH big AS (SELECT server FROM activity WHERE value > 2) SELECT big.server FROM big', [['plc-3']]],
    ['WITH big AS (SELECT server, value FROM activity WHERE value > 1) SELECT count() AS n FROM big', [['2']]],
    [
      'SELECT a.server, b.n FROM activity AS a JOIN (SELECT server, count() AS n FROM activity GROUP BY server) AS b ON a.server = b.server WHERE a.value = 2',
      [['plc-2', '1']],
    ],
    ['SELECT activity.server FROM activity ORDER BY activity.value DESC LIMIT 1', [['plc-3']]],
    [
      'SELECT server, row_number() OVER (PARTITION BY client ORDER BY value) AS n FROM activity WHERE value = 1',
      [['plc-1', '1']],
    ],
    [
      "SELECT arrayMap(x -> x + 1, [1, 2]) AS y, if(value > 1, 'big', 'small') AS size FROM activity WHERE value = 1",
      [[[2, 3], 'small']],
    ],
    ["SELECT 'it''s; -- no comment' AS t, 'a\\'b' AS u FROM activity LIMIT 1", [["it's; -- no comment", "a'b"]]],
    [
      'SELECT toStartOfHour(at) AS hour, count() AS n FROM activity WHERE at >= now() - INTERVAL 100 YEAR GROUP BY hour',
      [['2023-11-14 22:00:00', '3']],
    ],
    [
      'SELECT server FROM (SELECT server FROM activity WHERE value = 1 UNION ALL SELECT server FROM activity WHERE value = 2) ORDER BY server DESC',
      [['plc-2'], ['plc-1']],
    ],
    ['SELECT value FROM activity ORDER BY value DESC', [[3], [2], [1]]],
  ]
  test.each(good)('%s', async (sql, expected) => {
    expect(await rowsOf(sql)).toEqual(expected)
  })

  test('columns come with their types', async () => {
    const answer = await ask('SELECT server, value FROM activity')
    expect(answer.ok && answer.columns).toEqual([
      { name: 'server', type: 'String' },
      { name: 'value', type: 'Nullable(Float64)' },
    ])
  })

  test('a mistake is told in the words of the engine', async () => {
    expect(await ask('SELECT sum(server) AS x FROM activity')).toMatchObject({
      ok: false,
      why: expect.stringMatching(/type/i),
    })
  })
})

describe('what it refuses', () => {
  const bad = [
    // other tenants and tables
    'SELECT * FROM nautilus.activity',
    'SELECT tenant FROM activity',
    "SELECT client FROM activity WHERE tenant = 'b'",
    'SELECT * FROM system.tables',
    'SELECT * FROM system . tables',
    'SELECT 1 AS system, 2 AS tables FROM system.tables',
    'SELECT name FROM activity, system.tables',
    'SELECT count() AS n FROM activity JOIN system.tables ON 1 = 1',
    'SELECT count() AS n FROM activity JOIN activity ON 1 = 1, nautilus.activity',
    'SELECT count() AS n FROM activity AS nautilus',
    'SELECT count() AS n FROM (nautilus.activity)',
    'SELECT count() AS n FROM activity WHERE client IN nautilus.activity',
    'SELECT count() AS n FROM activity WHERE client IN (nautilus.activity)',
    'SELECT count() AS n FROM activity AS t WHERE client IN (t)',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE client IN prod.users',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE client IN (prod.users)',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE client IN ((prod.users))',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE client NOT IN ( ( ( prod . users ) ) )',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE in(client, prod.users)',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE NOT in(client, prod.users)',
    'SELECT 1 AS prod, 2 AS users, in (client, prod.users) AS x FROM activity',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE client = ANY (prod.users)',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE EXISTS (prod.users)',
    'SELECT 1 AS prod, 2 AS users, client FROM activity, prod.users',
    'SELECT 1 AS prod, 2 AS users FROM prod.users',
    'SELECT 1 AS prod, 2 AS users, client FROM activity AS a JOIN prod.users AS b ON 1 = 1',
    'FROM prod.users SELECT client',
    'SELECT 1 AS prod, 2 AS users, client FROM activity WHERE client = any (prod.users)',
    'SELECT client FROM users',
    'WITH users AS (SELECT client FROM users) SELECT client FROM users',
    'WITH a AS (SELECT client FROM users), users AS (SELECT 1 AS x) SELECT client FROM a',
    'SELECT u.client FROM (WITH users AS (SELECT 1 AS x) SELECT x FROM users) AS q JOIN users AS u ON 1 = 1',
    'WITH activity AS (SELECT 1 AS x) SELECT x FROM activity',
    'SELECT * FROM information_schema.tables',
    'TABLE nautilus.activity',
    'SELECT * FROM "nautilus"."activity"',
    'SELECT * FROM `nautilus`.`activity`',
    'SELECT * FROM activity FINAL',
    // functions that reach out
    "SELECT * FROM file('/etc/passwd', 'CSV', 'line String')",
    "SELECT * FROM url('http://127.0.0.1/', 'CSV', 'line String')",
    "SELECT * FROM s3('http://127.0.0.1/x')",
    "SELECT * FROM remote('127.0.0.1', 'nautilus', 'activity')",
    "SELECT * FROM merge('nautilus', '.*')",
    "SELECT * FROM executable('id', 'CSV', 'line String')",
    'SELECT * FROM numbers(10)',
    "SELECT file('/etc/passwd') AS x FROM activity",
    "SELECT dictGet('d', 'a', 1) AS x FROM activity",
    "SELECT joinGet('nautilus.activity', 'client', 'x') AS x FROM activity",
    'SELECT sleep(3) AS x FROM activity',
    'SELECT hostName() AS x FROM activity',
    "SELECT getSetting('max_threads') AS x FROM activity",
    'SELECT currentUser() AS x FROM activity',
    "SELECT COLUMNS('.*') FROM activity",
    'SELECT (SELECT * FROM view(SELECT * FROM nautilus.activity)) AS x',
    // writing, settings, several statements, comments
    'DROP TABLE nautilus.activity',
    "INSERT INTO nautilus.activity (tenant) VALUES ('a')",
    'SELECT 1; DROP TABLE nautilus.activity',
    'SELECT 1;',
    "SELECT client FROM activity INTO OUTFILE '/tmp/x'",
    'SELECT client FROM activity FORMAT CSV',
    "SELECT client FROM activity SETTINGS additional_table_filters = ''",
    'SELECT client FROM activity SETTINGS readonly = 0',
    'SELECT client FROM activity -- x',
    'SELECT client FROM activity /* x */',
    'SELECT client FROM activity # x',
    'SELECT {tenant:String} AS x FROM activity',
    'SELECT $$x$$ AS x FROM activity',
    'EXPLAIN SELECT 1',
    'SHOW TABLES',
    'SET readonly = 0',
    // breaking out of the bracket
    ') UNION ALL SELECT client FROM nautilus.activity --',
    'SELECT client FROM activity) UNION ALL (SELECT client FROM activity',
    "SELECT 'x",
    "SELECT 'x\\' AS y FROM activity",
    '',
    ' ',
  ]
  test.each(bad)('%s', async sql => {
    const answer = await ask(sql)
    expect(answer.ok).toBe(false)
    expect(!answer.ok && answer.why).toMatch(/\S/)
  })

  test('a question that takes too long ends', async () => {
    const joins = Array.from({ length: 12 }, (_, n) => `JOIN activity AS t${n} ON 1 = 1`).join(' ')
    const sql = `SELECT count() AS n FROM activity AS t ${joins} ${joins.replaceAll(/ t(\d+)/g, ' u$1')}`
    const answer = await huntSql(telemetry.client, { tenant: 'a', site: 's', sql }, { seconds: 1, memory: 1e9 })
    expect(answer).toMatchObject({ ok: false, why: expect.stringMatching(/longer|memory|large/) })
  })
})

/** Pieces that attacks are made of, and those that questions are made of. */
const pieces = fc.constantFrom(
  ...'SELECT FROM JOIN ON WHERE IN AS WITH UNION ALL AND NOT ( ) , . * = 1 [ ] -> GROUP BY ORDER LIMIT'.split(' '),
  ...'activity activity_minute nautilus system tables default client tenant site server value x t count() max( '.split(
    ' ',
  ),
  "'b'",
  "'",
  '\\',
  '"',
  '`',
  ';',
  '--',
  '/*',
  '{tenant:String}',
  'nautilus.activity',
  'prod.users',
  'SETTINGS',
  'FORMAT',
)

test('no mixture of words shows what is not of this site', async () => {
  const sentences = fc.array(pieces, { minLength: 1, maxLength: 14 }).map(words => words.join(' '))
  const shaped = fc
    .tuple(sentences, sentences, sentences)
    .map(([what, from, where]) => `SELECT ${what} FROM ${from} WHERE ${where}`)
  const few = fc.array(pieces, { maxLength: 3 }).map(words => words.join(' '))
  const aimed = fc.tuple(few, few).map(([a, b]) => `SELECT client FROM activity ${a} WHERE 1 = 1 ${b}`)
  // Names of another database, declared as if they were our own.
  const named = few.map(words => `SELECT 'x' AS prod, 'y' AS users, port FROM activity WHERE client ${words} AND 1 = 1`)
  let answered = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(sentences, shaped, aimed, named), async sql => {
      const answer = await ask(sql)
      const text = JSON.stringify(answer)
      expect(text).not.toMatch(/secret-of-(b-s|a-other|prod)/)
      if (answer.ok) answered++
      if (answer.ok) for (const cell of answer.rows.flat()) expect(cell).not.toBe('b')
    }),
    { numRuns: 400 },
  )
  expect(answered).toBeGreaterThan(0)
  const { data } = await (
    await telemetry.client.query({ query: 'SELECT count() AS n FROM nautilus.activity', format: 'JSON' })
  ).json<{ n: number }>()
  expect(data).toEqual([{ n: 9 }])
})

test('the second wall stands without the first', async () => {
  // The filters of the engine alone, on a statement that names no tenant.
  const filter = "{'nautilus.activity': 'tenant = ''a'' AND site = ''s'''}"
  const result = await telemetry.client.query({
    query: 'SELECT DISTINCT client FROM (SELECT * FROM nautilus.activity)',
    format: 'JSONCompact',
    clickhouse_settings: { additional_table_filters: filter as never },
  })
  expect((await result.json<string[]>()).data).toEqual([['secret-of-a-s']])
})
