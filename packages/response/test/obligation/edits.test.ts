// Whatever people change in a draft, no sentence is left without a source or an author, and no word of theirs is lost.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type DraftEdits,
  draftReport,
  editedReport,
  faultOfEdits,
  fieldIds,
  noEdits,
  type ObligationTemplate,
  type ReportFacts,
  reportPlan,
  statedBy,
  withEdits,
} from '../../src/index.ts'

const stage = {
  key: 'early-warning',
  kind: 'early-warning' as const,
  label: { en: 'Early warning', de: 'Frühwarnung' },
  clocks: [],
  target: null,
  when: null,
  requires: null,
  instead: null,
  onRequest: true,
  fields: fieldIds.map(field => ({ field, need: 'required' as const })),
  languages: ['de'],
  signoff: ['ciso' as const],
  certainty: 'primary' as const,
  note: null,
}
const template = {
  id: 'X-DE',
  version: 1,
  authority: { name: 'An authority' },
  stages: [stage],
} as unknown as ObligationTemplate
const facts: ReportFacts = {
  'nature.summary': { value: 'A program was loaded.', source: { kind: 'artefact', id: 'finding f-1' } },
}
const sections = reportPlan.map(({ key }) => key)

const documentOf = (edits: DraftEdits, language: 'en' | 'de' = 'en') =>
  editedReport(
    draftReport({
      template,
      stage,
      facts: statedBy(facts, edits),
      record: 'incident i-1, 3 entries',
      language,
      timeZone: 'UTC',
    }),
    edits,
  )

const stamp = { by: 'Anna', at: 7 }
const sentence = fc.record({
  section: fc.constantFrom(...sections),
  of: fc.oneof(fc.constant(null), fc.constantFrom('A program was loaded.', 'Of yesterday.')),
  text: fc.string({ maxLength: 40 }),
})
const field = fc.record({
  field: fc.constantFrom('nature.title', 'measures.taken', 'rootCause.likely'),
  value: fc.option(fc.string()),
})
const edits = fc
  .record({ sentences: fc.array(sentence, { maxLength: 8 }), fields: fc.array(field, { maxLength: 4 }) })
  .map(
    ({ sentences, fields }): DraftEdits => ({
      sentences: sentences.map(one => ({ ...one, ...stamp })),
      fields: fields.map(one => ({ ...one, ...stamp })) as DraftEdits['fields'],
    }),
  )

test('no sentence without a source or an author', () => {
  fc.assert(
    fc.property(edits, edits, fc.constantFrom('en', 'de'), (first, second, language) => {
      const all = withEdits(withEdits(noEdits, first), second)
      const { sections: said } = documentOf(all, language)
      for (const { sentences } of said)
        for (const { text, sources } of sentences) {
          expect(text.trim()).not.toBe('')
          expect(sources.length).toBeGreaterThan(0)
          for (const source of sources) expect(source.kind === 'artefact' ? source.id : source.by).not.toBe('')
        }
      const whole = said.flatMap(({ sentences }) => sentences.map(({ text }) => text))
      // The last word on each sentence stands; what takes the place of nothing that is drafted stands too.
      for (const { text, of } of second.sentences) if (of === null && text.trim() !== '') expect(whole).toContain(text)
    }),
  )
})

test('an edit of another kind than its field, or in no section, is refused with a sentence', () => {
  const of = (field: string, value: unknown): DraftEdits => ({
    ...noEdits,
    fields: [{ field, value, ...stamp }] as DraftEdits['fields'],
  })
  expect(faultOfEdits(of('time.startedAt', 5))).toBeNull()
  expect(faultOfEdits(of('time.startedAt', null))).toBeNull()
  for (const [name, value] of [
    ['time.startedAt', 'soon'],
    ['time.ongoing', 'yes'],
    ['impact.severity', 'huge'],
    ['impact.services', 'one'],
    ['impact.financialEstimate', { p10: 1 }],
    ['indicators', [{ type: 'ip' }]],
    ['impact.usersAffected', -1],
  ] as const)
    expect(faultOfEdits(of(name, value))).toMatch(/^The field /)
  const nowhere = { ...noEdits, sentences: [{ section: 'toString', of: null, text: 'x', ...stamp }] }
  expect(faultOfEdits(nowhere)).toBe('A report has no section toString.')
})

test('an emptied sentence is left out, and what is drafted anew keeps the rest', () => {
  const out = { ...noEdits, sentences: [{ section: 'events', of: 'A program was loaded.', text: ' ', ...stamp }] }
  expect(JSON.stringify(documentOf(out).sections)).not.toContain('A program was loaded.')
  expect(JSON.stringify(documentOf(noEdits).sections)).toContain('A program was loaded.')
})
