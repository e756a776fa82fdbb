// What people changed in a draft. Evidence may be drafted anew under it: what they wrote stays, under their name.
import type { FieldId, ReportFacts } from '../fields.ts'
import { fieldOf } from '../fields.ts'
import type { ReportDocument, Sentence } from './document.ts'
import { plan } from './sentences.ts'

type Deed = { readonly by: string /** µs */; readonly at: number }

/** A person states a field, or that it is not known: null. */
export type FieldEdit = Deed & { readonly field: FieldId; readonly value: unknown }
/** `of`: the drafted sentence whose place it takes; null: one more. An empty text leaves the sentence out. */
export type SentenceEdit = Deed & { readonly section: string; readonly of: string | null; readonly text: string }
export type DraftEdits = { readonly fields: readonly FieldEdit[]; readonly sentences: readonly SentenceEdit[] }

export const noEdits: DraftEdits = { fields: [], sentences: [] }
export const draftLimits = { fields: 200, sentences: 400, text: 10_000, list: 200 } as const

/** The newest word on each field and sentence; older ones are in older versions of the draft. */
export function withEdits(before: DraftEdits, more: DraftEdits): DraftEdits {
  const fields = new Map([...before.fields, ...more.fields].map(edit => [edit.field, edit]))
  const known = before.sentences.filter(
    ({ section, of }) => of === null || !more.sentences.some(next => next.section === section && next.of === of),
  )
  return { fields: [...fields.values()], sentences: [...known, ...more.sentences] }
}

/** Why an edit cannot be; null where it can. */
export function faultOfEdits({ fields, sentences }: DraftEdits): string | null {
  if (fields.length > draftLimits.fields) return `A draft has at most ${draftLimits.fields} fields that people stated.`
  if (sentences.length > draftLimits.sentences)
    return `A draft has at most ${draftLimits.sentences} sentences that people wrote.`
  const wrong = fields.find(({ field, value }) => value !== null && !isOfKind(field, value))
  if (wrong) return `The field ${wrong.field} takes ${kindSaid[fieldOf(wrong.field).kind]}.`
  const nowhere = sentences.find(({ section }) => !plan.some(({ key }) => key === section))
  return nowhere ? `A report has no section ${nowhere.section}.` : null
}

const kindSaid: Readonly<Record<string, string>> = {
  text: 'a text',
  texts: 'a list of texts',
  moment: 'a moment, µs since 1970-01-01 UTC',
  flag: 'true or false',
  number: 'a number from 0',
  minutes: 'a number of minutes from 0',
  euros: 'three numbers: p10, p50 and p90',
  indicators: 'a list of type, value and context',
  files: 'a list of name and sha256',
  word: 'one of its words',
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= draftLimits.text
const isCount = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 8.64e18
const isList = (value: unknown, of: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= draftLimits.list && value.every(of)
const hasOnly = (value: unknown, names: readonly string[], of: (one: unknown) => boolean): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === names.length &&
  names.every(name => of((value as Readonly<Record<string, unknown>>)[name]))

function isOfKind(field: FieldId, value: unknown): boolean {
  const { kind, words } = fieldOf(field)
  switch (kind) {
    case 'text':
      return isText(value)
    case 'texts':
      return isList(value, isText)
    case 'flag':
      return typeof value === 'boolean'
    case 'moment':
    case 'number':
    case 'minutes':
      return isCount(value)
    case 'euros':
      return hasOnly(value, ['p10', 'p50', 'p90'], isCount)
    case 'indicators':
      return isList(value, one => hasOnly(one, ['type', 'value', 'context'], isText))
    case 'files':
      return isList(value, one => hasOnly(one, ['name', 'sha256'], isText))
    case 'word':
      return typeof value === 'string' && Object.hasOwn(words ?? {}, value)
  }
}

/** People know better than the record. */
export const statedBy = (facts: ReportFacts, { fields }: DraftEdits): ReportFacts => ({
  ...facts,
  ...Object.fromEntries(
    fields.map(({ field, value, by, at }) => [field, { value, source: { kind: 'author', by, at } }]),
  ),
})

/** The document with the sentences that people wrote, each with its author. */
export function edited(document: ReportDocument, { sentences }: DraftEdits): ReportDocument {
  if (sentences.length === 0) return document
  const keys = plan.map(({ key }) => key)
  const sections = plan
    .map(({ key, title }) => {
      const drafted = document.sections.find(section => section.key === key)
      const own = sentences.filter(({ section }) => section === key)
      return {
        key,
        title: drafted?.title ?? title[document.language] ?? title.en,
        sentences: rewritten(drafted?.sentences ?? [], own),
      }
    })
    .filter(section => section.sentences.length > 0)
  return { ...document, sections: sections.sort((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key)) }
}

function rewritten(drafted: readonly Sentence[], edits: readonly SentenceEdit[]): Sentence[] {
  const kept = drafted.flatMap(sentence => {
    const edit = edits.findLast(({ of }) => of === sentence.text)
    return edit ? written(edit) : [sentence]
  })
  // What it replaced is no longer drafted: the words of a person are not dropped for that.
  const loose = edits.filter(({ of }) => of === null || !drafted.some(({ text }) => text === of))
  return [...kept, ...loose.flatMap(written)]
}

const written = ({ text, by, at }: SentenceEdit): Sentence[] =>
  text.trim() === '' ? [] : [{ text, sources: [{ kind: 'author', by, at }] }]
