// Reports that come by themselves, through a real mail server: once among several processes, over a restart, over a mail
// server that says not now.
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReportPort } from '@nautilus/api'
import { smtpMailer } from '@nautilus/mail'
import {
  addMember,
  addRecipient,
  addRun,
  addSchedule,
  answerRecipient,
  asTenant,
  changeTenant,
  ensureSite,
  ensureTenant,
  getSchedule,
  listAudit,
  listReports,
  listRuns,
  type NewSchedule,
  type OpenDatabase,
  openDatabase,
  type StateServer,
  setReach,
  startState,
} from '@nautilus/store'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ReportScheduler, type SchedulerOptions } from '../../src/reports/scheduler.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-schedules-'))
let server: StateServer
let open: OpenDatabase
/** How the mail server answers the next letters; what it took. */
let answers: (string | null)[] = []
const got: { to: string; from: string; text: string }[] = []
let smtp: SMTPServer
const ends: (() => unknown)[] = []

beforeAll(async () => {
  server = await startState(join(folder, 'state'))
  open = await openDatabase(server.url, 8)
  smtp = new SMTPServer({
    ...{ authOptional: true, disableReverseLookup: true, disabledCommands: ['STARTTLS', 'AUTH'], size: 20_000_000 },
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const refusal = answers.shift() ?? null
        if (refusal !== null) {
          const error = new Error(refusal) as Error & { responseCode: number }
          error.responseCode = Number(refusal.slice(0, 3))
          return done(error)
        }
        const { mailFrom, rcptTo } = session.envelope
        got.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address).join(),
          text: Buffer.concat(pieces).toString('latin1'),
        })
        return done()
      })
    },
  })
  await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await new Promise<void>(resolve => smtp.close(resolve))
  await open.close()
  await server.stop()
  rmSync(folder, { recursive: true })
})

let tenant = ''
let count = 0
beforeEach(async () => {
  tenant = `t${++count}`
  got.length = 0
  answers = []
  await ensureTenant(open.db, tenant, 'Works of the north')
  await asTenant(open.db, tenant, scoped => ensureSite(scoped, tenant, { id: 's', name: 'Site' }))
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const made: { tenant: string; from: string; to: string }[] = []
const reports: ReportPort = {
  library: [
    { kind: 'service', money: false, of: 'period', sections: ['figures'] },
    { kind: 'board', money: true, of: 'period', sections: ['figures'] },
  ],
  nextDue: () => 0,
  make: async ({ tenant: of, from, to, kind }) => {
    made.push({ tenant: of, from, to })
    return { document: { title: `Report ${kind}`, sites: ['s'] }, from: 1, to: 2_000_000 }
  },
  file: async () => Buffer.from('%PDF-1.7 a report'),
}

const mailerFor = () => {
  const { port } = smtp.server.address() as AddressInfo
  const mailer = smtpMailer({
    host: '127.0.0.1',
    port,
    tls: 'none',
    user: null,
    secret: null,
    from: 'mail@example.com',
  })
  ends.push(() => mailer.close())
  return mailer
}

/** A timer that never comes: tests look themselves. */
const still = { now: () => 0, after: () => () => {} }

function scheduler(more: Partial<SchedulerOptions> = {}): ReportScheduler {
  const log = { error: () => {}, warn: () => {} } as unknown as SchedulerOptions['log']
  const one = new ReportScheduler({
    ...{ db: open.db, reports, mailer: mailerFor(), url: 'https://console.example.com', log, timer: still },
    random: () => 0.5,
    ...more,
  })
  ends.push(() => one.stop())
  return one
}

const monthly: NewSchedule = {
  ...{ name: 'Monthly', kind: 'service', language: 'en', form: 'pdf', sites: [], every: 'month', day: 1, hour: 6 },
  ...{ timeZone: 'Europe/Berlin', paused: false },
}
/** 1 April, 06:00 in Berlin. */
const DUE = Date.UTC(2026, 3, 1, 4)
const MINUTE = 60_000

async function scheduled(given: Partial<NewSchedule> = {}, emails: readonly string[] = ['boss@example.com']) {
  await asTenant(open.db, tenant, scoped => changeTenant(scoped, tenant, { outsideReports: true }))
  const id = await asTenant(open.db, tenant, scoped =>
    addSchedule(scoped, tenant, { ...monthly, ...given }, { nextAt: DUE * 1000, by: 'ada@example.com' }),
  )
  for (const email of emails) {
    const tokenHash = `${tenant} ${email}`
    await asTenant(open.db, tenant, scoped =>
      addRecipient(scoped, { tenant, schedule: id, email, user: null, tokenHash, by: 'ada@example.com' }),
    )
    await answerRecipient(open.db, tokenHash, true)
  }
  return id
}
const runs = async () => (await asTenant(open.db, tenant, scoped => listRuns(scoped, { limit: 50 })))!.items

test('nothing before its time; then it is made, sent, recorded, and due again', async () => {
  const id = await scheduled()
  const one = scheduler()
  await one.look(DUE - 1)
  expect([got.length, (await runs()).length]).toEqual([0, 0])
  await one.look(DUE)
  expect(got.map(({ to }) => to)).toEqual(['boss@example.com'])
  expect(made.at(-1)).toEqual({ tenant, from: '2026-03-01', to: '2026-03-31' })
  expect(got[0]!.text).toMatch(/Content-Type: application\/pdf; name=/)
  const [run] = await runs()
  expect(run).toMatchObject({ state: 'made', due: DUE * 1000, letters: [{ state: 'sent', linked: false, tries: 1 }] })
  const next = await asTenant(open.db, tenant, scoped => getSchedule(scoped, id))
  expect(next?.nextAt).toBe(Date.UTC(2026, 4, 1, 4) * 1000)
  const audit = await asTenant(open.db, tenant, scoped => listAudit(scoped, { limit: 10 }))
  expect(audit?.items.map(({ action }) => action)).toEqual(['report.send', 'report.make'])
  await one.look(DUE + MINUTE)
  expect(got.length).toBe(1)
})

test('of several processes that look at once, one makes and one sends', async () => {
  await scheduled({}, ['a@example.com', 'b@example.com', 'c@example.com'])
  const all = Array.from({ length: 4 }, () => scheduler())
  for (let at = 0; at < 5; at++) await Promise.all(all.map(one => one.look(DUE + at * MINUTE)))
  expect(got.map(({ to }) => to).sort()).toEqual(['a@example.com', 'b@example.com', 'c@example.com'])
  const page = await asTenant(open.db, tenant, scoped =>
    listReports(scoped, { sites: null, money: true }, { limit: 9 }),
  )
  expect(page?.items.length).toBe(1)
})

test('a process that ends while it makes one leaves it to the next', async () => {
  await scheduled()
  const dead = scheduler({ reports: { ...reports, make: () => new Promise(() => {}) } })
  void dead.look(DUE)
  await expect.poll(async () => (await runs())[0]?.tries).toBe(1)
  ends.length = ends.length - 1
  const other = scheduler()
  await other.look(DUE + MINUTE)
  expect(got.length).toBe(0)
  await other.look(DUE + 11 * MINUTE)
  expect(got.length).toBe(1)
})

test('what was due while everything was off comes afterwards, each with its own days', async () => {
  await scheduled()
  made.length = 0
  const one = scheduler()
  // A few runs with each look; what the tests before this one left is due as well, and may come first.
  for (let at = 0; at < 40; at++) await one.look(Date.UTC(2026, 6, 2) + at * MINUTE)
  const own = made.filter(one => one.tenant === tenant)
  expect(own.map(({ from }) => from).sort()).toEqual(['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'])
  expect((await runs()).flatMap(({ letters }) => letters.map(({ state }) => state))).toEqual(Array(4).fill('sent'))
})

test('a server that says not now is asked again; one that says never is not', async () => {
  await scheduled({}, ['a@example.com', 'b@example.com'])
  answers = ['451 4.3.0 greylisted', '550 5.7.1 no']
  const one = scheduler()
  await one.look(DUE)
  const states = async () => (await runs())[0]!.letters.map(({ state, tries }) => `${state} ${tries}`).sort()
  expect(await states()).toEqual(['failed 1', 'waiting 1'])
  await one.look(DUE + MINUTE)
  expect(await states()).toEqual(['failed 1', 'sent 2'])
  expect(got.length).toBe(1)
})

test('the same letter, tried again, has the same Message-ID, of the domain that sends', async () => {
  await scheduled()
  await setReach(open.db, tenant, { domain: `c.${tenant}.com`, mailName: 'SOC', mailAddress: `soc@${tenant}.com` }, 'p')
  const one = scheduler()
  await one.look(DUE)
  expect(got[0]!.from).toBe(`soc@${tenant}.com`)
  expect(got[0]!.text).toMatch(new RegExp(`Message-ID: <[0-9a-f-]{36}@${tenant}\\.com>`))
  expect(got[0]!.text).toContain('From: SOC <')
})

test('what is too large comes as a link, at the host name of the tenant', async () => {
  await scheduled()
  await setReach(open.db, tenant, { domain: `c.${tenant}.com`, mailName: null, mailAddress: null }, 'p')
  const one = scheduler({ mostAttached: 10 })
  await one.look(DUE)
  const text = got[0]!.text.replaceAll('=\r\n', '')
  expect(text).toContain(`https://c.${tenant}.com/api/report-letters/`)
  expect(text).not.toContain('application/pdf')
  expect((await runs())[0]!.letters[0]).toMatchObject({ state: 'sent', linked: true })
})

test('nobody gets what they may not read', async () => {
  await addMember(open.db, { tenant, user: 'reader', role: 'read-only', by: null })
  await addMember(open.db, { tenant, user: 'manager', role: 'management', by: null })
  const id = await scheduled({ kind: 'board' }, ['outside@example.com'])
  for (const user of ['reader', 'manager', 'gone'])
    await asTenant(open.db, tenant, scoped =>
      addRecipient(scoped, { tenant, schedule: id, email: `${user}@example.com`, user, tokenHash: null, by: 'ada' }),
    )
  await asTenant(open.db, tenant, scoped =>
    addRecipient(scoped, { tenant, schedule: id, email: 'silent@example.com', user: null, tokenHash: 'x', by: 'ada' }),
  )
  await asTenant(open.db, tenant, scoped => changeTenant(scoped, tenant, { outsideReports: false }))
  await scheduler().look(DUE)
  expect(got.map(({ to }) => to)).toEqual(['manager@example.com'])
  const told = (await runs())[0]!.letters.map(({ email, error }) => `${email}: ${error}`)
  expect(told).toEqual([
    'gone@example.com: This person may not read it.',
    'manager@example.com: null',
    'outside@example.com: Reports do not go outside the organisation.',
    'reader@example.com: This person may not read it.',
  ])
})

test('sent now, it comes at once and the schedule goes on', async () => {
  const id = await scheduled()
  const found = await asTenant(open.db, tenant, scoped => getSchedule(scoped, id))
  const now = DUE - 5 * 86_400_000
  await asTenant(open.db, tenant, scoped => addRun(scoped, found!, now * 1000, now * 1000, 'ada@example.com'))
  await scheduler().look(now)
  expect(got.length).toBe(1)
  expect((await runs())[0]).toMatchObject({ asked_by: 'ada@example.com', state: 'made' })
})
