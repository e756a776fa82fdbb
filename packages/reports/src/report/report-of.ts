// One builder for each kind of report.
import { accessSections } from '../built/access.ts'
import { assetSections } from '../built/assets.ts'
import { boardSections } from '../built/board.ts'
import { complianceSections } from '../built/compliance.ts'
import { incidentSections } from '../built/incident.ts'
import type { Builder } from '../built/parts.ts'
import { serviceSections } from '../built/service.ts'
import type { RecordFigures, SiteFacts } from './facts.ts'
import type { IncidentFacts } from './incident-facts.ts'
import { type Known, type Report, type ReportAbout, type ReportKind, Sources } from './report.ts'
import { chosenSections } from './sections.ts'
import { reportWords } from './words.ts'

export type ReportFacts = {
  readonly sites: readonly SiteFacts[]
  readonly record: Known<RecordFigures>
  /** The one that the report is about; null where it is about none. */
  readonly incident?: IncidentFacts | null
}

const builders: { readonly [K in ReportKind]: Builder<K> } = {
  board: boardSections,
  service: serviceSections,
  access: accessSections,
  assets: assetSections,
  compliance: complianceSections,
  incident: incidentSections,
}

/** The same facts give the same report. */
export function reportOf<K extends ReportKind>(kind: K, about: ReportAbout, facts: ReportFacts): Report {
  const sources = new Sources()
  const title = reportWords[about.language].titles[kind]
  const sections = builders[kind]({ about, facts, sources })
  const chosen = chosenSections(kind, about.brand.template?.sections?.[kind])
  const blocks = chosen.flatMap(name => sections[name]())
  return {
    ...about,
    kind,
    title,
    sources: sources.all,
    blocks: [{ kind: 'heading', level: 1, text: title }, ...blocks],
  }
}
