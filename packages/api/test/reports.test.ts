// Reports over HTTP, on a real database: who makes one, who reads it, and that it stays as it was.
import { createHash } from 'node:crypto'
import { asTenant, listAudit } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from './database.ts'
import { type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['management', 'analyst', 'read-only', 'outsider', 'site-analyst'] })
})
afterAll(() => it.end())

const base = '/api/tenants/a/reports'
const month = { language: 'de', from: '2026-02-01', to: '2026-02-28' }
const make = (who: string, more: object = {}, url = base) =>
  it.as(who, { method: 'POST', url, payload: { kind: 'service', ...month, ...more } })
const get = (who: string, url: string) => it.as(who, { method: 'GET', url })
const idsFor = async (who: string): Promise<string[]> =>
  (await get(who, base)).json().items.map(({ id }: { id: string }) => id)

describe('a report', () => {
  test('is made, told with its hash, and had in every form as it was made', async () => {
    const answer = await make('analyst', { sites: ['s'] })
    expect(answer.statusCode).toBe(201)
    const { id, hash, made_by, period_from, period_to } = answer.json()
    expect(made_by).toBe('analyst@example.com')
    expect([period_from, period_to]).toEqual([Date.UTC(2026, 1, 1) * 1000, Date.UTC(2026, 2, 1) * 1000])
    const { rows } = await sql<{ document: string }>`select document from reports where id = ${id}`.execute(it.db)
    expect(createHash('sha256').update(rows[0]!.document).digest('hex')).toBe(hash)
    const forms = { pdf: 'application/pdf', html: 'text/html', docx: 'officedocument', csv: 'text/csv', json: 'json' }
    for (const [form, type] of Object.entries(forms)) {
      const file = await get('read-only', `${base}/${id}/files/${form}`)
      expect(file.headers['content-type']).toContain(type)
      expect(file.headers['content-disposition']).toBe(
        `attachment; filename="service-2026-02-28-${hash.slice(0, 8)}.${form}"`,
      )
      expect(file.body).toBe(`${form} ${rows[0]!.document}`)
    }
    expect((await get('read-only', `${base}/${id}/files/exe`)).statusCode).toBe(400)
  })

  test('leaves a trace: who made it, and who read it', async () => {
    const { id } = (await make('analyst')).json()
    await get('management', `${base}/${id}/files/pdf`)
    const { items } = (await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 2 })))!
    expect(items).toMatchObject([
      { action: 'report.read', who: 'management@example.com', object: id, detail: { kind: 'service', form: 'pdf' } },
      {
        action: 'report.make',
        who: 'analyst@example.com',
        object: id,
        detail: { from: '2026-02-01', sites: ['other', 's'] },
      },
    ])
  })

  test('comes in pages, the newest first', async () => {
    for (const kind of ['service', 'service', 'board']) await make('management', { kind })
    const all = await idsFor('management')
    const seen: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: { items: { id: string }[]; next: string | null } = (
        await get('management', `${base}?limit=2${after === '' ? '' : `&after=${after}`}`)
      ).json()
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    }
    expect(seen).toEqual(all)
    expect((await get('management', `${base}?after=nonsense`)).statusCode).toBe(400)
  })
})

describe('who may', () => {
  test('whoever only reads makes none, and sees none with money', async () => {
    expect((await make('read-only')).statusCode).toBe(403)
    const { id } = (await make('management', { kind: 'board' })).json()
    expect(await idsFor('management')).toContain(id)
    expect(await idsFor('read-only')).not.toContain(id)
    expect((await get('read-only', `${base}/${id}/files/json`)).statusCode).toBe(404)
    const { items } = (await get('read-only', '/api/tenants/a/report-library')).json()
    expect(items).toMatchObject([{ kind: 'service', money: false }])
  })

  test('a member of one site makes reports of it, and sees none that tells of others', async () => {
    const own = await make('site-analyst')
    expect(own.json()).toMatchObject({ sites: ['s'] })
    const both = (await make('analyst')).json().id
    expect((await make('site-analyst', { sites: ['other'] })).json()).toMatchObject({ status: 400 })
    expect((await make('site-analyst', { kind: 'board' })).statusCode).toBe(403)
    const seen = await idsFor('site-analyst')
    expect(seen).toContain(own.json().id)
    expect(seen).not.toContain(both)
    expect((await get('site-analyst', `${base}/${both}/files/json`)).statusCode).toBe(404)
  })

  test('nobody of another tenant', async () => {
    const { id } = (await make('analyst')).json()
    expect((await make('outsider')).statusCode).toBe(404)
    expect((await get('outsider', `${base.replace('/a/', '/b/')}/${id}/files/json`)).statusCode).toBe(404)
    expect((await get('outsider', base.replace('/a/', '/b/'))).json().items).toEqual([])
  })
})

test.each([
  ['of a kind that is none', { kind: 'nothing' }, 400],
  ['that ends before it begins', { to: '2026-01-31' }, 400],
  ['over years', { to: '2027-05-01' }, 400],
  ['on a day that is none', { from: '2026-02-30' }, 400],
  ['of a site that is none', { sites: ['nowhere'] }, 400],
  ['in another language', { language: 'fr' }, 400],
])('one %s is refused', async (_, more, status) => {
  expect((await make('analyst', more)).statusCode).toBe(status)
})

test('while others are computed or laid out, it is asked to come again', async () => {
  const { id } = (await make('management')).json()
  it.platform.busy = true
  const answers = [await make('management', { kind: 'board' }), await get('management', `${base}/${id}/files/pdf`)]
  it.platform.busy = false
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([429, 429])
})
