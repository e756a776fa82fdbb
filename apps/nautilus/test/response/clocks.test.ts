// The clocks of the templates that come with Nautilus, worked out by hand from the law.

import {
  type ClockAnchor,
  clocksOf,
  durationOf,
  momentAfter,
  type ObligationEntry,
  type ObligationTemplate,
  obligationOf,
  type RuleFacts,
} from '@nautilus/response'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadObligations, obligationNamed } from '../../src/response/obligations.ts'

const all = loadObligations()
const moment = (iso: string) => Date.parse(iso) * 1000
const iso = (at: number | null) => (at === null ? null : new Date(at / 1000).toISOString().slice(0, 16))
const by = 'lea'
const opened = (template: ObligationTemplate, timeZone = 'Europe/Berlin'): ObligationEntry => ({
  kind: 'obligation-opened',
  template,
  timeZone,
  by,
  at: moment('2026-01-01'),
})
const set = (anchor: ClockAnchor, when: string, reason = 'Confirmed by the analyst.'): ObligationEntry => ({
  kind: 'moment-set',
  anchor,
  moment: moment(when),
  reason,
  by,
  at: moment(when),
})
const sent = (stage: string, when: string, correction = false): ObligationEntry => ({
  kind: 'report-submitted',
  stage,
  moment: moment(when),
  receipt: 'R-1',
  correction,
  by,
  at: moment(when),
})

function told(id: string, entries: readonly ObligationEntry[], now: string, facts: RuleFacts = {}) {
  const obligation = obligationOf([opened(obligationNamed(all, id)), ...entries])!
  return Object.fromEntries(
    clocksOf(obligation, facts, moment(now)).map(({ stage, state, due, target }) => [
      stage.key,
      [state, iso(due), iso(target)],
    ]),
  )
}

describe('NIS2 in Germany', () => {
  test('nothing runs before a person has set when they became aware', () => {
    expect(told('NIS2-DE', [], '2026-02-01T00:00Z')).toEqual({
      'early-warning': ['waiting', null, null],
      notification: ['waiting', null, null],
      intermediate: ['not-needed', null, null],
      final: ['waiting', null, null],
      progress: ['offered', null, null],
    })
  })
  test('a moment without reason counts for nothing', () => {
    expect(told('NIS2-DE', [set('awareAt', '2026-01-31T10:00Z', ' ')], '2026-02-01T00:00Z')['early-warning']).toEqual([
      'waiting',
      null,
      null,
    ])
  })
  test('24 h and 72 h from awareness, a month from sending the notification', () => {
    const entries = [
      set('awareAt', '2026-01-30T10:00Z'),
      sent('early-warning', '2026-01-31T09:00Z'),
      sent('notification', '2026-01-31T12:00Z'),
    ]
    expect(told('NIS2-DE', entries, '2026-02-01T00:00Z')).toMatchObject({
      'early-warning': ['submitted', '2026-01-31T10:00', '2026-01-31T04:00'],
      notification: ['submitted', '2026-02-02T10:00', '2026-02-01T22:00'],
      final: ['running', '2026-02-28T12:00', '2026-02-25T12:00'],
    })
  })
  test('our target passes before the limit of the law', () => {
    const entries = [set('awareAt', '2026-01-30T10:00Z')]
    const state = (now: string) => told('NIS2-DE', entries, now)['early-warning']![0]
    expect(['2026-01-31T04:00Z', '2026-01-31T04:01Z', '2026-01-31T10:00Z', '2026-01-31T10:01Z'].map(state)).toEqual([
      'running',
      'late',
      'late',
      'overdue',
    ])
  })
  test('awareness that is corrected moves the clocks, a corrected report does not', () => {
    const entries = [
      set('awareAt', '2026-01-30T10:00Z'),
      sent('early-warning', '2026-01-30T12:00Z'),
      sent('notification', '2026-01-31T12:00Z'),
      sent('notification', '2026-02-10T12:00Z', true),
    ]
    expect(told('NIS2-DE', entries, '2026-02-11T00:00Z').final![1]).toBe('2026-02-28T12:00')
    expect(
      told('NIS2-DE', [...entries, set('awareAt', '2026-01-29T10:00Z')], '2026-02-11T00:00Z')['early-warning'],
    ).toEqual(['submitted-late', '2026-01-30T10:00', '2026-01-30T04:00'])
  })
  test('still ongoing: a progress report at the date of the final one, which is due a month after handling', () => {
    const entries: ObligationEntry[] = [
      set('awareAt', '2026-01-30T10:00Z'),
      sent('notification', '2026-01-31T12:00Z'),
      { kind: 'alternative-chosen', stage: 'progress', reason: 'Not contained yet.', by, at: moment('2026-02-20') },
    ]
    expect(told('NIS2-DE', entries, '2026-02-21T00:00Z')).toMatchObject({
      progress: ['running', '2026-02-28T12:00', '2026-02-28T12:00'],
      final: ['waiting', null, null],
    })
    expect(told('NIS2-DE', [...entries, set('handledAt', '2026-03-31T09:00Z')], '2026-04-01T00:00Z').final![1]).toBe(
      '2026-04-30T09:00',
    )
  })
  test('each request of the authority is due by itself', () => {
    const asked = (when: string, due: string | null): ObligationEntry => ({
      kind: 'report-requested',
      stage: 'intermediate',
      moment: moment(when),
      due: due === null ? null : moment(due),
      by,
      at: moment(when),
    })
    const obligation = obligationOf([
      opened(obligationNamed(all, 'NIS2-DE')),
      asked('2026-02-03T10:00Z', '2026-02-05T10:00Z'),
      asked('2026-02-06T10:00Z', null),
      sent('intermediate', '2026-02-04T10:00Z'),
    ])!
    const rows = clocksOf(obligation, {}, moment('2026-02-07T00:00Z')).filter(
      ({ stage }) => stage.key === 'intermediate',
    )
    expect(rows.map(({ state, due }) => [state, iso(due)])).toEqual([
      ['submitted', '2026-02-05T10:00'],
      ['running', null],
    ])
  })
})

test('the Netherlands: 72 h from sending the first report', () => {
  const entries = [set('awareAt', '2026-09-01T08:00Z'), sent('early-warning', '2026-09-02T07:00Z')]
  expect(told('NIS2-NL', entries, '2026-09-02T08:00Z').notification).toEqual([
    'running',
    '2026-09-05T07:00',
    '2026-09-03T19:00',
  ])
})

test('DORA: the earlier of 4 h from classification and 24 h from awareness; final from the last intermediate', () => {
  const aware = set('awareAt', '2026-09-01T08:00Z')
  expect(told('DORA', [aware], '2026-09-01T09:00Z').initial![1]).toBe('2026-09-02T08:00')
  expect(told('DORA', [aware, set('classifiedAt', '2026-09-01T10:00Z')], '2026-09-01T11:00Z').initial![1]).toBe(
    '2026-09-01T14:00',
  )
  expect(told('DORA', [aware, set('classifiedAt', '2026-09-02T06:00Z')], '2026-09-02T07:00Z').initial![1]).toBe(
    '2026-09-02T08:00',
  )
  const sentTwice = [
    aware,
    sent('initial', '2026-09-02T07:00Z'),
    sent('intermediate', '2026-09-04T07:00Z'),
    sent('intermediate', '2026-09-30T07:00Z'),
  ]
  expect(told('DORA', sentTwice, '2026-10-01T00:00Z')).toMatchObject({
    intermediate: ['submitted', '2026-09-05T07:00', '2026-09-04T19:00'],
    final: ['running', '2026-10-30T08:00', '2026-10-25T07:00'],
  })
})

test('CRA: 72 h from awareness however early the early warning was, and a final report of its kind', () => {
  const entries = [
    set('awareAt', '2026-10-01T08:00Z'),
    sent('early-warning', '2026-10-01T09:00Z'),
    sent('notification', '2026-10-02T09:00Z'),
  ]
  const facts = { 'incident.productExploited': true, 'incident.productIncident': false }
  expect(told('CRA', entries, '2026-10-03T00:00Z', facts)).toMatchObject({
    notification: ['submitted', '2026-10-04T08:00', '2026-10-03T20:00'],
    'final-incident': ['not-needed', null, null],
    'final-vulnerability': ['waiting', null, null],
  })
  expect(
    told('CRA', [...entries, set('fixAvailableAt', '2026-10-20T08:00Z')], '2026-10-21T00:00Z', facts)[
      'final-vulnerability'
    ]![1],
  ).toBe('2026-11-03T08:00')
})

test('GDPR tells the persons where their risk is high, and keeps the clock while that is not known', () => {
  const entries = [set('awareAt', '2026-10-01T08:00Z')]
  const persons = (risk: boolean | null) =>
    told('GDPR', entries, '2026-10-02T00:00Z', { 'answer.highRiskToPersons': risk }).persons![0]
  expect([true, false, null].map(persons)).toEqual(['running', 'not-needed', 'running'])
})

test('CER and CIRCIA', () => {
  expect(told('CER', [set('awareAt', '2026-01-31T10:00Z')], '2026-02-01T00:00Z')).toMatchObject({
    initial: ['running', '2026-02-01T10:00', '2026-02-01T04:00'],
    detailed: ['running', '2026-02-28T10:00', '2026-02-25T10:00'],
  })
  expect(
    told('CIRCIA', [set('paymentAt', '2026-02-01T10:00Z')], '2026-02-01T11:00Z', { 'incident.ransomPaid': true })
      .payment![1],
  ).toBe('2026-02-02T10:00')
})

const anyEntry = (template: ObligationTemplate): fc.Arbitrary<ObligationEntry> => {
  const stage = fc.constantFrom(...template.stages.map(({ key }) => key))
  const at = fc.integer({ min: 0, max: 120 * 24 }).map(hour => moment('2026-01-01') + hour * 3600e6)
  return fc.oneof(
    fc.record({
      kind: fc.constant('moment-set' as const),
      anchor: fc.constantFrom<ClockAnchor>('awareAt', 'classifiedAt', 'handledAt', 'paymentAt'),
      moment: at,
      reason: fc.constant('why'),
      by: fc.constant(by),
      at,
    }),
    fc.record({
      kind: fc.constant('report-submitted' as const),
      stage,
      moment: at,
      receipt: fc.constant(null),
      correction: fc.boolean(),
      by: fc.constant(by),
      at,
    }),
    fc.record({
      kind: fc.constant('report-requested' as const),
      stage,
      moment: at,
      due: fc.option(at),
      by: fc.constant(by),
      at,
    }),
    fc.record({
      kind: fc.constant('alternative-chosen' as const),
      stage,
      reason: fc.constant('why'),
      by: fc.constant(by),
      at,
    }),
  )
}

test('whatever people do: restart changes nothing, no target is later than the law, and no limit is later than its template says', () => {
  const any = fc
    .constantFrom(...all)
    .chain(template =>
      fc.tuple(
        fc.constant(template),
        fc.array(anyEntry(template), { maxLength: 25 }),
        fc.integer({ min: 0, max: 200 }),
      ),
    )
  fc.assert(
    fc.property(any, ([template, entries, day]) => {
      const record = [opened(template), ...entries]
      const now = moment('2026-01-01') + day * 86_400e6
      const clocks = clocksOf(obligationOf(record)!, {}, now)
      // What the record keeps is JSON, and all that is left after a restart.
      const kept = JSON.parse(JSON.stringify(record)) as ObligationEntry[]
      expect(clocksOf(obligationOf(kept)!, {}, now)).toEqual(clocks)
      for (const { due, target, from, state, request } of clocks) {
        if (due !== null && target !== null) expect(target).toBeLessThanOrEqual(due)
        if (due !== null && from !== null && request === null)
          expect(due).toBe(momentAfter(from.moment, from.clock.limit, 'Europe/Berlin'))
        if (state === 'overdue') expect(now).toBeGreaterThan(due!)
      }
    }),
    { numRuns: 150 },
  )
})

test('every target of a template is earlier than its limit, in the shortest month too', () => {
  for (const { stages } of all)
    for (const { target, clocks } of stages)
      for (const { limit } of target ? clocks : [])
        expect(momentAfter(moment('2026-01-31'), target!, 'UTC')).toBeLessThan(
          momentAfter(moment('2026-01-31'), limit, 'UTC'),
        )
  expect(durationOf('P25D')).not.toBeNull()
})
