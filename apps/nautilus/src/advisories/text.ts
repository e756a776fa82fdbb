// The matches as a person reads them: now, next, never, and what a person must look at.
import { type Asset, type Urgency, type VulnerabilityMatch, verdicts } from '@nautilus/model'
import type { Matches } from '@nautilus/vulnerabilities'
import { plural } from '../text/numbers.ts'
import { type Style, safe, styleOf, wrap } from '../text/style.ts'
import { table } from '../text/table.ts'

export type MatchReport = Matches & {
  readonly assets: readonly Asset[]
  readonly age: readonly string[]
  /** Files of advisories that could not be used, or not wholly. */
  readonly faults: number
}

/** Rows of one group that are printed; all are in --json and --csv. */
const MOST: Readonly<Record<Urgency, number>> = { now: 50, next: 20, never: 10, review: 20 }
const NARROWEST = 80

const titles: Readonly<Record<Urgency, string>> = {
  now: 'Now: act today',
  next: 'Next: mitigate, and patch in the next window',
  never: 'Never: a patch would change nothing here',
  review: 'Review: a person must decide whether it applies',
}

export function matchText(report: MatchReport, columns: number, colour: boolean): string {
  const style = styleOf(colour)
  const width = Math.max(NARROWEST, columns)
  const names = new Map(report.assets.map(({ id, name, ip, mac }) => [id, name ?? ip[0] ?? mac[0] ?? id]))
  const groups = (['now', 'next', 'never', 'review'] as const).map(urgency =>
    groupOf(urgency, report.matches, names, width, style),
  )
  const none = report.matches.length === 0 ? ['  No device matches an advisory.'] : []
  return `${[headOf(report, width, style), ...groups, none]
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

function headOf({ assets, matches, counts, dropped, age, faults }: MatchReport, width: number, style: Style): string[] {
  const devices = new Set(matches.map(({ asset }) => asset)).size
  const said = verdicts.filter(verdict => counts[verdict] > 0).map(verdict => `${counts[verdict]} ${verdict}`)
  const line = (text: string) => wrap(safe(text), width, '  ', '  ')
  return [
    style.title(`Vulnerabilities of ${plural(assets.length, 'device')}`),
    line(`${plural(devices, 'device')} with matches${said.length > 0 ? `: ${said.join(', ')}` : ''}.`),
    ...age.map(line),
    ...(dropped > 0 ? [line(`${dropped} rows beyond the limit are only counted.`)] : []),
    ...(faults > 0
      ? [line(`${plural(faults, 'fault')} in advisories: type \`nautilus advisories check\` with the same paths.`)]
      : []),
  ]
}

function groupOf(
  urgency: Urgency,
  all: readonly VulnerabilityMatch[],
  names: ReadonlyMap<string, string>,
  width: number,
  style: Style,
): string[] {
  const own = all.filter(({ decision }) => decision?.urgency === urgency)
  if (own.length === 0) return []
  const shown = own.slice(0, MOST[urgency])
  const title = style.title(`${titles[urgency]} (${own.length})`)
  const rest =
    own.length > shown.length ? [style.quiet(`  … and ${own.length - shown.length} more in --json and --csv`)] : []
  return [title, ...shown.flatMap(match => rowOf(match, names, width, style)), ...rest]
}

/** A line that names it, the three reasons, what to do, what to verify. */
function rowOf(match: VulnerabilityMatch, names: ReadonlyMap<string, string>, width: number, style: Style): string[] {
  const { evidence, decision, score } = match
  const cells = [
    names.get(match.asset) ?? match.asset,
    match.vulnerability,
    scoreOf(score),
    `${match.verdict} (${match.tier})`,
    match.title,
  ]
  const columns = [
    { title: '', least: 14, paint: style.strong },
    { title: '' },
    { title: '' },
    { title: '', paint: match.verdict === 'affected' ? style.grave : (text: string) => text },
    { title: '', least: 20, paint: style.quiet },
  ]
  const told = (mark: string, text: string) => wrap(safe(text), width, `    ${mark} `, '      ')
  return [
    ...table(columns, [cells], { width, style, titles: false }),
    ...(decision?.reasons ?? []).map(reason => told('·', reason)),
    told('·', `${match.advisory.id}: ${evidence.product} Rule: ${evidence.version}`),
    ...(decision?.mitigations ?? []).slice(0, decision?.urgency === 'never' ? 1 : 3).map(text => told('→', text)),
    ...evidence.verify.slice(0, 2).map(text => told('?', text)),
  ]
}

const scoreOf = (score: VulnerabilityMatch['score']): string =>
  score?.score == null ? '' : `CVSS ${score.score.toFixed(1)}`
