// What may be lost, over HTTP, on a real database; figures are those of the package itself.
import { type RiskFacts, runBook } from '@nautilus/risk'
import { appendEntries, asTenant, listAudit } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { find } from './plant.ts'
import { type Served, served } from './served.ts'

const plant: RiskFacts = {
  processes: [
    { name: 'Filling', safetyClass: 'SIL 2', costPerHour: 20_000, currency: 'EUR', redundant: false },
    { name: 'Drying', safetyClass: null, costPerHour: 5000, currency: 'EUR', redundant: false },
  ],
  assets: ['Filling', 'Drying'].map(process => ({
    ...{ id: `plc ${process}`, label: `PLC of ${process}`, role: 'controller', criticality: 'high', safety: false },
    ...{ process, vendor: 'Acme', protocols: ['modbus server'] },
  })),
  ...{ paths: [], external: [], reach: [], weaknesses: null, findings: [], blind: 0, detect: null, decide: null },
  ...{ entity: null, today: '2026-03-01' },
}

let it: Served
beforeAll(async () => {
  it = await served({
    people: ['management', 'operations-manager', 'analyst', 'read-only', 'outsider', 'site-analyst'],
  })
  it.platform.plant = plant
})
afterAll(() => it.end())

type Method = 'GET' | 'POST' | 'PUT'
const call = (who: string, method: Method, url: string, payload?: object) =>
  it.as(who, { method, url, ...(payload === undefined ? {} : { payload }) })
const base = '/api/tenants/a/sites/s/risk'
const cost = 'process.Filling.cost'
const change = (version: number, more: object = {}) => ({
  ...{ input: cost, version, source: 'Controlling, March', owner: 'Finance', confidence: 'high' },
  range: { kind: 'percentiles', p5: 18_000, p50: 26_000, p95: 40_000 },
  reason: 'Asked finance.',
  ...more,
})
type Book = { hash: string; inputs: { id: string; version: number }[]; plans: object[]; measures: { id: string }[] }
const bookOf = async (who = 'management'): Promise<Book> => (await call(who, 'GET', base)).json()
const costIn = ({ inputs }: Book) => inputs.find(({ id }) => id === cost)

describe('numbers', () => {
  test('come with their source, and what is missing is said', async () => {
    const book = await bookOf()
    expect(costIn(book)).toMatchObject({ version: 0, source: { kind: 'declared' }, unit: 'money per hour' })
    expect(book).toMatchObject({
      currency: 'EUR',
      missing: expect.arrayContaining([{ key: 'no-advisories', values: {} }]),
    })
    expect(book.plans.length).toBeGreaterThan(0)
  })

  test('are replaced by whoever answers for money, with who, when and why; what was assumed stays', async () => {
    const before = await bookOf()
    expect((await call('management', 'PUT', `${base}/inputs`, change(0))).json()).toEqual({ version: 1 })
    const after = await bookOf()
    expect(costIn(after)).toMatchObject({
      ...{ version: 1, owner: 'Finance', confidence: 'high' },
      source: { kind: 'person', values: { by: 'management@example.com', source: 'Controlling, March' } },
      before: { kind: 'pert', mode: 20_000 },
    })
    expect(after.hash).not.toBe(before.hash)
    const { items } = (await call('analyst', 'GET', `${base}/input-versions?input=${cost}`)).json()
    expect(items).toMatchObject([{ version: 1, reason: 'Asked finance.', changed_by: 'management@example.com' }])
    const [entry] = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 1 }).then(page => page!.items))
    expect(entry).toMatchObject({ action: 'risk.input', object: cost, who: 'management@example.com' })
  })

  test('are not overwritten by two at once, and can be taken back', async () => {
    expect((await call('operations-manager', 'PUT', `${base}/inputs`, change(0))).statusCode).toBe(412)
    const back = await call('operations-manager', 'PUT', `${base}/inputs`, {
      input: cost,
      version: 1,
      range: null,
      reason: 'A slip.',
    })
    expect(back.json()).toEqual({ version: 2 })
    expect(costIn(await bookOf())).toMatchObject({ version: 2, source: { kind: 'declared' }, before: null })
    const { items } = (await call('analyst', 'GET', `${base}/input-versions?input=${cost}`)).json()
    expect(items.map(({ version }: { version: number }) => version)).toEqual([2, 1])
  })

  test.each([
    ['that fall', { range: { kind: 'pert', low: 3, mode: 2, high: 4 } }, 'range'],
    ['that no plant loses', { range: { kind: 'fixed', value: 1e14 } }, 'range'],
    ['without a source', { source: ' ' }, 'source'],
    ['below zero', { range: { kind: 'fixed', value: -1 } }, null],
    ['of another shape', { range: { kind: 'fixed', value: 1, mode: 2 } }, null],
    ['without a reason', { reason: ' ' }, null],
  ])('%s are refused', async (_, more, field) => {
    const answer = await call('management', 'PUT', `${base}/inputs`, change(2, more))
    expect(answer.statusCode).toBe(400)
    if (field) expect(answer.json().fields).toHaveProperty(field)
  })

  test('with no such name are refused', async () => {
    expect((await call('management', 'PUT', `${base}/inputs`, change(0, { input: 'nothing' }))).statusCode).toBe(404)
  })

  test('a share has bounds', async () => {
    const answer = await call('management', 'PUT', `${base}/inputs`, change(0, { input: 'site.disrupts' }))
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining('bounds') })
  })
})

describe('who may', () => {
  test('analysts read and try, management and operations write, nobody else sees money', async () => {
    expect((await call('analyst', 'GET', base)).statusCode).toBe(200)
    expect((await call('analyst', 'PUT', `${base}/inputs`, change(2))).statusCode).toBe(403)
    expect((await call('analyst', 'POST', `${base}/reports`, {})).statusCode).toBe(403)
    for (const url of [base, `${base}/reports`]) expect((await call('read-only', 'GET', url)).statusCode).toBe(403)
    expect((await call('outsider', 'GET', base)).statusCode).toBe(404)
    expect((await call('site-analyst', 'GET', base.replace('/s/', '/other/'))).statusCode).toBe(404)
    expect((await call('management', 'GET', base.replace('/s/', '/nowhere/'))).statusCode).toBe(404)
  })

  test('what one site says is nothing at another, nor at another tenant', async () => {
    await call('management', 'PUT', `${base}/inputs`, change(2))
    const other = (await call('management', 'GET', base.replace('/s/', '/other/'))).json()
    const tenant = (await call('outsider', 'GET', base.replace('/a/', '/b/'))).json()
    for (const book of [other, tenant]) expect(costIn(book)).toMatchObject({ version: 0, before: null })
    expect(
      (await call('outsider', 'GET', `${base.replace('/a/', '/b/')}/input-versions?input=${cost}`)).json(),
    ).toEqual({
      items: [],
    })
  })
})

describe('runs', () => {
  test('give what the package gives, keep seed, code and the hash of the numbers, and are computed once', async () => {
    const book = await bookOf()
    const first = (await call('analyst', 'POST', `${base}/runs`, { seed: 5 })).json()
    expect(first).toMatchObject({ kind: 'look', seed: 5, trials: 20_000, hash: book.hash, code: '2', measures: [] })
    const direct = runBook(book as never, { trials: 20_000, seed: 5, measures: [] })
    expect(first.result.figures).toEqual(JSON.parse(JSON.stringify(direct.figures)))
    it.platform.busy = true
    const again = (await call('analyst', 'POST', `${base}/runs`, { seed: 5 })).json()
    const refused = await call('analyst', 'POST', `${base}/runs`, { seed: 6 })
    it.platform.busy = false
    expect(again.id).toBe(first.id)
    expect(again.result).toEqual(first.result)
    expect(refused.statusCode).toBe(429)
  })

  test('of each site the last is told, and to a member of one site that one alone', async () => {
    const other = `${base.replace('/s/', '/other/')}/runs`
    await call('management', 'POST', other, { seed: 5 })
    const all = (await call('management', 'GET', '/api/tenants/a/risk')).json()
    expect(all.items.map(({ site }: { site: string }) => site)).toEqual(['other', 's'])
    const [, here] = all.items
    const { result } = (await call('analyst', 'POST', `${base}/runs`, { seed: 5 })).json()
    expect(here).toMatchObject({ currency: 'EUR', expected: result.figures.expected, var99: result.figures.var99 })
    const own = (await call('site-analyst', 'GET', '/api/tenants/a/risk')).json()
    expect(own.items.map(({ site }: { site: string }) => site)).toEqual(['s'])
    expect((await call('read-only', 'GET', '/api/tenants/a/risk')).statusCode).toBe(403)
    expect((await call('outsider', 'GET', '/api/tenants/a/risk')).statusCode).toBe(404)
  })

  test('several sites live through the same years, and a member of one site sees that one alone', async () => {
    const url = '/api/tenants/a/risk/runs'
    const both = (await call('management', 'POST', url, { seed: 5 })).json()
    expect(both.sites.map(({ site }: { site: string }) => site).sort()).toEqual(['other', 's'])
    const sum = both.sites.reduce((money: number, { expected }: { expected: number }) => money + expected, 0)
    expect(sum / both.figures.expected).toBeCloseTo(1, 6)
    expect((await call('management', 'POST', url, { seed: 5 })).json()).toEqual(both)
    const own = (await call('site-analyst', 'POST', url, {})).json()
    expect(own.sites.map(({ site }: { site: string }) => site)).toEqual(['s'])
    expect((await call('site-analyst', 'POST', url, { sites: ['other'] })).json()).toMatchObject({
      status: 400,
      fields: { sites: 'other: is not known' },
    })
    expect((await call('read-only', 'POST', url, {})).statusCode).toBe(403)
  })

  test('try measures: what moved, what it saves, what it costs', async () => {
    const { result } = (await call('analyst', 'POST', `${base}/runs`, { measures: ['faster-decision'] })).json()
    expect(result.plan).toMatchObject({ measures: ['faster-decision'], moved: [{ input: 'time.decide' }] })
    expect(result.plan.expected.likely).toBeGreaterThan(0)
    const unknown = await call('analyst', 'POST', `${base}/runs`, { measures: ['prayer'] })
    expect(unknown.json()).toMatchObject({ status: 400, fields: { measures: 'one of them is not known' } })
  })

  test('reports live through ten times as many years, and keep their numbers', async () => {
    const made = await call('management', 'POST', `${base}/reports`, {})
    expect(made.statusCode).toBe(201)
    const { id, hash } = made.json()
    const { items } = (await call('analyst', 'GET', `${base}/reports`)).json()
    expect(items).toMatchObject([{ id, trials: 200_000, made_by: 'management@example.com' }])
    const whole = (await call('analyst', 'GET', `${base}/reports/${id}`)).json()
    expect(whole.hash).toBe(hash)
    const again = runBook(whole.book, { trials: whole.trials, seed: whole.seed, measures: [] })
    expect(whole.result).toEqual(JSON.parse(JSON.stringify(again)))
    const elsewhere = await call('management', 'GET', `${base.replace('/s/', '/other/')}/reports/${id}`)
    expect(elsewhere.statusCode).toBe(404)
  })
})

describe('an incident', () => {
  const url = '/api/tenants/a/sites/s/incidents/i-1/loss'
  const hoursAgo = (hours: number) => Date.now() * 1000 - hours * 3.6e9
  beforeAll(async () => {
    await asTenant(it.db, 'a', scoped =>
      appendEntries(
        scoped,
        { tenant: 'a', site: 's' },
        'i-1',
        [{ at: 1, by: { kind: 'system' }, act: { kind: 'opened', incident: 'i-1', site: 's', exercise: false } }],
        { find },
      ),
    )
  })

  test('has cost nothing while the process runs', async () => {
    const told = (await call('analyst', 'GET', url)).json()
    expect(told).toMatchObject({
      currency: 'EUR',
      processes: ['Drying', 'Filling'],
      process: 'Drying',
      stood_from: null,
    })
    expect(told.loss).toMatchObject({ soFar: { p50: 0 } })
    expect(told.loss.toCome.p50).toBeGreaterThan(0)
  })

  test('costs by the hour once it is said to stand, and less is to come once it runs', async () => {
    const said = { process: 'Filling', stood_from: hoursAgo(10), stood_until: null }
    const standing = (await call('analyst', 'PUT', url, said)).json()
    expect(standing).toMatchObject({ process: 'Filling', changed_by: 'analyst@example.com' })
    // Ten hours at about 26,000, of which about 0.85 is lost.
    expect(standing.loss.soFar.p50).toBeGreaterThan(150_000)
    expect(standing.loss.soFar.p50).toBeLessThan(300_000)
    expect(standing.loss.soFar.p10).toBeLessThan(standing.loss.soFar.p90)
    const over = (await call('analyst', 'PUT', url, { ...said, stood_until: hoursAgo(2) })).json()
    expect(over.loss.toCome.p90).toBe(0)
    expect(over.loss.soFar.p50).toBeLessThan(standing.loss.soFar.p50)
  })

  test.each([
    ['no such process', { process: 'Nothing', stood_from: null, stood_until: null }],
    ['an end without a beginning', { process: 'Filling', stood_from: null, stood_until: 1 }],
    ['an end before the beginning', { process: 'Filling', stood_from: 5, stood_until: 1 }],
    ['the future', { process: 'Filling', stood_from: 9e16, stood_until: null }],
  ])('refuses %s', async (_, said) => {
    expect((await call('analyst', 'PUT', url, said)).statusCode).toBe(400)
  })

  test('that does not exist has no loss', async () => {
    expect((await call('analyst', 'GET', url.replace('i-1', 'i-2'))).statusCode).toBe(404)
    expect((await call('read-only', 'GET', url)).statusCode).toBe(403)
  })
})
