// Inserts that go in together: each once, whatever fails in between and however often its sender comes again.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTelemetry, startTelemetry, type TelemetryRows } from '../src/index.ts'
import { InsertPool, type Into } from '../src/telemetry/insert-pool.ts'
import { TokenLog } from '../src/telemetry/token-log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-inserts-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const INTO: Into = { table: 'nautilus.activity', columns: ['line'], settings: {} }
const lines = (text: string) => Buffer.from(`${text}\n`)

class Refused extends Error {}
type Fault = 'before' | 'after' | 'dead' | 'dead after' | null

/** Takes lines once under a token, and fails as it is told. */
class Engine {
  readonly rows: string[] = []
  readonly inserts: number[] = []
  readonly #tokens = new Set<string>()
  faults: Fault[] = []

  take(token: string, values: Buffer): void {
    const taken = values.toString('utf8').trimEnd().split('\n')
    if (taken.some(line => line.startsWith('bad'))) throw new Refused('not a line of this table')
    if (!this.#tokens.has(token)) this.rows.push(...taken)
    this.#tokens.add(token)
    this.inserts.push(taken.length)
  }
}

/** A process over the folder, until it dies. */
function processOf(engine: Engine) {
  const died = Promise.withResolvers<'died'>()
  const die = () => {
    died.resolve('died')
    return new Promise<never>(() => {})
  }
  const insert = async (_into: Into, token: string, values: Buffer) => {
    const fault = engine.faults.shift() ?? null
    if (fault === 'dead') return die()
    if (fault === 'before') throw new Error('no room')
    engine.take(token, values)
    if (fault === 'dead after') return die()
    if (fault === 'after') throw new Error('no room for the view')
  }
  return { died: died.promise, pool: new InsertPool({ folder, insert, isRefusal: error => error instanceof Refused }) }
}

const poolOf = (engine: Engine) => processOf(engine).pool

test('what comes while others are inserted goes in together', async () => {
  const engine = new Engine()
  const pool = poolOf(engine)
  const sent = Array.from({ length: 50 }, (_, index) => `row ${index}`)
  await Promise.all(sent.map((text, index) => pool.add(INTO, `t/s${index}/0-1/0/a`, lines(text))))
  expect(engine.rows.toSorted()).toEqual(sent.toSorted())
  expect(engine.inserts.length).toBeLessThan(5)
  // The same again, also by another process: it is in.
  await poolOf(engine).add(INTO, 't/s7/0-1/0/a', lines('row 7'))
  expect(engine.rows).toHaveLength(50)
})

test('the same sent twice at once, and again while it is inserted, goes in once', async () => {
  const engine = new Engine()
  const pool = poolOf(engine)
  const send = () => pool.add(INTO, 't/s/0-1/0/a', lines('row'))
  await Promise.all([send(), send(), Promise.resolve().then(send), send().then(send)])
  expect(engine.rows).toEqual(['row'])
})

test('what a crash left is no good as a whole; of what is sent again meanwhile each is there once', async () => {
  const engine = new Engine()
  engine.faults = ['before', null]
  const texts = ['first', 'bad', 'second']
  const send = (pool: InsertPool) =>
    Promise.allSettled(texts.map((text, index) => pool.add(INTO, `t/s${index}/0-1/0/a`, lines(text))))
  // The first goes alone; the others are left in a group.
  const before = poolOf(engine)
  await send(before)
  await send(before)
  const pool = poolOf(engine)
  await Promise.all([send(pool), send(pool)])
  await send(pool)
  expect(engine.rows.toSorted()).toEqual(['first', 'second'])
})

test('one that is no good does not hold up the others, and its sender is told why', async () => {
  const engine = new Engine()
  const pool = poolOf(engine)
  const results = await Promise.allSettled(
    ['first', 'second', 'bad', 'third'].map((text, index) => pool.add(INTO, `t/s${index}/0-1/0/a`, lines(text))),
  )
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(engine.rows.toSorted()).toEqual(['first', 'second', 'third'])
  await expect(pool.add(INTO, 't/s2/0-1/0/a', lines('bad'))).rejects.toThrow('not a line of this table')
})

test('a group that is not whole was never inserted, and is put aside', async () => {
  const engine = new Engine()
  engine.faults = ['before']
  await expect(poolOf(engine).add(INTO, 't/s/0-1/0/a', lines('row'))).rejects.toThrow('no room')
  const [group] = readdirSync(folder).filter(name => name.endsWith('.group')) as [string]
  writeFileSync(join(folder, group), '{"id":"g","parts":[{"token":"t/s/0-1/0/a","length":4')
  await poolOf(engine).add(INTO, 't/s/0-1/0/a', lines('row'))
  expect(engine.rows).toEqual(['row'])
  expect(readdirSync(folder)).toContain(`${group}.damaged`)
})

const faultsArb = fc.array(fc.constantFrom<Fault>('before', 'after', 'dead', 'dead after', null), { maxLength: 12 })

test('whatever fails, and whenever the process dies, each is there once', async () => {
  await fc.assert(
    fc.asyncProperty(faultsArb, fc.integer({ min: 1, max: 8 }), async (faults, senders) => {
      rmSync(folder, { recursive: true, force: true })
      const engine = new Engine()
      engine.faults = [...faults]
      let process = processOf(engine)
      const send = async (index: number, part: number) => {
        for (;;) {
          const mine = process
          const done = mine.pool.add(INTO, `t/s${index}/0-3/${part}/a`, lines(`${index} ${part}`)).then(
            () => 'done' as const,
            () => 'failed' as const,
          )
          const outcome = await Promise.race([done, mine.died])
          if (outcome === 'done') return
          if (outcome === 'died' && mine === process) process = processOf(engine)
        }
      }
      const all = Array.from({ length: senders }, async (_, index) => {
        for (const part of [0, 1, 2]) await send(index, part)
      })
      await Promise.all(all)
      const wanted = Array.from({ length: senders }, (_, index) => [0, 1, 2].map(part => `${index} ${part}`)).flat()
      expect(engine.rows.toSorted()).toEqual(wanted.toSorted())
    }),
    { numRuns: 20 },
  )
})

describe('tokens', () => {
  test('of each owner the last ranges are remembered, however much others sent since', async () => {
    const log = await TokenLog.open(folder, 'x')
    await log.add(['t/quiet/0-1/0/a'])
    for (let at = 0; at < 30; at++)
      await log.add(Array.from({ length: 1000 }, (_, part) => `t/busy/${at}-${at + 1}/${part}/a`))
    const again = await TokenLog.open(folder, 'x')
    expect(again.has('t/quiet/0-1/0/a')).toBe(true)
    expect(again.has('t/busy/29-30/999/a')).toBe(true)
    expect(again.has('t/busy/0-1/0/a')).toBe(false)
    expect(again.has('t/quiet/0-1/0/v')).toBe(false)
  })
})

const SITES = 6
const EACH = 15
/** ms. */
const BETWEEN = [150, 400, 700, 300]

const rowOf = (site: number, part: number): TelemetryRows => {
  const at = `2026-11-01 00:00:00.${String(part).padStart(6, '0')}`
  const values = { site: `s${site}`, at, last: at, client: '', server: '', object: `${part}` }
  return {
    activity: lines(
      [
        't',
        values.site,
        'x',
        at,
        at,
        ...Array(6).fill(''),
        'modbus',
        502,
        ...Array(4).fill(''),
        'ok',
        '',
        '\\N',
        '',
        1,
        1,
        '\\N',
        part,
      ].join('\t'),
    ),
    values: lines(['t', values.site, 'a', values.object, at, 1, 1, 1, 0].join('\t')),
  }
}

test('the real engine killed again and again has each row once, and its view too', async () => {
  let server = await startTelemetry(folder)
  const { url } = server
  /** Resolves when it runs. */
  let up: Promise<unknown> = Promise.resolve()
  const telemetry = await openTelemetry(url)
  let left = SITES
  const sending = Array.from({ length: SITES }, async (_, site) => {
    for (let part = 0; part < EACH; part++) {
      const add = () =>
        telemetry.add(`t/s${site}/${part}-${part + 1}/0`, [rowOf(site, part)]).then(
          () => true,
          () => false,
        )
      while (!(await add())) await up
    }
    left--
  })
  const killing = (async () => {
    for (const wait of BETWEEN) {
      await pause(wait)
      if (left === 0) return
      const again = async () => {
        process.kill(server.pid, 'SIGKILL')
        await server.crashed
        server = await startTelemetry(folder, url)
      }
      up = again()
      await up
    }
  })()
  await Promise.all([...sending, killing])
  const counts = async (sql: string) =>
    (await (await telemetry.client.query({ query: sql, format: 'JSONCompactEachRow' })).json())[0]
  const all = SITES * EACH
  expect(await counts('SELECT count(), uniq(site, frame) FROM nautilus.activity')).toEqual([all, all])
  expect(await counts('SELECT sum(rows) FROM nautilus.activity_minute')).toEqual([all])
  expect(await counts('SELECT count(), uniq(site, object) FROM nautilus.point_values')).toEqual([all, all])
  await telemetry.close()
  await server.stop()
}, 60_000)
