// A draft of one report, filled from evidence. Every sentence has a source, and what is not known is said as that.
import { inLanguage, type Language, type Text } from '../../reading/text.ts'
import { type FieldId, fieldOf, type ReportFacts, type Source, type Stated, sourceKey } from '../fields.ts'
import { type FieldNeed, type ObligationTemplate, type Stage, templateName } from '../template.ts'
import type { Gap, ReportDocument, Section, Sentence, SheetRow } from './document.ts'
import { plan, type Saying, type SectionPlan } from './sentences.ts'
import { valueText, type Wording } from './values.ts'

export type DraftOptions = Wording & {
  readonly template: ObligationTemplate
  readonly stage: Stage
  readonly facts: ReportFacts
  /** Id of what the facts were taken from, such as a revision of the incident. */
  readonly record: string
  /** The reference of the report that it corrects. */
  readonly corrects?: string
}

export function draft(options: DraftOptions): ReportDocument {
  const { template, stage, facts, language, record, corrects = null } = options
  const rows = stage.fields.map(({ field, need }) => rowOf(field, need, options))
  return {
    schema: 1,
    template: templateName(template),
    stage: stage.key,
    kind: stage.kind,
    language,
    languages: stage.languages,
    title: titleOf(stage, facts, options, corrects),
    notice: inLanguage(notice, language),
    authority: template.authority.name,
    corrects,
    sections: plan.map(section => sectionOf(section, options)).filter(({ sentences }) => sentences.length > 0),
    sheet: rows,
    missing: rows.flatMap(row => gapOf(row, options)),
    signoff: stage.signoff,
    record,
  }
}

const notice: Text = {
  en: 'A draft, filled from evidence and for a person to complete and sign. Not legal advice.',
  de: 'Ein Entwurf, aus Beweisen gefüllt und von einem Menschen zu ergänzen und zu zeichnen. Keine Rechtsberatung.',
}

function titleOf(stage: Stage, facts: ReportFacts, wording: Wording, corrects: string | null): string {
  const { language } = wording
  const name = stated('nature.title', facts)?.value
  const about = name ? `: ${valueText('nature.title', name, wording)}` : ''
  const what = inLanguage(stage.label, language)
  if (corrects === null) return `${what}${about}`
  return `${language === 'de' ? 'Berichtigung von' : 'Correction of'} ${corrects} (${what})${about}`
}

/** A list without entries says as little as nothing does. */
function stated(field: FieldId, facts: ReportFacts): Stated<unknown> | null {
  const found = (facts[field] as Stated<unknown> | undefined) ?? null
  const isEmpty = found?.value === '' || (Array.isArray(found?.value) && found.value.length === 0)
  return isEmpty ? null : found
}

function rowOf(field: FieldId, need: FieldNeed, { facts, ...wording }: DraftOptions): SheetRow {
  const found = stated(field, facts)
  const isGiven = found !== null && found.value !== null
  return {
    field,
    label: inLanguage(fieldOf(field).label, wording.language),
    need,
    state: isGiven ? 'given' : found ? 'unknown' : 'open',
    value: isGiven ? valueText(field, found.value, wording) : '',
    source: found?.source ?? null,
  }
}

/** What is required and not there; a name or an address cannot be unknown. */
function gapOf({ field, label, need, state }: SheetRow, { language }: DraftOptions): Gap[] {
  const isAsked = need === 'required' || need === 'auto' || need === 'carried'
  if (!isAsked || state === 'given' || (state === 'unknown' && !fieldOf(field).fixed)) return []
  const why: Text =
    state === 'unknown' ? { en: 'It must be known to report.', de: 'Es muss zur Meldung bekannt sein.' } : whyOpen[need]
  return [{ field, label, why: inLanguage(why, language) }]
}

const whyOpen: Readonly<Record<'required' | 'auto' | 'carried', Text>> = {
  required: {
    en: 'This stage requires it, and nobody has answered; say so if it is not known.',
    de: 'Diese Stufe verlangt es, und niemand hat geantwortet; falls unbekannt, bitte so angeben.',
  },
  auto: {
    en: 'It is filled from the record, which does not have it.',
    de: 'Es wird aus der Aufzeichnung gefüllt, dort fehlt es.',
  },
  carried: {
    en: 'It is carried over from an earlier report, which does not have it.',
    de: 'Es wird aus einer früheren Meldung übernommen, dort fehlt es.',
  },
}

function sectionOf({ key, title, says }: SectionPlan, options: DraftOptions): Section {
  const all = says.flatMap(([field, saying]) => saidOf(field, saying, options) ?? [])
  const sentences = all.flatMap(one => ('text' in one ? one : []))
  const unknown = all.flatMap(one => ('label' in one ? one : []))
  const { language } = options
  return { key, title: inLanguage(title, language), sentences: [...sentences, ...notKnown(unknown, language)] }
}

type Unknown = { readonly label: string; readonly source: Source }

/** The sentence of one field, or that it is not known. Null where the stage does not ask for it. */
function saidOf(field: FieldId, saying: Saying, options: DraftOptions): Sentence | Unknown | null {
  const { stage, facts, language, record } = options
  const need = stage.fields.find(asked => asked.field === field)?.need
  const found = stated(field, facts)
  if (need === undefined || (need === 'optional' && !found)) return null
  // That nobody said anything is shown by the record itself.
  const source: Source = found?.source ?? { kind: 'artefact', id: record }
  const value = found?.value ?? null
  if ('yes' in saying) {
    const answer = value === null ? saying.unknown : value === true ? saying.yes : saying.no
    return { text: inLanguage(answer, language), sources: [source] }
  }
  if (value === null) return { label: inLanguage(fieldOf(field).label, language), source }
  const told = valueText(field, value, options)
  return { text: ended(inLanguage(saying.said, language).replace('{}', () => told)), sources: [source] }
}

const ended = (text: string): string => (/[.!?…)]$/.test(text) ? text : `${text}.`)

function notKnown(all: readonly Unknown[], language: Language): Sentence[] {
  const [first, ...others] = all
  if (!first) return []
  const labels = all.map(({ label }) => label).join('; ')
  const seen = new Set([sourceKey(first.source)])
  const more = others
    .map(({ source }) => source)
    .filter(source => !seen.has(sourceKey(source)) && seen.add(sourceKey(source)))
  const text = language === 'de' ? `Derzeit nicht bekannt: ${labels}.` : `Not known at this time: ${labels}.`
  return [{ text, sources: [first.source, ...more] }]
}
