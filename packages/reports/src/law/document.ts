// A drafted report to an authority as a document: its sections, the sheet of fields, what is missing, who signed.
import type { ReportDocument, ReportSource } from '@nautilus/response'
import { momentText } from '@nautilus/response'
import type { Block, PdfDocument } from '../pdf/index.ts'
import { words } from './words.ts'

export type LawStamp = {
  /** SHA-256 of the draft, hex. */
  readonly hash: string
  readonly version: number
  readonly signed: readonly string[]
  readonly product: string
}

/** `made`: ms since 1970, of the newest statement in it, so that the same draft is the same file. */
export function lawDocument(report: ReportDocument, { hash, version, signed, product }: LawStamp): PdfDocument {
  const { language, title, notice, authority, template, stage, sections, signoff, record } = report
  const say = words[language]
  return {
    ...{ title, language },
    subject: `${template} ${stage}`,
    author: product,
    made: newest(report),
    header: `${say.notAdvice} · ${template} ${stage} · ${say.version} ${version}`,
    footer: `SHA-256 ${hash}`,
    blocks: [
      { kind: 'heading', level: 1, text: title },
      { kind: 'notice', text: notice },
      {
        kind: 'facts',
        rows: [
          [say.to, authority],
          [say.template, `${template}, ${stage}`],
          [say.version, String(version)],
          [say.record, record],
          [say.hash, hash],
          [say.signoff, signoff.join(', ')],
          ...signatures(signed, say.signed),
        ],
      },
      ...sections.flatMap(({ title, sentences }): Block[] => [
        { kind: 'heading', level: 2, text: title },
        ...sentences.map(
          ({ text, sources }): Block => ({
            kind: 'paragraph',
            text,
            sources: sources.map(one => sourceText(one, say.by)),
          }),
        ),
      ]),
      ...gaps(report),
      ...fields(report),
    ],
  }
}

function gaps({ missing, language }: ReportDocument): Block[] {
  const say = words[language]
  return [
    { kind: 'heading', level: 2, text: say.missing },
    {
      kind: 'table',
      columns: [
        { title: say.field, share: 2 },
        { title: say.why, share: 3 },
      ],
      rows: missing.map(({ label, why }) => [label, why]),
      empty: say.nothing,
    },
  ]
}

function fields({ sheet, language }: ReportDocument): Block[] {
  const say = words[language]
  return [
    { kind: 'heading', level: 2, text: say.sheet },
    {
      kind: 'table',
      columns: [
        { title: say.field, share: 2 },
        { title: say.value, share: 3 },
      ],
      rows: sheet.map(({ label, state, value, source }) => [
        label,
        {
          text: state === 'given' ? value : state === 'unknown' ? say.unknown : say.open,
          sources: source ? [sourceText(source, say.by)] : [],
        },
      ]),
      empty: say.nothing,
    },
  ]
}

const signatures = (signed: readonly string[], label: string): [string, string | null][] =>
  signed.length === 0 ? [[label, null]] : signed.map(line => [label, line])

const sourceText = (source: ReportSource, by: string): string =>
  source.kind === 'artefact' ? source.id : `${by} ${source.by}, ${momentText(source.at, 'UTC')}`

function newest({ sections, sheet }: ReportDocument): number {
  const all = [
    ...sections.flatMap(({ sentences }) => sentences.flatMap(({ sources }) => sources)),
    ...sheet.flatMap(({ source }) => source ?? []),
  ]
  return Math.floor(Math.max(0, ...all.flatMap(one => (one.kind === 'author' ? one.at : []))) / 1000)
}
