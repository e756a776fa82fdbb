// A report as plain text, and as JSON. The text also serves on the telephone or in a mail when a portal is down.

import { momentText } from '../calendar.ts'
import { type Source, sourceKey } from '../fields.ts'
import type { ReportDocument, SheetRow } from './document.ts'

export const reportJson = (document: ReportDocument): string => `${JSON.stringify(document, null, 2)}\n`

const words = {
  en: {
    missing: 'Missing for this stage',
    sheet: 'Fields, in the order of the form',
    unknown: '(not known)',
    open: '(nobody has answered)',
    sources: 'Sources',
    by: 'written by',
    to: 'To',
    languages: 'Languages that are taken',
    signoff: 'To be signed by',
    none: 'nothing',
  },
  de: {
    missing: 'Es fehlt für diese Stufe',
    sheet: 'Felder in der Reihenfolge des Formulars',
    unknown: '(nicht bekannt)',
    open: '(niemand hat geantwortet)',
    sources: 'Quellen',
    by: 'verfasst von',
    to: 'An',
    languages: 'Angenommene Sprachen',
    signoff: 'Zu zeichnen von',
    none: 'nichts',
  },
} as const

/** Sentences carry numbers of their sources, which stand at the end. */
export function reportText(document: ReportDocument): string {
  const { language, sections, missing, sheet } = document
  const say = words[language]
  const sources = numbered(document)
  const mark = (of: readonly Source[]) => of.map(source => `[${sources.get(sourceKey(source))!.number}]`).join('')
  const rows = sheet.map(row => {
    const source = row.state === 'open' || !row.source ? '' : ` ${mark([row.source])}`
    return `  ${row.label}: ${shown(row, say)}${source}`
  })
  const lines = [
    document.title,
    '='.repeat([...document.title].length),
    document.notice,
    `${document.template} · ${document.stage}`,
    `${say.to}: ${document.authority}. ${say.languages}: ${document.languages.join(', ')}. ${say.signoff}: ${document.signoff.join(', ')}.`,
    ...sections.flatMap(({ title, sentences }) => [
      '',
      title,
      ...sentences.map(sentence => `  ${sentence.text} ${mark(sentence.sources)}`),
    ]),
    '',
    say.missing,
    ...(missing.length === 0 ? [`  ${say.none}`] : missing.map(({ label, why }) => `  ${label}: ${why}`)),
    '',
    say.sheet,
    ...rows,
    '',
    say.sources,
    ...[...sources.values()].map(
      ({ number, source }) =>
        `  [${number}] ${source.kind === 'artefact' ? source.id : `${say.by} ${source.by}, ${instantText(source.at)}`}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

const shown = ({ state, value }: SheetRow, say: (typeof words)['en' | 'de']): string =>
  state === 'given' ? value : state === 'unknown' ? say.unknown : say.open

type Numbered = ReadonlyMap<string, { readonly number: number; readonly source: Source }>

function numbered({ sections, sheet }: ReportDocument): Numbered {
  const all = [
    ...sections.flatMap(({ sentences }) => sentences.flatMap(({ sources }) => sources)),
    ...sheet.flatMap(({ source }) => source ?? []),
  ]
  const numbers = new Map<string, { readonly number: number; readonly source: Source }>()
  for (const source of all) {
    const key = sourceKey(source)
    if (!numbers.has(key)) numbers.set(key, { number: numbers.size + 1, source })
  }
  return numbers
}

const instantText = (at: number): string => momentText(at, 'UTC')

/** The fields alone, in the order of the form: a line for each, to be copied into the portal. */
export const sheetText = ({ sheet, language, title, notice }: ReportDocument): string =>
  `${[title, notice, '', ...sheet.map(row => `${row.label}: ${shown(row, words[language])}`)].join('\n')}\n`
