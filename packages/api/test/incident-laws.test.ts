// Whatever people of any role try over HTTP, in whatever order: nothing is decided without answers, approvals and
// somebody who answers for the process. What the record then shows is judged by code that shares nothing with ours.
import { type Actor, type Entry, states, verify } from '@nautilus/response'
import { sha256 } from '@nautilus/store'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { download, find, versionOf } from './plant.ts'
import { findingOf, write } from './rows.ts'
import { type Served, served } from './served.ts'

const people = ['analyst', 'plant-engineer', 'operations-manager', 'management', 'read-only', 'auditor']
const ROUNDS = 15
const engineers = ['plant-engineer', 'operations-manager']
let it: Served
beforeAll(async () => {
  it = await served({ people })
  it.platform.books = { find, read: () => null, all: [], versionOf }
  await write(it.db, 'a', { findings: Array.from({ length: 4 * ROUNDS }, (_, at) => findingOf(`f${at}`)) })
})
afterAll(() => it.end())

const base = '/api/tenants/a/sites/s/incidents'
const post = (who: string, url: string, payload: object) => it.as(who, { method: 'POST', url, payload })
const option = fc.constantFrom('stop', 'keep-running', 'keep-running', 'keep-running', 'nothing')
const go = (to: string, more: object = {}) => ({ kind: 'state-changed', to, reason: 'because', ...more })

const act = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom(...states.filter(state => state !== 'closed')).map(to => go(to, { outcome: 'false' })),
  },
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
    arbitrary: fc.constantFrom('PB-01', 'PB-99').map(playbook => ({
      kind: 'playbook-started',
      playbook,
      version: '1',
    })),
  },
)
const deed = fc.record({ who: fc.constantFrom(...people, ...engineers, ...engineers), act })

/** The straight way to a decision, some of it left out, and what others do in between. */
const straight = [
  { who: 'plant-engineer', act: { kind: 'fact-answered', fact: 'G1', answer: 'yes', note: '' } },
  { who: 'operations-manager', act: { kind: 'fact-answered', fact: 'G4', answer: 'The mixer stops.', note: '' } },
  { who: 'operations-manager', act: { kind: 'option-approved', option: 'keep-running' } },
  { who: 'plant-engineer', act: go('decided', { option: 'keep-running' }) },
]
const path = fc
  .tuple(fc.subarray(straight, { minLength: 3 }), fc.array(deed, { minLength: 12, maxLength: 20, size: 'max' }))
  .map(([way, others]) =>
    others.flatMap((other, at) => (at % 3 === 2 && way[(at - 2) / 3] ? [other, way[(at - 2) / 3]!] : [other])),
  )

const DECIDERS = ['shift-supervisor', 'plant-engineer', 'process-safety-engineer', 'operations-manager']
const AWAITING = 'awaiting engineering decision'
const held = (by: Actor): readonly string[] => (by.kind === 'person' ? by.duties : [])
const isDecider = (by: Actor): boolean => held(by).some(duty => DECIDERS.includes(duty))
const personOf = (by: Actor): string => (by.kind === 'person' ? by.person : '')

/** What speaks against a decision, read from the entries before it. */
function complaints(entries: readonly Entry[], at: number): string[] {
  const { by, act } = entries[at]!
  const option = act.kind === 'state-changed' ? act.option : undefined
  const before = entries.slice(0, at)
  const room = before.slice(before.findLastIndex(({ act }) => act.kind === 'state-changed' && act.to === AWAITING))
  const since = before.slice(before.findLastIndex(({ act }) => act.kind === 'playbook-started'))
  const approvers = room.filter(
    ({ by, act }, place) =>
      act.kind === 'option-approved' &&
      act.option === option &&
      !room
        .slice(place)
        .some(
          later =>
            later.act.kind === 'approval-withdrawn' &&
            later.act.option === option &&
            personOf(later.by) === personOf(by),
        ),
  )
  const isAnswered = (fact: string): boolean => {
    const last = since.findLast(({ act }) => act.kind === 'fact-answered' && act.fact === fact)
    if (last?.act.kind !== 'fact-answered' || last.act.answer === 'unknown') return false
    return fact !== 'G1' || (isDecider(last.by) && ['yes', 'no'].includes(last.act.answer))
  }
  const isOverridden = room.some(
    ({ by: second, act: confirmed }, place) =>
      confirmed.kind === 'override-confirmed' &&
      confirmed.option === option &&
      isDecider(second) &&
      room
        .slice(0, place)
        .some(
          ({ by: first, act: asked }) =>
            asked.kind === 'override-asked' && isDecider(first) && personOf(first) !== personOf(second),
        ),
  )
  const needs = option === 'stop' ? [['plant-engineer'], ['operations-manager']] : [DECIDERS]
  return [
    ...(isDecider(by) ? [] : ['decided by somebody who does not answer for the process']),
    ...(isOverridden || ['G1', 'G4'].every(isAnswered) ? [] : ['a question is open']),
    ...needs
      .filter(need => !approvers.some(({ by }) => held(by).some(duty => need.includes(duty))))
      .map(need => `no approval of ${need.join(' or ')}`),
  ]
}

let used = 0
let decided = 0

async function tried(deeds: readonly { readonly who: string; readonly act: object }[]): Promise<void> {
  const made = await post('analyst', base, { title: 'x', findings: [`f${used++}`], reason: 'because' })
  const { id } = made.json().incident
  const start = ['confirmed', 'enriched', 'escalated', AWAITING].map(to => go(to))
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
  for (const [at, { act }] of entries.entries()) {
    if (act.kind !== 'state-changed' || act.to !== 'decided') continue
    decided++
    expect(complaints(entries, at)).toEqual([])
  }
}

test('no path of calls reaches a decision without what it needs', async () => {
  await fc.assert(
    fc.asyncProperty(path, deeds => tried(deeds)),
    { numRuns: ROUNDS, seed: 7 },
  )
  // Otherwise it would hold of a room in which nothing can ever be decided.
  expect(decided).toBeGreaterThan(2)
})
