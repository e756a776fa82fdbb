// The part that is read first: what needs attention, why, and what to do next.
import { playbooks } from '@nautilus/detection'
import { type Finding, type Severity, severities } from '@nautilus/model'
import type { Report } from '../analysis.ts'
import { plural } from './numbers.ts'
import { type Page, rest } from './page.ts'
import { cut, safe, wrap } from './style.ts'

const MOST = 12
/** Frames named of one finding; all are in --json. */
const MOST_FRAMES = 8
/** Where the sentences begin. */
const INDENT = ' '.repeat(12)

export function findingsPart(page: Page): string[] {
  const { findings, rules } = page.report.detection
  if (rules === 0) return []
  const blind = blindLines(page)
  if (findings.length === 0) return [`  ${plural(rules, 'rule')} found nothing.`, ...blind]
  const shown = findings.slice(0, MOST)
  const blocks = shown.flatMap(finding => findingLines(page, finding))
  return [`  ${tally(findings)}`, ...blocks, ...rest(page, findings.length, shown.length, 'findings'), ...blind]
}

/** `1 critical, 3 high, 2 recorded`. */
export function tally(findings: readonly Finding[]): string {
  const counts = [...severities].reverse().map(severity => ({ severity, count: of(findings, severity) }))
  return counts.flatMap(({ severity, count }) => (count > 0 ? [`${count} ${severity}`] : [])).join(', ')
}

const of = (findings: readonly Finding[], severity: Severity): number =>
  findings.filter(finding => finding.severity === severity).length

function findingLines(page: Page, finding: Finding): string[] {
  const { width, style } = page
  const { severity, why, baseline, playbook } = finding
  // What may wait is one line, and whole in --json.
  if (severity === 'low' || severity === 'recorded') return [shortLine(page, finding)]
  const paint =
    severity === 'critical' || severity === 'high' ? style.bad : severity === 'medium' ? style.grave : style.quiet
  const [first = '', ...more] = wrap(safe(why), width, `  ${severity.padEnd(INDENT.length - 2)}`, INDENT).split('\n')
  const line = (text: string) => wrap(safe(text), width, INDENT, INDENT)
  return [
    first.replace(severity, paint(severity)),
    ...more,
    ...(baseline === null ? [] : [line(baseline)]),
    ...changeLines(finding).map(line),
    style.quiet(line(`${severity} because ${reasonsOf(finding)}`)),
    // Rules that people wrote may name no playbook.
    ...(playbook === '' ? [] : [line(`next: ${playbook} ${playbooks[playbook] ?? ''}`.trimEnd())]),
    style.quiet(line(proofOf(page, finding))),
  ]
}

function shortLine({ width, style }: Page, { severity, why, count }: Finding): string {
  const often = count > 1 ? ` (${plural(count, 'time')})` : ''
  const head = `  ${severity.padEnd(INDENT.length - 2)}`
  return style.quiet(`${head}${cut(safe(why), width - head.length - often.length)}${often}`)
}

const MOST_CHANGES = 3

const changeLines = ({ changes }: Finding): string[] =>
  changes
    .slice(0, MOST_CHANGES)
    .map(({ object, before, after }) => `${object}: ${before ?? 'not seen'} → ${after ?? 'not seen'}`)

/** Steps that left things as they were are in --json, but for what was planned and for safety. */
export const reasonsOf = ({ terms }: Finding): string =>
  terms
    .filter(({ term, step }) => step !== 0 || term === 'rule' || term === 'window' || term === 'safety')
    .map(({ term, step, to, why }) => (term === 'rule' ? `the rule says ${to}` : `${signed(step)}${why}`))
    .join('; ')

const signed = (step: number): string => (step === 0 ? '' : `${step > 0 ? '+' : '−'}${Math.abs(step)}: `)

function proofOf({ report, moment }: Page, finding: Finding): string {
  const { count, first, last, evidence, techniques, explains } = finding
  const when = moment(first) === moment(last) ? moment(first) : `${moment(first)} – ${moment(last)}`
  const frames = evidence.frames.slice(0, MOST_FRAMES)
  const more = evidence.frames.length > frames.length ? ' …' : ''
  const several = report.capture.files.length > 1 && evidence.file !== null ? ` of ${evidence.file}` : ''
  return [
    count > 1 ? `${plural(count, 'time')}, ${when}` : when,
    ...(frames.length > 0 ? [`${frames.length > 1 ? 'frames' : 'frame'} ${frames.join(' ')}${more}${several}`] : []),
    ...(explains.length > 0 ? [`explains ${explains.map(e => `${e.rule} (${e.count})`).join(', ')}`] : []),
    techniques.join(' '),
    finding.id,
  ]
    .filter(text => text !== '')
    .join(' · ')
}

function blindLines({ report, style, width }: Page): string[] {
  const told = blindSentences(report.detection.blind)
  return told.length > 0 ? [style.quiet(wrap(`${told.join('; ')}.`, width, '  ', '  '))] : []
}

/** Rules that could not see, and why, without the stop. */
export function blindSentences(blind: Report['detection']['blind']): string[] {
  const untaught = blind.filter(({ why }) => why === 'baseline').length
  const unfed = blind.filter(({ needs }) => needs.includes('indicators')).length
  const unmet = blind.length - untaught - unfed
  return [
    ...(unmet > 0 ? [`${plural(unmet, 'rule')} saw nothing of what they look at`] : []),
    ...(untaught > 0
      ? [
          `${plural(untaught, 'rule')} ${untaught === 1 ? 'needs' : 'need'} to know what is normal: add \`--learn FILE\``,
        ]
      : []),
    ...(unfed > 0
      ? [`${plural(unfed, 'rule')} ${unfed === 1 ? 'needs' : 'need'} threat feeds: add \`--indicators FILE\``]
      : []),
  ]
}
