// Schedules of reports over the API: what is refused, who is asked first, who hears no more.
import type { Letter, Mailer } from '@nautilus/mail'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Served, served } from './served.ts'

const letters: Letter[] = []
const mailer: Mailer = {
  send: async letter => {
    letters.push(letter)
    return { kind: 'ok', id: '1' }
  },
  close: () => {},
}
let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'management', 'plant-engineer', 'read-only', 'outsider'], mailer })
})
afterAll(() => it.end())
beforeEach(() => {
  letters.length = 0
})

const base = '/api/tenants/a/report-schedules'
const monthly = {
  ...{ name: 'Monthly', kind: 'service', language: 'en', form: 'pdf', sites: [], every: 'month', day: 1, hour: 6 },
  ...{ timeZone: 'Europe/Berlin', paused: false, recipients: ['management@example.com'] },
}
const call = (who: string, method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  it.as(who, { method, url, ...(payload ? { payload } : {}) })

test('one is made for people of the organisation, seen, sent now, and ended; its history stays', async () => {
  const added = await call('management', 'POST', base, monthly)
  expect(added.json()).toMatchObject({ by: 'management@example.com', nextAt: 1_900_000_000_000_000 })
  expect(added.json().recipients).toEqual([{ email: 'management@example.com', confirmed: true, outside: false }])
  const { id } = added.json()
  expect((await call('management', 'POST', `${base}/${id}/send`)).statusCode).toBe(204)
  expect((await call('management', 'DELETE', `${base}/${id}`)).statusCode).toBe(204)
  expect((await call('management', 'GET', base)).json().items).toEqual([])
  const { items } = (await call('management', 'GET', '/api/tenants/a/report-runs')).json()
  expect(items).toMatchObject([{ name: 'Monthly', asked_by: 'management@example.com', state: 'waiting' }])
  expect(letters).toEqual([])
})

test.each([
  [{ kind: 'none' }, 'kind'],
  [{ sites: ['none'] }, 'sites'],
  [{ every: 'week', day: 8 }, 'day'],
  [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  [{ recipients: ['boss@elsewhere.com'] }, 'recipients'],
])('%j is refused at its field', async (given, field) => {
  const answer = await call('management', 'POST', base, { ...monthly, ...given })
  expect(answer.statusCode).toBe(400)
  expect(Object.keys(answer.json().fields)).toEqual([field])
})

test('who may not read money schedules none of it, and who may only read schedules nothing', async () => {
  expect((await call('read-only', 'POST', base, monthly)).statusCode).toBe(403)
  expect((await call('outsider', 'GET', base)).statusCode).toBe(404)
})

test('an address outside is asked first, agrees by a button, and can end it by the same link', async () => {
  await call('provider-admin', 'PATCH', '/api/tenants/a', { outsideReports: true })
  const given = { ...monthly, recipients: ['boss@elsewhere.com'] }
  const added = (await call('management', 'POST', base, given)).json()
  expect(added.recipients).toEqual([{ email: 'boss@elsewhere.com', confirmed: false, outside: true }])
  const [letter] = letters
  expect(letter).toMatchObject({ to: 'boss@elsewhere.com' })
  const token = /token=([\w-]+)/.exec(letter!.text)![1]!
  // Who follows the link changes nothing.
  expect((await it.app.inject({ url: `/api/report-recipients/answer?token=${token}` })).statusCode).toBe(404)
  const answer = (wanted: boolean, of = token) =>
    call('nobody', 'POST', '/api/report-recipients/answer', { token: of, wanted })
  expect((await answer(true)).json()).toEqual({ email: 'boss@elsewhere.com', wanted: true })
  const recipients = async () =>
    (await call('management', 'GET', base)).json().items.find(({ id }: { id: string }) => id === added.id).recipients
  expect(await recipients()).toMatchObject([{ confirmed: true }])
  // What was confirmed stays so, and nobody is asked twice.
  await call('management', 'PUT', `${base}/${added.id}`, { ...given, hour: 7 })
  expect(letters.length).toBe(1)
  expect(await recipients()).toMatchObject([{ confirmed: true }])
  expect((await answer(false)).json()).toMatchObject({ wanted: false })
  expect(await recipients()).toEqual([])
  expect((await answer(true)).statusCode).toBe(404)
  expect((await answer(true, 'x'.repeat(43))).statusCode).toBe(404)
})

test('a link to a report that nobody sent leads nowhere', async () => {
  expect((await it.app.inject({ url: `/api/report-letters/${'x'.repeat(43)}` })).statusCode).toBe(404)
})
