// Whatever people of any role try over HTTP, in whatever order: nothing is decided without answers, approvals and
// somebody who answers for the process. What the record then shows is judged by code that shares nothing with ours.
import { type Entry, states, verify } from '@nautilus/response'
import { sha256 } from '@nautilus/store'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { complaintsOf } from '../../response/test/decision/checker.ts'
import { download, find, safety } from '../../response/test/plant.ts'
import { findingOf, write } from './rows.ts'
import { type Served, served } from './served.ts'

const people = ['analyst', 'plant-engineer', 'operations-manager', 'management', 'read-only', 'auditor']
const ROUNDS = 25
let it: Served
beforeAll(async () => {
  it = await served({ people })
  it.platform.books = { find, all: [] }
  await write(it.db, 'a', { findings: Array.from({ length: 4 * ROUNDS }, (_, at) => findingOf(`f${at}`)) })
})
afterAll(() => it.end())

const base = '/api/tenants/a/sites/s/incidents'
const post = (who: string, url: string, payload: object) => it.as(who, { method: 'POST', url, payload })
const option = fc.constantFrom('stop', 'keep-running', 'keep-running', 'nothing')
const go = (to: string, more: object = {}) => ({ kind: 'state-changed', to, reason: 'because', ...more })

const act = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...states).map(to => go(to, { outcome: 'false' })) },
  { weight: 2, arbitrary: fc.constant(go('awaiting engineering decision')) },
  { weight: 5, arbitrary: option.map(id => go('decided', { option: id })) },
  { weight: 8, arbitrary: option.map(id => ({ kind: 'option-approved', option: id })) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('fact-answered'),
      fact: fc.constantFrom('G1', 'G4'),
      answer: fc.constantFrom('yes', 'yes', 'no', 'unknown', 'a story'),
      note: fc.constant(''),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('override-asked'),
      option,
      facts: fc.constantFrom(['G1', 'G4'], ['G1'], ['G4']),
      reason: fc.constant('no time'),
    }),
  },
  { weight: 3, arbitrary: option.map(id => ({ kind: 'override-confirmed', option: id, reason: 'seen' })) },
  { weight: 1, arbitrary: option.map(id => ({ kind: 'approval-withdrawn', option: id, reason: 'doubt' })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('PB-01', 'PB-08', 'PB-99').map(playbook => ({
      kind: 'playbook-started',
      playbook,
      version: '1',
    })),
  },
)
const deed = fc.record({ who: fc.constantFrom(...people, 'plant-engineer', 'operations-manager'), act })

let used = 0
let decided = 0

async function tried(deeds: readonly { readonly who: string; readonly act: object }[]): Promise<void> {
  const made = await post('analyst', base, { title: 'x', findings: [`f${used++}`], reason: 'because' })
  const { id } = made.json().incident
  const start = ['confirmed', 'enriched', 'escalated', 'awaiting engineering decision'].map(to => go(to))
  const run = { kind: 'playbook-started', playbook: download.id, version: download.version }
  for (const each of [run, ...start]) await post('analyst', `${base}/${id}/acts`, { act: each })
  for (const { who, act } of deeds) {
    const answer = await post(who, `${base}/${id}/acts`, { act })
    expect([200, 403, 409], answer.body).toContain(answer.statusCode)
    if (who === 'read-only' || who === 'auditor') expect(answer.statusCode).toBe(403)
  }
  const items = (await it.as('analyst', { method: 'GET', url: `${base}/${id}/record` })).json().items
  expect(verify(items, sha256)).toMatchObject({ ok: true })
  const entries: Entry[] = items.map(({ body }: { body: Entry }) => body)
  expect(complaintsOf(entries, [download, safety])).toEqual([])
  if (entries.some(({ act }) => act.kind === 'state-changed' && act.to === 'decided')) decided++
}

test('no path of calls reaches a decision without what it needs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 15, maxLength: 40 }), deeds => tried(deeds)),
    { numRuns: ROUNDS, seed: 7 },
  )
  // Otherwise it would hold of a room in which nothing can ever be decided.
  expect(decided).toBeGreaterThan(0)
})
