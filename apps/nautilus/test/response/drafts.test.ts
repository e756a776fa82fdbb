// Drafts of the stages of NIS2 in Germany: `npx vitest run apps/nautilus/test/response/drafts -u` renews the goldens.

import {
  type DraftOptions,
  draftLanguages,
  draftReport,
  fieldIds,
  fieldOf,
  type ReportFacts,
  type ReportSource,
  reportJson,
  reportPlan,
  reportText,
} from '@nautilus/response'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadObligations, obligationNamed } from '../../src/response/obligations.ts'

const all = loadObligations()
const de = obligationNamed(all, 'NIS2-DE')
const moment = (iso: string) => Date.parse(iso) * 1000
const artefact = (id: string): ReportSource => ({ kind: 'artefact', id })
const author: ReportSource = { kind: 'author', by: 'Lea Kühn', at: moment('2026-01-30T12:00Z') }

const early: ReportFacts = {
  'entity.legalName': { value: 'Wasserwerk Musterstadt GmbH', source: author },
  'entity.registrationNo': { value: 'HRB 12345', source: author },
  'entity.address': { value: 'Uferweg 1, 12345 Musterstadt', source: author },
  'entity.sector': { value: 'drinking water', source: author },
  'entity.class': { value: 'important', source: author },
  'notifier.name': { value: 'Lea Kühn', source: author },
  'notifier.role': { value: 'CISO', source: author },
  'notifier.email': { value: 'lea@musterstadt.example', source: author },
  'meta.ownRef': { value: 'INC-2026-004', source: artefact('incident:4') },
  'time.detectedAt': { value: moment('2026-01-30T02:11:07Z'), source: artefact('finding:a1b2') },
  'time.awareAt': { value: moment('2026-01-30T10:00Z'), source: author },
  'nature.title': { value: 'Program download to a pump controller', source: author },
  'nature.summary': {
    value: 'An unknown station loaded a program into the controller of pump 3.',
    source: artefact('finding:a1b2'),
  },
  'nature.suspectedMalicious': { value: true, source: author },
  'crossBorder.possible': { value: null, source: author },
}
const later: ReportFacts = {
  ...early,
  'time.ongoing': { value: false, source: author },
  'nature.status': { value: 'contained', source: author },
  'impact.severity': { value: 'high', source: author },
  'impact.services': { value: ['supply of drinking water'], source: artefact('process:pumping') },
  'impact.durationMin': { value: 95, source: artefact('timeline:4') },
  'impact.financialEstimate': { value: { p10: 12_000, p50: 30_000.4, p90: 180_000 }, source: artefact('loss:4') },
  indicators: {
    value: [{ type: 'ip', value: '10.20.0.77', context: 'source of the download' }],
    source: artefact('finding:a1b2'),
  },
  'measures.taken': { value: 'Loops were run by hand, and the station was blocked.', source: artefact('decision:9') },
  'rootCause.likely': { value: null, source: author },
}

const options = (stage: string, facts: ReportFacts, language: 'en' | 'de' = 'en'): DraftOptions => ({
  template: de,
  stage: de.stages.find(({ key }) => key === stage)!,
  facts,
  language,
  timeZone: 'Europe/Berlin',
  record: 'incident:4@17',
})

describe('as a person reads it', () => {
  test.each([
    ['early-warning', early, 'en'],
    ['early-warning', early, 'de'],
    ['notification', later, 'de'],
    ['final', later, 'en'],
  ] as const)('%s', async (stage, facts, language) => {
    const text = reportText(draftReport(options(stage, facts, language)))
    await expect(text).toMatchFileSnapshot(`goldens/nis2-de-${stage}.${language}.txt`)
  })
})

test('what is required and lacks is listed; said to be unknown is not lacking, but a name must be known', () => {
  const missing = (facts: ReportFacts) => draftReport(options('early-warning', facts)).missing.map(({ field }) => field)
  expect(missing(early)).toEqual(['notifier.phone'])
  const { 'nature.suspectedMalicious': _, ...without } = early
  expect(missing(without)).toEqual(['notifier.phone', 'nature.suspectedMalicious'])
  expect(missing({ ...early, 'entity.legalName': { value: null, source: author } })).toEqual([
    'entity.legalName',
    'notifier.phone',
  ])
})

test('the field sheet has the order of the form', () => {
  for (const stage of de.stages)
    expect(draftReport({ ...options(stage.key, early), stage }).sheet.map(({ field }) => field)).toEqual(
      stage.fields.map(({ field }) => field),
    )
})

test('a correction says what it corrects', () => {
  expect(draftReport({ ...options('notification', later), corrects: 'BSI-77' }).title).toBe(
    'Correction of BSI-77 (Incident notification): Program download to a pump controller',
  )
})

test('text from the network cannot move a cursor or hide; what is cut is counted', () => {
  const facts: ReportFacts = {
    ...early,
    'nature.summary': { value: `\u001b[2J\u202eevil\n$& {} ${'x'.repeat(5000)}`, source: author },
  }
  const [sentence] = draftReport(options('early-warning', facts)).sections[0]!.sentences
  expect(sentence!.text).toMatch(/^\[2J evil \$& \{\} x+… \(\d+ characters more\)$/)
})

const anyOfKind: Record<string, fc.Arbitrary<unknown>> = {
  text: fc.string(),
  texts: fc.array(fc.string(), { maxLength: 60 }),
  moment: fc.integer({ min: 0, max: 2e15 }),
  flag: fc.boolean(),
  number: fc.double({ min: 0, max: 1e9, noNaN: true }),
  minutes: fc.nat(100_000),
  euros: fc.record({ p10: fc.nat(), p50: fc.nat(), p90: fc.nat() }),
  indicators: fc.array(fc.record({ type: fc.string(), value: fc.string(), context: fc.string() })),
  files: fc.array(fc.record({ name: fc.string(), sha256: fc.string() })),
}
const source = fc.oneof(fc.string({ minLength: 1 }).map(artefact), fc.constant(author))
const anyFacts = fc
  .uniqueArray(fc.constantFrom(...fieldIds), { maxLength: 60, size: 'max' })
  .chain(ids =>
    fc.tuple(
      ...ids.map(id => {
        const { kind, words } = fieldOf(id)
        const value = kind === 'word' ? fc.constantFrom(...Object.keys(words!)) : anyOfKind[kind]!
        return fc.record({ value: fc.oneof(fc.constant(null), value), source }).map(stated => [id, stated] as const)
      }),
    ),
  )
  .map(entries => Object.fromEntries(entries) as ReportFacts)

test('every sentence of every stage of every template has a source, which is one of the facts or the record', () => {
  const stages = all.flatMap(template => template.stages.map(stage => ({ template, stage })))
  fc.assert(
    fc.property(fc.constantFrom(...stages), anyFacts, ({ template, stage }, facts) => {
      for (const language of draftLanguages(stage)) {
        const report = draftReport({
          template,
          stage,
          facts,
          language,
          timeZone: 'Europe/Berlin',
          record: 'incident:4@17',
        })
        const known = new Set(['incident:4@17', ...Object.values(facts).map(({ source: one }) => JSON.stringify(one))])
        for (const { sentences } of report.sections)
          for (const { text, sources } of sentences) {
            expect(sources.length).toBeGreaterThan(0)
            for (const one of sources)
              expect(
                known.has(one.kind === 'artefact' && one.id === 'incident:4@17' ? one.id : JSON.stringify(one)),
              ).toBe(true)
            expect(text).not.toMatch(/\p{Cc}/u)
          }
        expect(JSON.parse(reportJson(report))).toEqual(report)
        expect(report.notice).toMatch(/Not legal advice|Keine Rechtsberatung/)
        for (const { field: id, need } of stage.fields)
          if (facts[id] === undefined && need === 'required')
            expect(report.missing.map(({ field }) => field)).toContain(id)
        expect(reportText(report)).not.toContain('undefined')
      }
    }),
    { numRuns: 100 },
  )
})

test('what a form asks of the incident is said in the text too', () => {
  const said = new Set(reportPlan.flatMap(({ says }) => says.map(([field]) => field)))
  const asked = new Set(all.flatMap(({ stages }) => stages.flatMap(({ fields }) => fields.map(({ field }) => field))))
  const aboutUs = /^(entity|notifier|meta)\.|^attachments$|^nature\.title$/
  expect([...asked].filter(field => !said.has(field) && !aboutUs.test(field))).toEqual([])
})

test('every stage of every template can be drafted in a language of ours', () => {
  for (const { stages } of all) for (const stage of stages) expect(draftLanguages(stage).length).toBeGreaterThan(0)
})
