// Incidents that people open by hand, the queue they are found in, the review before they close, and previews of plans.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { download, find, versionOf } from './plant.ts'
import { type Served, served } from './served.ts'

let it: Served
const people = ['analyst', 'plant-engineer', 'management', 'read-only', 'site-analyst']
const persons = new Map<string, string>()
beforeAll(async () => {
  it = await served({ people: [...people, 'outsider'] })
  const all = [{ id: download.id, version: download.version }] as unknown as Served['platform']['books']['all']
  it.platform.books = { find, read: () => null, all, versionOf }
  for (const who of people) persons.set(who, (await it.as(who, { method: 'GET', url: '/api/me' })).json().person.id)
})
afterAll(() => it.end())

const tenant = '/api/tenants/a'
const base = `${tenant}/sites/s/incidents`
const post = (who: string, url: string, payload: object) => it.as(who, { method: 'POST', url, payload })
const get = async (who: string, url: string) => (await it.as(who, { method: 'GET', url })).json()
const titles = ({ items }: { items: readonly { title: string }[] }) => items.map(({ title }) => title)

async function opened(title: string, more: object = {}, site = 's'): Promise<string> {
  const body = { title, reason: `${title} was seen.`, severity: 'medium', ...more }
  const made = await post('analyst', `${tenant}/sites/${site}/incidents`, body)
  expect(made.statusCode, made.body).toBe(201)
  return made.json().incident.id
}
const acted = async (who: string, incident: string, act: object) => {
  const done = await post(who, `${base}/${incident}/acts`, { act })
  expect(done.statusCode, done.body).toBe(200)
}

describe('an incident without a finding', () => {
  test('is opened by hand, and folded like every other one', async () => {
    const id = await opened('The pump hums', {
      severity: 'high',
      assets: ['pump-1', '10.0.0.7'],
      playbook: download.id,
    })
    const { incident, timeline } = await get('read-only', `${base}/${id}`)
    expect(incident).toMatchObject({
      title: 'The pump hums',
      severity: 'high',
      state: 'detected',
      findings: [],
      reports: [{ text: 'The pump hums was seen.', assets: ['pump-1', '10.0.0.7'] }],
      run: { playbook: download.id, version: download.version },
      refused: [],
    })
    expect(JSON.stringify(timeline.happened)).toContain('The pump hums was seen.')
    expect(it.platform.incidents).toContain(`a ${id} detected`)
  })

  test('needs to be graded, a playbook that is there, and somebody who may', async () => {
    const body = { title: 'x', reason: 'because' }
    const bare = await post('analyst', base, body)
    expect([bare.statusCode, bare.json().fields]).toEqual([400, { severity: 'is required without findings' }])
    const wrong = await post('analyst', base, { ...body, severity: 'low', playbook: 'nowhere' })
    expect(wrong.json()).toMatchObject({ status: 400, code: 'playbook.missing', fields: { playbook: 'is not known' } })
    expect((await post('analyst', base, { ...body, severity: 'grave' })).statusCode).toBe(400)
    expect((await post('read-only', base, { ...body, severity: 'low' })).statusCode).toBe(403)
    expect((await post('analyst', `${tenant}/sites/nowhere/incidents`, { ...body, severity: 'low' })).statusCode).toBe(
      404,
    )
  })
})

describe('the queue', () => {
  const ids = new Map<string, string>()
  beforeAll(async () => {
    for (const [title, severity] of [
      ['Q low', 'low'],
      ['Q critical', 'critical'],
      ['Q waits', 'medium'],
      ['Q mine', 'medium'],
    ] as const)
      ids.set(title, await opened(title, { severity }))
    ids.set('Q there', await opened('Q there', { severity: 'recorded' }, 'other'))
    await acted('analyst', ids.get('Q mine')!, { kind: 'assigned', to: persons.get('analyst') })
    for (const to of ['confirmed', 'enriched', 'escalated', 'awaiting engineering decision'])
      await acted('analyst', ids.get('Q waits')!, { kind: 'state-changed', to, reason: 'because' })
  })
  const asked = async (query: string, who = 'analyst') =>
    titles(await get(who, `${tenant}/incidents?${query}`)).filter(title => title.startsWith('Q '))

  test('shows what awaits a decision first, or in the order that was asked for', async () => {
    expect(await asked('order=urgent&site=s')).toEqual(['Q waits', 'Q critical', 'Q mine', 'Q low'])
    expect(await asked('site=s')).toEqual(['Q critical', 'Q mine', 'Q waits', 'Q low'])
    expect(await asked('order=old')).toEqual(['Q low', 'Q critical', 'Q waits', 'Q mine', 'Q there'])
    expect(await asked('order=new')).toEqual(['Q there', 'Q mine', 'Q waits', 'Q critical', 'Q low'])
    expect((await asked('order=changed'))[0]).toBe('Q waits')
    expect((await asked('order=waiting')).at(-1)).toBe('Q waits')
    expect((await it.as('analyst', { method: 'GET', url: `${tenant}/incidents?order=loud` })).statusCode).toBe(400)
  })

  test.each(['urgent', 'grave', 'new', 'old', 'changed', 'waiting'])(
    'in the order %s pages join without a seam',
    async order => {
      const whole = await get('analyst', `${tenant}/incidents?order=${order}`)
      const paged: string[] = []
      for (let after = ''; ; ) {
        const page = await get('analyst', `${tenant}/incidents?order=${order}&limit=2${after}`)
        paged.push(...page.items.map(({ id }: { id: string }) => id))
        if (page.next === null) break
        after = `&after=${page.next}`
      }
      expect(paged).toEqual(whole.items.map(({ id }: { id: string }) => id))
      const bad = await it.as('analyst', { method: 'GET', url: `${tenant}/incidents?order=${order}&after=none` })
      expect(bad.statusCode).toBe(400)
    },
  )

  test('is cut by person, playbook and site, and nobody sees another site by asking for it', async () => {
    expect(await asked(`assignee=${persons.get('analyst')}`)).toEqual(['Q mine'])
    expect(await asked('unassigned=true&site=s&severity=low')).toEqual(['Q low'])
    expect(await asked('site=other')).toEqual(['Q there'])
    expect(titles(await get('analyst', `${tenant}/incidents?playbook=${download.id}`))).toEqual(['The pump hums'])
    expect(await asked('site=other', 'site-analyst')).toEqual([])
    expect(await asked('site=other&site=s', 'site-analyst')).toHaveLength(4)
    expect(await asked('exercise=true')).toEqual([])
  })

  test('counts each choice with the others, and without itself', async () => {
    const all = await get('analyst', `${tenant}/incidents-counts?site=s`)
    expect(all).toMatchObject({
      state: { detected: 4, 'awaiting engineering decision': 1 },
      severity: { low: 1, medium: 2, high: 1, critical: 1 },
      playbook: { [download.id]: 1, '': 4 },
      assignee: { '': 4, [persons.get('analyst')!]: 1 },
      exercise: { false: 5 },
    })
    const low = await get('analyst', `${tenant}/incidents-counts?site=s&severity=low`)
    expect(low.severity).toEqual(all.severity)
    expect(low.state).toEqual({ detected: 1 })
    const other = await get('site-analyst', `${tenant}/incidents-counts?site=other`)
    expect(other.state).toEqual({})
  })
})

test('it is closed as resolved when somebody has looked back, and the refusal has a code', async () => {
  const id = await opened('To be reviewed')
  const it_ = { kind: 'state-changed', reason: 'because' }
  await acted('analyst', id, { kind: 'playbook-started', playbook: download.id, version: download.version })
  for (const to of ['confirmed', 'enriched', 'escalated', 'awaiting engineering decision'])
    await acted('analyst', id, { ...it_, to })
  for (const fact of download.facts.filter(({ blocks }) => blocks))
    await acted('plant-engineer', id, { kind: 'fact-answered', fact: fact.id, answer: 'yes', note: '' })
  const refused = await post('plant-engineer', `${base}/${id}/acts`, {
    act: { ...it_, to: 'decided', option: 'keep-running' },
  })
  expect(refused.json()).toMatchObject({
    status: 409,
    code: 'decision.not-approved',
    values: { who: { key: 'refusal.need' } },
  })
  await acted('plant-engineer', id, { kind: 'option-approved', option: 'keep-running' })
  await acted('plant-engineer', id, { ...it_, to: 'decided', option: 'keep-running' })
  await acted('plant-engineer', id, { ...it_, to: 'recovered' })
  await acted('analyst', id, { ...it_, to: 'documented' })
  const close = { ...it_, to: 'closed', outcome: 'resolved' }
  const early = await post('management', `${base}/${id}/acts`, { act: close })
  expect(early.json()).toMatchObject({ status: 409, code: 'state.no-review', values: {} })
  await acted('management', id, { kind: 'reviewed', text: 'x', lessons: ['y'], wentWell: ['z'], actions: [] })
  await acted('management', id, {
    kind: 'action-agreed',
    action: 'a-1',
    text: 'Lock it.',
    owner: 'eva',
    due: '2030-01-31',
  })
  await acted('analyst', id, { kind: 'action-done', action: 'a-1', note: '' })
  await acted('management', id, close)
  const { incident } = await get('read-only', `${base}/${id}`)
  expect(incident).toMatchObject({ state: 'closed', actions: [{ owner: 'eva', due: '2030-01-31', done: {} }] })
})

describe('a plan that is not written yet', () => {
  const roster = { timeZone: 'UTC', people: ['eva'], rotation: 'daily', starts: '2026-01-01', handover: '06:00' }
  const whole = { ...roster, holidays: [], swaps: [], deputies: [] }
  const preview = (duty: string, body: object, who = 'read-only') =>
    post(who, `${tenant}/sites/s/rosters/${duty}/preview`, body)

  test('is shown as the calendar that follows from it, and nothing is stored', async () => {
    const from = Date.UTC(2026, 2, 1) * 1000
    const holidays = [{ date: '2026-03-02', person: null }]
    const done = await preview('analyst', { roster: { ...whole, holidays }, from, days: 4 })
    const day = (date: number, hour: number) => Date.UTC(2026, 2, date, hour) * 1000
    expect(done.json()).toEqual({
      faults: [],
      from,
      to: day(5, 0),
      shifts: [
        { from, to: day(2, 6), person: 'eva', deputy: null, why: 'rotation' },
        { from: day(2, 6), to: day(3, 6), person: null, deputy: null, why: 'nobody' },
        { from: day(3, 6), to: day(5, 0), person: 'eva', deputy: null, why: 'rotation' },
      ],
    })
    const faulty = await preview('analyst', { roster: { ...whole, timeZone: 'Mars' } })
    expect(faulty.json()).toMatchObject({ shifts: [], faults: [{ field: 'timeZone', code: 'roster.no-zone' }] })
    expect((await preview('analyst', { roster: whole, days: 1000 })).statusCode).toBe(400)
    expect((await preview('nobody', { roster: whole })).statusCode).toBe(400)
    expect((await preview('analyst', { roster: whole }, 'outsider')).statusCode).toBe(404)
    expect(
      (await get('read-only', `${tenant}/sites/s/rosters`)).items.every(
        ({ version }: { version: number }) => version === 0,
      ),
    ).toBe(true)
  })

  const step = { duties: ['analyst'], channels: ['mail'], acknowledgeWithin: 10, tries: 1, fallback: null }
  const policy = {
    steps: [step],
    everybody: { duties: ['analyst'], channels: ['mail'], every: 30, tries: 1 },
    inform: [],
    acknowledgementHolds: 60,
    quiet: null,
  }

  test('is shown as the night that follows from it; what is wrong is told at its field', async () => {
    const at = Date.UTC(2026, 2, 2, 3) * 1000
    const url = `${tenant}/sites/s/escalation-policy/preview`
    const done = (await post('read-only', url, { policy, severity: 'high', at })).json()
    expect(done).toMatchObject({ faults: [], cut: false })
    expect(done.calls[0].at).toBe(at)
    const bad = { ...policy, steps: [step, { ...step, duties: [], tries: 0 }] }
    const faulty = (await post('read-only', url, { policy: bad, severity: 'high' })).json()
    expect(faulty.faults.map(({ field }: { field: string }) => field)).toEqual(['steps.1.duties', 'steps.1.tries'])
    const put = await it.as('plant-engineer', {
      method: 'PUT',
      url: `${tenant}/sites/s/escalation-policy`,
      payload: bad,
    })
    expect(put.json()).toMatchObject({
      status: 400,
      code: 'policy.faults',
      fields: { 'steps.1.tries': 'step 2 is tried 1 to 20 times.' },
      codes: { 'steps.1.tries': { code: 'policy.step-tries', values: { step: 2, most: 20 } } },
    })
  })
})
