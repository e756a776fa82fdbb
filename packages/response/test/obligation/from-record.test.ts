// The record of an incident as entries of its obligations.
import { describe, expect, test } from 'vitest'
import {
  type Act,
  answersIn,
  answerValue,
  appliesTo,
  clocksOf,
  type Duty,
  type Entry,
  type ObligationTemplate,
  obligationEntriesOf,
  obligationOf,
  type ReportStage,
  signoffOf,
} from '../../src/index.ts'

const HOUR = 3600e6
const stage = {
  key: 'first',
  clocks: [{ from: 'awareAt', limit: { months: 0, minutes: 1440 }, submission: 'first' }],
  target: null,
  when: null,
  instead: null,
  onRequest: false,
  signoff: ['ciso', 'legal'],
} as unknown as ReportStage
const template = (id: string, version: number): ObligationTemplate =>
  ({
    id,
    version,
    stages: [stage],
    appliesIf: { op: 'is', of: { kind: 'fact', name: 'entity.isCritical' } },
    validFrom: '2026-02-01',
    validTo: null,
  }) as unknown as ObligationTemplate

const find = (id: string, version: string) =>
  version === '1' || version === '2' ? template(id, Number(version)) : null
const by = (person: string, ...duties: Duty[]): Entry['by'] => ({ kind: 'person', person, duties })
const entriesOf = (...acts: readonly (readonly [Entry['by'], Act])[]): Entry[] =>
  acts.map(([by, act], at) => ({ at, by, act }))
const start = (obligation: string, version: string): Act => ({
  kind: 'obligation-started',
  obligation,
  version,
  timeZone: 'Europe/Berlin',
})

describe('entries', () => {
  test('what was set before the start counts, other obligations do not, and the first version stays', () => {
    const entries = entriesOf(
      [by('a'), { kind: 'aware-set', at: 5, reason: 'r' }],
      [by('a'), start('X', '1')],
      [by('a'), start('X', '2')],
      [by('b'), { kind: 'moment-set', anchor: 'handledAt', obligation: 'Y', at: 9, reason: 'r' }],
      [by('b'), { kind: 'moment-set', anchor: 'classifiedAt', obligation: null, at: 8, reason: 'r' }],
      [by('b'), { kind: 'stage-submitted', obligation: 'Y', stage: 'first', at: 9, receipt: '' }],
      [by('b'), { kind: 'stage-submitted', obligation: 'X', stage: 'first', at: 30 * HOUR, receipt: '' }],
    )
    const obligation = obligationOf(obligationEntriesOf(entries, 'X', find))!
    expect(obligation.template.version).toBe(1)
    expect([...obligation.moments].map(([anchor, { moment, by }]) => [anchor, moment, by])).toEqual([
      ['awareAt', 5, 'a'],
      ['classifiedAt', 8, 'b'],
    ])
    const [clock] = clocksOf(obligation, {}, 40 * HOUR)
    expect(clock).toMatchObject({ state: 'submitted-late', due: 5 + 24 * HOUR, submittedAt: 30 * HOUR })
  })

  test('without a start, or with a template that nobody has, there are none', () => {
    expect(obligationEntriesOf([], 'X', find)).toEqual([])
    expect(obligationEntriesOf(entriesOf([by('a'), start('X', '7')]), 'X', find)).toEqual([])
  })
})

test('a signature is for one version of a draft and one duty', () => {
  const drafted = (hash: string): Act => ({ kind: 'stage-drafted', obligation: 'X', stage: 'first', hash })
  const signed = (hash: string): Act => ({ kind: 'stage-signed', obligation: 'X', stage: 'first', hash })
  const all = entriesOf(
    [by('a'), drafted('1')],
    [by('c', 'ciso'), signed('1')],
    [by('v', 'vendor'), signed('1')],
    [by('l', 'legal'), signed('0')],
  )
  expect(signoffOf(all, 'X', stage)).toMatchObject({ hash: '1', signed: [{ duty: 'ciso', by: 'c' }], open: ['legal'] })
  const anew = [...all, ...entriesOf([by('a'), drafted('2')])]
  expect(signoffOf(anew, 'X', stage)).toMatchObject({ hash: '2', signed: [], open: ['ciso', 'legal'] })
  expect(signoffOf(all, 'Y', stage)).toMatchObject({ hash: null, open: ['ciso', 'legal'] })
})

test('answers are of the kind of their fact; the newest counts, and not known is one', () => {
  const facts = new Map([
    ['answer.malicious', { kind: 'flag' as const, label: { en: '', de: '' } }],
    ['answer.lossEur', { kind: 'number' as const, label: { en: '', de: '' } }],
  ])
  const answer = (question: string, text: string): [Entry['by'], Act] => [
    by('a'),
    { kind: 'significance-answered', question, answer: text, note: '' },
  ]
  const answers = answersIn(
    entriesOf(
      answer('answer.malicious', 'yes'),
      answer('answer.malicious', 'unknown'),
      answer('answer.lossEur', 'much'),
      answer('answer.none', 'yes'),
    ),
    { facts },
  )
  expect([...answers].map(([name, { value }]) => [name, value])).toEqual([['answer.malicious', null]])
  expect([answerValue('12.5', 'number'), answerValue('-1', 'number'), answerValue('maybe', 'flag')]).toEqual([
    12.5,
    undefined,
    undefined,
  ])
  expect(answerValue('DE, NL', 'words')).toEqual(['DE', 'NL'])
})

test('whether it applies has three answers, and a law that is not in force asks for nothing', () => {
  const one = template('X', 1)
  expect(appliesTo(one, { 'entity.isCritical': true }, '2026-02-01')).toMatchObject({ applies: true, unknown: [] })
  expect(appliesTo(one, { 'entity.isCritical': true }, '2026-01-31').applies).toBe(false)
  expect(appliesTo(one, {}, '2026-02-01')).toEqual({
    applies: null,
    looked: [{ fact: 'entity.isCritical', value: null }],
    unknown: ['entity.isCritical'],
  })
})
