// Paper for the night in which nothing can be sent: whom to call, and what to do.
import { type Block, type PdfDocument, pdfOf } from '@nautilus/reports'
import { asTenant, getSite } from '@nautilus/store'
import { callBlocks, type SheetOptions } from './call-sheet.ts'
import { playbookBlocks } from './playbook-blocks.ts'
import { momentText, sheetWords } from './sheet-words.ts'

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
