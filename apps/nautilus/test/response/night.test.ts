// A night, walked by hand through store, escalator and outbox.
import { createHmac } from 'node:crypto'
import { ask } from '@nautilus/api'
import type { Outcome } from '@nautilus/mail'
import type { Policy, Roster } from '@nautilus/response'
import { addExercise, repeatOutgoing } from '@nautilus/store'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TRIES, waitAfter } from '../../src/response/outbox.ts'
import { type Night, night, receiver, SITE } from './night.ts'

const SIGNING = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
let it: Night

beforeAll(async () => {
  it = await night()
  await it.person('ann', 'analyst')
  await it.person('eva', 'plant-engineer')
  await it.person('otto', 'operations-manager')
}, 120_000)
afterAll(() => it.end())
beforeEach(async () => {
  for (const table of ['incidents', 'incident_entries', 'outbox', 'rosters', 'policies', 'contacts'])
    await sql`delete from ${sql.table(table)}`.execute(it.db)
  it.troubles.length = 0
  it.at('2026-06-10T03:00')
})

const policy: Policy = {
  id: 'site',
  steps: [
    { duties: ['analyst'], channels: ['webhook'], acknowledgeWithin: 10, tries: 2, fallback: null },
    {
      duties: ['plant-engineer'],
      channels: ['webhook'],
      acknowledgeWithin: 10,
      tries: 1,
      fallback: 'operations-manager',
    },
  ],
  everybody: {
    duties: ['analyst', 'plant-engineer', 'operations-manager'],
    channels: ['webhook'],
    every: 10,
    tries: 1,
  },
  inform: [],
  acknowledgementHolds: 60,
  quiet: null,
}

const roster = (duty: Roster['duty'], people: readonly string[]): Roster => ({
  ...{ duty, timeZone: 'Europe/Berlin', people, rotation: 'daily', starts: '2026-01-01', handover: '06:00' },
  ...{ holidays: [], swaps: [], deputies: [] },
})

const called = async () => (await it.rows()).map(({ person, channel, state }) => `${person} ${channel} ${state}`)

/** Everything that is due now goes out. */
async function run({ escalator, outbox }: ReturnType<Night['parts']>) {
  await escalator.tick()
  await outbox.tick()
}

describe('a night', () => {
  test('goes from one to the next until somebody acknowledges', async () => {
    const there = await receiver()
    await it.contact('*', 'webhook', 'webhook', { url: there.url, secret: SIGNING })
    await it.policy(policy)
    const parts = it.parts()
    const incident = await it.open('i1')
    parts.escalator.look('a', incident)
    await run(parts)
    expect(await called()).toEqual(['ann webhook sent'])
    const seen = await it.incident('i1')
    expect(seen.escalations).toMatchObject([{ policy: 'site@1', by: { kind: 'system' }, stopped: null }])
    expect(seen.pages).toMatchObject([{ person: 'ann', slot: 'step-1.try-1', outcome: 'delivered' }])
    await run(parts)
    expect(there.got).toHaveLength(1)
    it.pass(9)
    await run(parts)
    expect(there.got).toHaveLength(1)
    for (const minutes of [1, 10, 10]) {
      it.pass(minutes)
      await run(parts)
    }
    expect(await called()).toEqual(['ann webhook sent', 'ann webhook sent', 'eva webhook sent', 'otto webhook sent'])
    const eva = { kind: 'person', person: 'eva', duties: ['plant-engineer'] } as const
    parts.escalator.look('a', await it.append('i1', [{ kind: 'acknowledged', page: null }], eva))
    it.pass(59)
    await run(parts)
    expect(await called()).toHaveLength(4)
    it.pass(1)
    await run(parts)
    expect((await called()).at(-1)).toBe('eva webhook sent')
    await there.close()
  })

  test('begins also where whoever wrote died before it could say so, and looks no more where nothing is due', async () => {
    await it.policy(policy)
    await it.open('grave')
    await it.open('mild', 'low')
    const waking = () =>
      it.scope(scoped => scoped.selectFrom('incidents').select(['id', 'wake']).orderBy('id').execute())
    expect((await waking()).map(({ wake }) => wake)).toEqual([it.clock.now, it.clock.now])
    await run(it.parts())
    expect(await called()).toEqual(['ann webhook failed'])
    await it.parts().escalator.tick()
    expect(await waking()).toEqual([
      { id: 'grave', wake: it.clock.now + 10 * 60e6 },
      { id: 'mild', wake: null },
    ])
  })

  test('says in the incident that everybody was called and nobody answers', async () => {
    await it.policy(policy)
    const parts = it.parts()
    parts.escalator.look('a', await it.open('i1'))
    for (let at = 0; at < 12; at++) {
      await run(parts)
      it.pass(10)
    }
    const { comments, pages } = await it.incident('i1')
    expect(comments.filter(({ text }) => text.includes('nobody answers'))).toHaveLength(1)
    expect(pages.every(({ outcome }) => outcome === 'failed')).toBe(true)
    expect((await it.rows())[0]).toMatchObject({
      state: 'failed',
      last_error: expect.stringContaining('add a contact'),
    })
    expect(it.troubles).toContainEqual(expect.stringContaining('nobody answers'))
  })

  test('says who is missing, and calls whoever is there', async () => {
    await it.policy(policy)
    await it.roster({ ...roster('analyst', ['ann']), starts: '2027-01-01' })
    const parts = it.parts()
    parts.escalator.look('a', await it.open('i1'))
    await run(parts)
    const { comments, pages } = await it.incident('i1')
    const texts = comments.map(({ text }) => text).join('\n')
    expect(texts).toContain('Not ready')
    expect(texts).toContain('Nobody could be called as analyst')
    expect(pages.map(({ person }) => person)).toEqual(['eva'])
  })

  test('keeps quiet hours for mild incidents alone', async () => {
    const quiet = { from: '22:00', to: '06:00', timeZone: 'Europe/Berlin', upTo: 'low' } as const
    await it.policy({ ...policy, quiet })
    const parts = it.parts()
    await it.open('mild', 'low')
    const eva = { kind: 'person', person: 'eva', duties: ['plant-engineer'] } as const
    parts.escalator.look(
      'a',
      await it.append('mild', [{ kind: 'escalation-started', policy: 'site', reason: 'Look.' }], eva),
    )
    parts.escalator.look('a', await it.open('grave'))
    await run(parts)
    expect((await it.rows()).map(({ incident }) => incident)).toEqual(['grave'])
    it.at('2026-06-10T06:00')
    await run(parts)
    expect((await it.rows()).map(({ incident }) => incident)).toContain('mild')
  })

  test('hands over at six by the clock on the wall, in the night in which it is changed', async () => {
    await it.policy(policy)
    await it.roster(roster('analyst', ['ann', 'otto']))
    // 2026-03-29, 02:00 becomes 03:00: 86 days after the first of January.
    it.at('2026-03-29T05:59')
    const parts = it.parts()
    parts.escalator.look('a', await it.open('before'))
    await run(parts)
    it.at('2026-03-29T06:00')
    parts.escalator.look('a', await it.open('after'))
    await run(parts)
    expect((await it.rows()).slice(0, 2).map(({ incident, person }) => `${incident} ${person}`)).toEqual([
      'before ann',
      'after otto',
    ])
  })

  test('begins medium ones when a person confirms them, and none that is low', async () => {
    const parts = it.parts()
    const medium = await it.open('medium', 'medium')
    parts.escalator.look('a', medium)
    parts.escalator.look('a', await it.open('low', 'low'))
    await run(parts)
    expect(await it.rows()).toEqual([])
    const ann = { kind: 'person', person: 'ann', duties: ['analyst'] } as const
    const confirmed = await it.append('medium', [{ kind: 'state-changed', to: 'confirmed', reason: 'True.' }], ann)
    parts.escalator.look('a', confirmed)
    await run(parts)
    expect((await it.incident('medium')).escalations).toMatchObject([{ policy: 'default@1' }])
    expect((await it.rows()).map(({ person, channel }) => `${person} ${channel}`)).toEqual(['ann mail'])
  })

  test('an exercise calls those who take part, and writes down whom it would have called', async () => {
    const there = await receiver()
    await it.contact('*', 'webhook', 'webhook', { url: there.url, secret: SIGNING })
    await it.policy(policy)
    const parts = it.parts()
    const incident = await it.open('x1', 'high', true)
    const place = { tenant: 'a', site: SITE }
    const played = { id: 'x1', story: 'download', title: 'Download at night', playbook: null, incident: 'x1' }
    await it.scope(scoped =>
      addExercise(scoped, place, { ...played, people: ['eva'], goals: {}, note: null, by: 'test' }),
    )
    parts.escalator.look('a', incident)
    await run(parts)
    expect(await called()).toEqual([])
    for (let minutes = 0; minutes < 30; minutes += 10) {
      it.pass(10)
      await run(parts)
    }
    expect(new Set(await called())).toEqual(new Set(['eva webhook sent']))
    const { pages } = await it.incident('x1')
    const outcomes = pages.map(({ person, outcome }) => `${person} ${outcome}`)
    expect(new Set(outcomes)).toEqual(new Set(['ann failed', 'eva delivered', 'otto failed']))
    await there.close()
  })
})

describe('the outbox', () => {
  test('loses nothing and goes on with the same key when it dies between sending and writing down', async () => {
    const there = await receiver()
    await it.contact('*', 'webhook', 'webhook', { url: there.url, secret: SIGNING })
    await it.policy(policy)
    const first = it.parts()
    first.escalator.look('a', await it.open('i1'))
    await first.escalator.tick()
    // Committed and not sent: whoever comes next sends it.
    const dying = it.parts({
      ask: async (url, outgoing) => {
        await ask(url, { allowPrivate: true }, outgoing)
        await sql`update outbox set payload = payload`.execute(it.db)
        throw await new Promise<Error>(() => {})
      },
    })
    void dying.outbox.tick()
    await expect.poll(() => there.got.length).toBe(1)
    const next = it.parts()
    await next.outbox.tick()
    expect(there.got).toHaveLength(1)
    await next.outbox.start()
    await next.outbox.tick()
    expect(there.got).toHaveLength(2)
    expect(there.got[1]?.headers['webhook-id']).toBe(there.got[0]?.headers['webhook-id'])
    expect(await called()).toEqual(['ann webhook sent'])
    await next.outbox.tick()
    expect(there.got).toHaveLength(2)
    await there.close()
  })

  test('signs after Standard Webhooks', async () => {
    const there = await receiver()
    await it.contact('*', 'webhook', 'webhook', { url: there.url, secret: SIGNING })
    await it.policy(policy)
    const parts = it.parts()
    parts.escalator.look('a', await it.open('i1'))
    await run(parts)
    const { headers, body } = there.got[0]!
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const own = createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${own}`)
    expect(JSON.parse(body)).toMatchObject({
      type: 'incident.page',
      data: {
        severity: 'high',
        site: 'Works',
        duty: 'analyst',
        link: expect.stringContaining('https://nautilus.example/acknowledge#'),
      },
    })
    await there.close()
  })

  test('comes again later each time, and gives up in the end; people repeat it', async () => {
    const there = await receiver((_, at) => (at <= TRIES ? 503 : 200))
    await it.contact('*', 'webhook', 'webhook', { url: there.url, secret: SIGNING })
    await it.policy(policy)
    const parts = it.parts()
    parts.escalator.look('a', await it.open('i1'))
    await run(parts)
    const [page] = await it.rows()
    expect(page).toMatchObject({ state: 'waiting', tries: 1, last_error: expect.stringContaining('503') })
    for (let tries = 2; tries <= TRIES; tries++) {
      const [row] = await it.rows()
      it.clock.now = row!.next_at
      await parts.outbox.tick()
    }
    expect((await it.rows())[0]).toMatchObject({ id: page!.id, state: 'dead', tries: TRIES })
    expect((await it.incident('i1')).pages[0]).toMatchObject({ outcome: 'failed' })
    await it.scope(scoped => repeatOutgoing(scoped, { site: SITE, id: page!.id }, it.clock.now))
    await parts.outbox.tick()
    expect((await it.rows())[0]).toMatchObject({ state: 'sent' })
    expect((await it.incident('i1')).pages[0]).toMatchObject({ outcome: 'delivered' })
    await there.close()
  })

  test('waits as long as it is asked to, but not for ever', async () => {
    await it.contact('*', 'webhook', 'webhook', { url: 'https://hooks.example/x', secret: SIGNING })
    await it.policy(policy)
    const busy = (after: string) => async () => new Response('', { status: 429, headers: { 'retry-after': after } })
    const parts = it.parts({ ask: busy('120') })
    parts.escalator.look('a', await it.open('i1'))
    await run(parts)
    const waits = async () => ((await it.rows())[0]!.next_at - it.clock.now) / 1e6
    expect(await waits()).toBe(120)
    it.pass(2)
    await it.parts({ ask: busy('999999') }).outbox.tick()
    expect(await waits()).toBe(1800)
    it.pass(30)
    await it.parts({ ask: busy('Wed, 21 Oct 2026 07:28:00 GMT') }).outbox.tick()
    expect(await waits()).toBe(20)
  })

  test('waits longer each time, by half at random', () => {
    expect([1, 2, 3].map(tries => waitAfter(tries, 1))).toEqual([5e6, 10e6, 20e6])
    expect(waitAfter(1, 0)).toBe(2.5e6)
    expect(waitAfter(40, 1)).toBe(1800e6)
  })

  test('asks no address of its own network, and says so', async () => {
    const there = await receiver()
    await it.contact('*', 'webhook', 'webhook', { url: there.url, secret: SIGNING })
    await it.policy(policy)
    const parts = it.parts({ ask: (url, outgoing) => ask(url, { allowPrivate: false }, outgoing) })
    parts.escalator.look('a', await it.open('i1'))
    await run(parts)
    expect(there.got).toEqual([])
    expect((await it.rows())[0]).toMatchObject({ state: 'failed' })
    await there.close()
  })

  test('lets nobody wait for one who is slow', async () => {
    const there = await receiver()
    await it.contact('ann', 'webhook', 'webhook', { url: 'http://127.0.0.1:1/slow', secret: SIGNING })
    await it.contact('*', 'chat', 'teams', { url: `${there.url}/teams` })
    await it.policy({ ...policy, steps: [{ ...policy.steps[0]!, channels: ['webhook', 'chat'] }] })
    let release = () => {}
    const slow = new Promise<Response>(resolve => {
      release = () => resolve(new Response('late', { status: 504 }))
    })
    const parts = it.parts({
      ask: (url, outgoing) => (url.endsWith('/slow') ? slow : ask(url, { allowPrivate: true }, outgoing)),
    })
    parts.escalator.look('a', await it.open('i1'))
    await parts.escalator.tick()
    const sending = parts.outbox.tick()
    await expect.poll(called).toContain('ann chat sent')
    release()
    await sending
    expect((await it.rows()).map(({ state }) => state).sort()).toEqual(['sent', 'waiting'])
    await there.close()
  })

  test('sends letters, and calls nobody by itself', async () => {
    const letters: { to: string; subject: string; text: string }[] = []
    const mail = async (letter: (typeof letters)[number]): Promise<Outcome> => {
      letters.push(letter)
      return { kind: 'ok', id: '1' }
    }
    await it.contact('ann', 'phone', 'phone', { number: '+49 151 2345678' })
    await it.policy({ ...policy, steps: [{ ...policy.steps[0]!, channels: ['mail', 'phone'] }] })
    const parts = it.parts({ mail })
    parts.escalator.look('a', await it.open('i1'))
    await run(parts)
    expect(letters).toMatchObject([{ to: 'ann@works.example', subject: expect.stringContaining('Incident (high)') }])
    expect((await it.rows()).find(({ channel }) => channel === 'phone')).toMatchObject({
      state: 'by-hand',
      last_error: expect.stringContaining('+49 151 2345678'),
    })
  })

  test('keeps addresses and secrets where the tables do not tell them', async () => {
    await it.contact('*', 'webhook', 'webhook', { url: 'https://hooks.example/T0/secret-part', secret: SIGNING })
    await it.policy(policy)
    const parts = it.parts({ ask: async () => new Response('', { status: 200 }) })
    parts.escalator.look('a', await it.open('i1'))
    await run(parts)
    const { rows } = await sql<{ all: string }>`
      select (select string_agg(c::text, ' ') from contacts c) || (select string_agg(o::text, ' ') from outbox o)
        || (select string_agg(e::text, ' ') from incident_entries e) as all`.execute(it.db)
    const hex = Buffer.from('secret-part').toString('hex')
    for (const word of ['secret-part', SIGNING, hex, 'acknowledge#']) expect(rows[0]!.all).not.toContain(word)
    expect(rows[0]!.all).toContain('webhook')
  })
})
