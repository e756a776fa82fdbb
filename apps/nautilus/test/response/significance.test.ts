import { type RuleFacts, significanceOf, truthOf } from '@nautilus/response'
import { describe, expect, test } from 'vitest'
import { loadObligationCommon, loadObligations, obligationNamed } from '../../src/response/obligations.ts'

const all = loadObligations()
const de = obligationNamed(all, 'NIS2-DE')
const HOUR = 3600e6
const of = (answers: RuleFacts, hours = 1) => significanceOf(de, answers, { askedAt: 0, at: hours * HOUR })!

/** Every question answered with what makes nothing significant. */
const calm: RuleFacts = {
  'entity.isManagedServiceProvider': false,
  'entity.turnoverEur': 100_000_000,
  'answer.serviceAffected': false,
  'answer.severeDisruption': false,
  'answer.othersAffected': false,
  'answer.lossEur': 1000,
  'answer.tradeSecrets': false,
  'answer.death': false,
  'answer.healthDamage': false,
  'answer.unauthorisedAccess': false,
  'answer.malicious': false,
  'answer.recurring': false,
}

describe('a suggestion with its reasons', () => {
  test('nothing answered: undecided, with what is not known', () => {
    const { suggests, open } = of({})
    expect(suggests).toBe('undecided')
    expect(open.find(({ criterion }) => criterion.id === 'disruption')!.unknown).toEqual([
      'answer.serviceAffected',
      'answer.severeDisruption',
    ])
  })
  test('all answered, none met: do not report', () => {
    expect(of(calm)).toMatchObject({ suggests: 'do-not-report', met: [], open: [] })
  })
  test('one met is enough, whatever else is not known', () => {
    const { suggests, met } = of({ 'answer.serviceAffected': true, 'answer.severeDisruption': true })
    expect([suggests, met.map(({ id, binding }) => [id, binding])]).toEqual(['report', [['disruption', true]]])
  })
  test('the lower of the amount and the share of turnover', () => {
    const loss = (lossEur: number, turnover: number | null) =>
      of({ ...calm, 'answer.lossEur': lossEur, 'entity.turnoverEur': turnover }).suggests
    expect(loss(500_001, 100_000_000)).toBe('report')
    expect(loss(500_000, 100_000_000)).toBe('do-not-report')
    expect(loss(60_000, 1_000_000)).toBe('report')
    expect(loss(50_000, 1_000_000)).toBe('do-not-report')
    expect(loss(60_000, null)).toBe('undecided')
    expect(loss(500_001, null)).toBe('report')
  })
  test('planned maintenance is none, unless malice is not excluded', () => {
    const disrupted = {
      ...calm,
      'answer.serviceAffected': true,
      'answer.severeDisruption': true,
      'answer.plannedMaintenance': true,
    }
    expect(of(disrupted)).toMatchObject({ suggests: 'do-not-report', met: [{ id: 'maintenance' }] })
    expect(of({ ...disrupted, 'answer.malicious': true }).suggests).toBe('report')
    expect(of({ ...disrupted, 'answer.malicious': null }).suggests).toBe('report')
  })
  test('a provider whose service was away for more than half an hour', () => {
    const provider = { ...calm, 'entity.isManagedServiceProvider': true, 'answer.limitedMinutes': 0 }
    expect(of({ ...provider, 'answer.unavailableMinutes': 31 }).met.map(({ id }) => id)).toEqual(['provider-down'])
    expect(of({ ...provider, 'answer.unavailableMinutes': 30 }).suggests).toBe('do-not-report')
  })
  test('still unknown after 12 hours, it escalates', () => {
    expect([of({}, 11.99).escalates, of({}, 12).escalates, of(calm, 13).escalates]).toEqual([false, true, false])
  })
})

describe('which obligations apply', () => {
  const applying = (facts: RuleFacts) =>
    all.filter(({ appliesIf }) => truthOf(appliesIf, facts) !== false).map(({ id }) => id)
  const nothing: RuleFacts = {
    'entity.class': 'out',
    'entity.establishedIn': 'DE',
    'entity.memberStates': ['DE'],
    'entity.isController': false,
    'entity.isCritical': false,
    'entity.isFinancial': false,
    'entity.isManufacturer': false,
    'entity.isUsCovered': false,
  }
  test('by class, country and kind of entity', () => {
    expect(applying(nothing)).toEqual([])
    expect(applying({ ...nothing, 'entity.class': 'important' })).toEqual(['NIS2-DE', 'NIS2-EU'])
    expect(applying({ ...nothing, 'entity.class': 'essential', 'entity.memberStates': ['BE', 'NL'] })).toEqual([
      'NIS2-BE',
      'NIS2-DE',
      'NIS2-EU',
      'NIS2-NL',
    ])
    expect(applying({ ...nothing, 'entity.isManufacturer': true, 'incident.productExploited': true })).toEqual(['CRA'])
  })
  test('what is not known is not left out', () => {
    expect(applying({})).toEqual(all.map(({ id }) => id))
  })
})

test('every answer that a rule needs is asked by a question', () => {
  const { questions, facts } = loadObligationCommon()
  const asked = new Set(questions.flatMap(({ fills }) => fills))
  expect([...facts.keys()].filter(name => name.startsWith('answer.') && !asked.has(name))).toEqual([])
})
