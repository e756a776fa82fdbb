// Paper for the night in which nothing can be sent: whom to call, and what to do.
import { type Block, type PdfDocument, pdfOf } from '@nautilus/reports'
import { inLanguage, type Playbook, type Text } from '@nautilus/response'
import { asTenant, getSite } from '@nautilus/store'
import { callBlocks, type SheetOptions } from './call-sheet.ts'
import { dutyText, momentText, sheetWords } from './sheet-words.ts'

export async function sheetOf(options: SheetOptions, kind: 'call-sheet' | 'offline-pack'): Promise<Uint8Array> {
  const { db, place, language, now } = options
  const site = await asTenant(db, place.tenant, scoped => getSite(scoped, place.site))
  const name = site?.name ?? place.site
  const zone = site?.time_zone ?? 'UTC'
  const words = sheetWords[language]
  const title = `${kind === 'call-sheet' ? words.calls : words.pack}: ${name}`
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: title },
    { kind: 'notice', text: words.rule },
    ...(kind === 'call-sheet' ? await callBlocks(options, zone) : packBlocks(options)),
  ]
  const footer = `${words.valid} ${momentText(now, zone, language)}${kind === 'call-sheet' ? ` · ${words.confidential}` : ''}`
  const document: PdfDocument = { title, language, made: now / 1000, footer, blocks }
  return pdfOf(document)
}

function packBlocks({ playbooks, language }: SheetOptions): Block[] {
  return playbooks.flatMap((playbook, at) => [
    ...(at === 0 ? [] : [{ kind: 'page-break' } as const]),
    ...playbookBlocks(playbook, language),
  ])
}

function playbookBlocks(playbook: Playbook, language: 'en' | 'de'): Block[] {
  const words = sheetWords[language]
  const said = (text: Text) => inLanguage(text, language)
  const list = (title: string, items: readonly string[], marks: 'bullet' | 'box' = 'bullet'): Block[] =>
    items.length === 0
      ? []
      : [
          { kind: 'heading', level: 3, text: title },
          { kind: 'list', marks, items },
        ]
  const { id, version, title, scenario, forbidden, facts, phases, options, evidence, exit } = playbook
  return [
    { kind: 'heading', level: 2, text: `${id} ${said(title)}` },
    { kind: 'paragraph', look: 'small', text: `${id}@${version}` },
    { kind: 'paragraph', text: said(scenario) },
    ...list(words.never, forbidden.map(said)),
    ...list(
      words.facts,
      facts.map(
        ({ question, who, blocks }) =>
          `${said(question)} (${dutyText(who, language)}${blocks ? `; ${words.blocks}` : ''})`,
      ),
      'box',
    ),
    ...list(
      words.steps,
      phases.flatMap(({ steps }) => steps.map(({ text, who }) => `${said(text)} (${dutyText(who, language)})`)),
      'box',
    ),
    ...list(
      words.options,
      options.map(
        ({ title: name, who, risk, rollback }) =>
          `${said(name)}. ${words.worst}: ${said(risk.worst)} ${words.back}: ${said(rollback)} ${words.who}: ${dutyText(who, language)}.`,
      ),
    ),
    ...list(
      words.evidence,
      evidence.map(({ what }) => said(what)),
      'box',
    ),
    ...list(words.exit, exit.map(said), 'box'),
  ]
}
