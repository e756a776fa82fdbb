// The parts of each kind of report, in the order in which they stand where nobody chose another.
import type { ReportKind } from './report.ts'

export const reportSections = {
  board: ['headline', 'figures', 'curve', 'scenarios', 'trend', 'decisions', 'evidence'],
  service: ['figures', 'sites', 'weeks', 'findings', 'incidents', 'sight'],
  access: ['figures', 'sites'],
  assets: ['figures', 'known', 'open', 'found', 'list'],
  compliance: ['limits', 'article', 'standard'],
  incident: ['summary', 'what', 'timeline', 'decisions', 'facts', 'steps', 'clocks', 'lessons', 'evidence'],
} as const satisfies Readonly<Record<ReportKind, readonly string[]>>

export type SectionOf<K extends ReportKind> = (typeof reportSections)[K][number]

/** Those of the template that there are, else all. */
export function chosenSections<K extends ReportKind>(
  kind: K,
  wanted: readonly string[] | undefined,
): readonly SectionOf<K>[] {
  const all: readonly SectionOf<K>[] = reportSections[kind]
  const chosen = (wanted ?? []).flatMap(name => all.find(one => one === name) ?? [])
  return chosen.length > 0 ? [...new Set(chosen)] : all
}
