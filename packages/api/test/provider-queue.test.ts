// The queue over customers, and what they used: whose rows somebody sees, how little of them, and in which order.
import { addProviderMember, asTenant, countUsage, listAudit, monthsAt, personOfEmail } from '@nautilus/store'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Served, served } from './served.ts'

let it: Served
let analyst = ''
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'provider', 'outsider'], telemetry: true })
  for (const tenant of ['a', 'b'])
    for (const [rank, severity] of ['low', 'medium', 'high', 'critical'].entries())
      for (let at = 0; at < 3; at++)
        await sql`insert into findings (tenant, site, id, rule, title, severity, rank, first, last, count, source, target,
            protocol, verb, assets, data)
          values (${tenant}, 's', ${`${severity}-${at}`}, 'controller-stop', 'Secret Pump 7 was stopped', ${severity}, ${rank + 1},
            ${1000 + at}, ${2000 + at}, 1, null, 'plc-secret', null, null, ${['plc-secret']}, ${'{"why":"at 10.9.9.9"}'}::jsonb)`.execute(
          it.db,
        )
  for (const tenant of ['a', 'b'])
    await sql`insert into incidents (tenant, site, id, state, severity, rank, title, exercise, opened, changed, since, seq, hash, data)
      values (${tenant}, 's', 'INC-1', 'open', 'high', 3, 'Secret Pump 7 was stopped', false, 5, 6, 5, 1, '', '{}'),
        (${tenant}, 's', 'INC-2', 'closed', 'high', 3, 'over', false, 5, 6, 5, 1, '', '{}'),
        (${tenant}, 's', 'INC-3', 'open', 'high', 3, 'played', true, 5, 6, 5, 1, '', '{}')`.execute(it.db)
  analyst = (await personOfEmail(it.db, 'outsider@example.com'))!.id
}, 120_000)
afterAll(() => it.end())
beforeEach(() => addProviderMember(it.db, analyst, null, { role: 'analyst', customers: ['a'] }))

type Row = { tenant: string; customer: string; id: string; severity: string }
const get = async (who: string, url: string) => it.as(who, { url })
const queue = '/api/provider/queue/findings'
const rowsOf = async (who: string, url: string): Promise<Row[]> => (await get(who, url)).json().items

describe('the queue', () => {
  test('has all customers for the provider, some for an analyst, and nothing for others', async () => {
    expect(new Set((await rowsOf('provider', queue)).map(({ customer }) => customer))).toEqual(
      new Set(['Tenant a', 'Tenant b']),
    )
    expect(new Set((await rowsOf('outsider', queue)).map(({ tenant }) => tenant))).toEqual(new Set(['a']))
    expect(await rowsOf('outsider', `${queue}?customer=b`)).toEqual([])
    expect((await get('provider-admin', queue)).statusCode).toBe(403)
    await addProviderMember(it.db, analyst, null, { role: 'analyst', customers: [] })
    expect(await rowsOf('outsider', queue)).toEqual([])
    expect((await get('outsider', '/api/provider/customers')).json().items).toEqual([])
  })

  test.each([queue, '/api/provider/queue/incidents'])('%s says nothing of what devices are called', async url => {
    const answer = await get('provider', url)
    expect(answer.json().items.length).toBeGreaterThan(0)
    expect(answer.body).not.toMatch(/Secret|plc-secret|10\.9\.9\.9/)
  })

  test('the gravest come first, page by page, each once', async () => {
    const seen: Row[] = []
    for (let after = ''; ; ) {
      const page = (await get('provider', `${queue}?limit=5${after}`)).json() as { items: Row[]; next: string | null }
      seen.push(...page.items)
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(seen.length).toBe(24)
    expect(new Set(seen.map(({ tenant, id }) => `${tenant}/${id}`)).size).toBe(24)
    const ranks = seen.map(({ severity }) => ['low', 'medium', 'high', 'critical'].indexOf(severity))
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a))
    expect((await get('provider', `${queue}?after=nonsense`)).statusCode).toBe(400)
  })

  test('filters by severity and status; a cursor of one list is none of another', async () => {
    expect((await rowsOf('provider', `${queue}?severity=high&severity=low`)).length).toBe(12)
    expect(await rowsOf('provider', `${queue}?status=closed`)).toEqual([])
    const incidents = '/api/provider/queue/incidents'
    expect((await rowsOf('provider', incidents)).map(({ id }) => id)).toEqual(['INC-1', 'INC-1'])
    expect((await rowsOf('provider', `${incidents}?state=closed`)).map(({ id }) => id)).toEqual(['INC-2', 'INC-2'])
  })

  test('whoever enters a customer is in the record of that customer', async () => {
    const enter = (who: string, tenant: string) =>
      it.as(who, {
        ...{ method: 'POST', url: `/api/tenants/${tenant}/break-glass` },
        payload: { reason: 'A critical finding waits', hours: 1 },
      })
    expect((await enter('outsider', 'a')).statusCode).toBe(201)
    const audit = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 1 }))
    expect(audit?.items[0]).toMatchObject({ who: 'outsider@example.com', action: 'break-glass.begin' })
    expect((await get('outsider', '/api/tenants/a/sites/s/findings')).json().items[0].title).toContain('Secret Pump')
    await addProviderMember(it.db, analyst, null, { role: 'analyst', customers: ['b'] })
    expect((await enter('outsider', 'a')).statusCode).toBe(404)
  })
})

describe('usage', () => {
  const NOW = Date.UTC(2026, 1, 15)
  const months = '/api/provider/usage?from=2026-01&to=2026-12'
  const of = async (tenant: string, month: string) =>
    (
      (await get('provider', months)).json().items as ({ tenant: string; month: string } & Record<string, number>)[]
    ).find(row => row.tenant === tenant && row.month === month)
  const count = (now: number) => countUsage(it.db, it.telemetry.client, now)
  const assets = async (n: number) => {
    await sql`delete from assets where tenant = 'a'`.execute(it.db)
    for (let at = 0; at < n; at++)
      await sql`insert into assets (tenant, site, id, ip, mac, protocols, first, last, data)
        values ('a', 's', ${`x${at}`}, '{}', '{}', '{}', 0, 0, '{}'::jsonb)`.execute(it.db)
  }

  test('is counted in the month, peaks stay, and what is removed later was used', async () => {
    await it.telemetry.client.insert({
      ...{ table: 'nautilus.activity', format: 'JSONEachRow' },
      values: Array.from({ length: 7 }, () => ({
        tenant: 'a',
        site: 's',
        at: '2026-02-10 00:00:00',
        last: '2026-02-10 00:00:00',
      })),
    })
    await sql`update findings set first = ${NOW * 1000} where tenant = 'a'`.execute(it.db)
    await assets(5)
    await count(NOW)
    await assets(3)
    expect(await of('a', '2026-02')).toMatchObject({
      assets: 5,
      assets_peak: 5,
      sites: 2,
      activities: 7,
      findings: 12,
      users: 1,
      customer: 'Tenant a',
    })
    expect((await of('a', '2026-02'))!.storage).toBeGreaterThan(0)
    await sql`delete from findings where tenant = 'a'`.execute(it.db)
    await it.telemetry.client.command({ query: "delete from nautilus.activity where tenant = 'a'" })
    await count(NOW + 86_400_000)
    expect(await of('a', '2026-02')).toMatchObject({ activities: 7, findings: 12, assets: 3, assets_peak: 5 })
    await assets(4)
    // The month before is looked at while its last hours may come late, and its own counts stand.
    await count(Date.UTC(2026, 2, 1, 5))
    expect(await of('a', '2026-02')).toMatchObject({ activities: 7, sites: 2, assets: 3, assets_peak: 5 })
    expect(await of('a', '2026-03')).toMatchObject({ activities: 0, findings: 0, sites: 2 })
  })

  test('which months are counted', () => {
    expect(monthsAt(Date.UTC(2026, 0, 1, 1))).toEqual(['2025-12', '2026-01'])
    expect(monthsAt(Date.UTC(2026, 0, 15))).toEqual(['2026-01'])
  })

  test('is CSV too, and for administrators of the provider alone', async () => {
    const csv = await get('provider', '/api/provider/usage.csv?from=2026-02&to=2026-02')
    expect(csv.body.split('\r\n')[0]).toMatch(/^tenant,customer,month,sites,sensors,assets,assets_peak,activities,/)
    expect(csv.body).toContain('a,Tenant a,2026-02,2,')
    expect((await get('outsider', months)).statusCode).toBe(403)
    expect((await get('provider', '/api/provider/usage?from=2026-13&to=2026-01')).statusCode).toBe(400)
  })
})
