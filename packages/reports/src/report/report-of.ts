// One builder for each kind of report.
import { accessBlocks } from '../built/access.ts'
import { assetBlocks } from '../built/assets.ts'
import { boardBlocks } from '../built/board.ts'
import { complianceBlocks } from '../built/compliance.ts'
import type { Builder } from '../built/parts.ts'
import { serviceBlocks } from '../built/service.ts'
import type { RecordFigures, SiteFacts } from './facts.ts'
import { type Known, type Report, type ReportAbout, type ReportKind, Sources } from './report.ts'
import { reportWords } from './words.ts'

export type ReportFacts = { readonly sites: readonly SiteFacts[]; readonly record: Known<RecordFigures> }

const builders: Readonly<Record<ReportKind, Builder>> = {
  board: boardBlocks,
  service: serviceBlocks,
  access: accessBlocks,
  assets: assetBlocks,
  compliance: complianceBlocks,
}

/** The same facts give the same report. */
export function reportOf(kind: ReportKind, about: ReportAbout, facts: ReportFacts): Report {
  const sources = new Sources()
  const title = reportWords[about.language].titles[kind]
  const blocks = builders[kind]({ about, facts, sources })
  return {
    ...about,
    kind,
    title,
    sources: sources.all,
    blocks: [{ kind: 'heading', level: 1, text: title }, ...blocks],
  }
}
