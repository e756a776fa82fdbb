import { expect, test } from 'vitest'
import { type Act, type Actor, enrich, MAX_LINES, type Part, say, system, timelineOf } from '../../src/index.ts'
import type { Language } from '../../src/sentence.ts'
import { facts } from '../enrichment/facts.ts'
import {
  ana,
  answered,
  approve,
  asked,
  eva,
  find,
  finding,
  go,
  incidentOf,
  MINUTE,
  NIGHT,
  olaf,
  opened,
  sam,
} from '../plant.ts'

const told = ({ lines }: Part, language: Language = 'en'): string[] =>
  lines.map(({ at, sentence, by }) => {
    const who = by === null ? '' : by.kind === 'person' ? ` (${by.person})` : ' (program)'
    return `${at === null ? '' : `${(at - NIGHT) / MINUTE}: `}${say(sentence, language)}${who}`
  })

const room: readonly (readonly [Actor, Act])[] = [...asked, [system, { kind: 'enriched', enrichment: enrich(facts) }]]

test('what happened, to what, what it could do, what we do not know', () => {
  const timeline = timelineOf(incidentOf(...room, [sam, { kind: 'acknowledged', page: null }]), find)
  expect(told(timeline.happened)).toEqual([
    '0: ews downloaded a program to plc-1.',
    '2: State confirmed: because (ana)',
    '3: State enriched: because (program)',
    '5: State escalated: because (program)',
    '6: State awaiting engineering decision: because (ana)',
    '8: sam acknowledged.',
  ])
  expect(told(timeline.toWhat)).toContain('PLC kiln 2 is a controller in zone kiln cell.')
  expect(told(timeline.couldDo)).toEqual([
    'kiln 2 may do something else than the operators want.',
    'kiln 2 may stand still.',
    'kiln 2 is protected by SIL 2.',
    'While kiln 2 stands, it costs 12,000 EUR an hour.',
  ])
  expect(told(timeline.unknown)).toEqual([
    'Nobody answered: Is the process in a safe state?',
    'Nobody answered: What happens if the device stops now?',
    'What block DB7 was before was not seen.',
    'What EWS-3 is for is not known.',
  ])
  expect(told(timeline.happened, 'de')[4]).toBe('6: Zustand wartet auf technische Entscheidung: because (ana)')
  expect(timeline.happened.lines[0]).toMatchObject({ sources: ['f-1'], because: { key: 'reason.first' } })
})

test('a decision, and what was decided without an answer', () => {
  const decide = go('decided', { option: 'stop' })
  const plain = timelineOf(
    incidentOf(...asked, ...answered, [eva, approve('stop')], [olaf, approve('stop')], [eva, decide]),
    find,
  )
  expect(told(plain.happened).at(-1)).toBe('11: Option stop was decided: because (eva)')
  const over: readonly (readonly [Actor, Act])[] = [
    [eva, { kind: 'override-asked', option: 'stop', facts: ['G1', 'G4'], reason: 'There is a fire.' }],
    [olaf, { kind: 'override-confirmed', option: 'stop', reason: 'I see it.' }],
    [eva, approve('stop')],
    [olaf, approve('stop')],
    [eva, decide],
  ]
  expect(told(timelineOf(incidentOf(...asked, ...over), find).happened).at(-1)).toBe(
    '11: Two people went on without an answer to G1, G4: There is a fire. (eva)',
  )
})

test('before anything is looked up, that is said', () => {
  const { toWhat, couldDo, unknown } = timelineOf(incidentOf(...asked.slice(0, 2)), find)
  expect(told(toWhat)).toEqual(['plc-1', 'ews'])
  expect(told(couldDo)).toEqual([])
  expect(told(unknown)).toEqual(['Nothing was looked up yet.'])
})

test('a long story keeps its beginning and its end', () => {
  const many = Array.from({ length: 40 }, (_, at): readonly [Actor, Act] => [
    system,
    { kind: 'finding-added', finding: finding(`f-${at}`, { first: NIGHT + at, count: 2 }), reason: { kind: 'first' } },
  ])
  const { happened } = timelineOf(incidentOf([system, opened], ...many, [ana, go('confirmed')]), find)
  expect(happened.lines).toHaveLength(MAX_LINES)
  expect(happened.leftOut).toBe(41 - MAX_LINES)
  expect(happened.lines[0]!.sources).toEqual(['f-0'])
  expect(say(happened.lines[0]!.sentence, 'en')).toBe('ews downloaded a program to plc-1. (2 times)')
  expect(say(happened.lines.at(-1)!.sentence, 'en')).toBe('State confirmed: because')
})
