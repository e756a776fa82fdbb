// The scores as a table for a terminal, and as Markdown for docs/evaluation.md.

import type { Style } from '../text/style.ts'
import { table } from '../text/table.ts'
import { type Score, totalOf } from './score.ts'

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`)
const rate = (count: number, hours: number): string => (hours === 0 ? '–' : (count / hours).toFixed(2))
const span = (hours: number): string => (hours >= 1 ? `${hours.toFixed(1)} h` : `${(60 * hours).toFixed(1)} min`)

const cells = ({ capture, attack, found, windows, hit, delay, right, wrong, excused, hours }: Score): string[] => [
  capture,
  attack.join(', '),
  found === null ? '' : found ? 'yes' : 'NO',
  windows > 0 ? `${hit} of ${windows}` : '',
  delay === null ? '' : `${delay.toFixed(1)} s`,
  String(right + excused.length),
  String(wrong.length),
  span(hours),
]

const titles = ['Capture', 'Attack', 'Found', 'Windows', 'Delay', 'Right', 'Wrong', 'Length'] as const

/** One line for each fact that the goals ask for. */
export function summary(scores: readonly Score[]): string[] {
  const total = totalOf(scores)
  const above = total.right + total.wrong
  return [
    `captures with attack, found   ${total.found} of ${total.attacks} (${percent(total.found, total.attacks)})`,
    `labelled windows, hit         ${total.hit} of ${total.windows} (${percent(total.hit, total.windows)})`,
    `findings above low, right     ${total.right} of ${above} (${percent(total.right, above)})`,
    `quiet captures, nothing wrong ${total.quiet - total.quietWithWrong} of ${total.quiet}`,
    `wrong findings an hour        ${rate(total.wrongInHours, total.hours)} (${total.wrongInHours} in ${span(total.hours)})`,
  ]
}

export function evaluationText(scores: readonly Score[], width: number, style: Style): string {
  const columns = titles.map((title, at) =>
    at === 0 ? { title, least: 20 } : at >= 3 ? { title, right: true as const } : { title },
  )
  const wrong = scores.flatMap(score =>
    score.wrong.map(f => `  ${score.capture}\n    ${f.severity} ${f.rule}: ${f.why}`),
  )
  return [
    ...table(columns, scores.map(cells), { width, style }),
    '',
    ...summary(scores).map(line => `  ${line}`),
    ...(wrong.length > 0 ? ['', 'Above low where nothing was attacked', ...wrong] : []),
    '',
  ].join('\n')
}

export function evaluationMarkdown(scores: readonly Score[]): string {
  const row = (parts: readonly string[]): string => `| ${parts.map(part => part.replaceAll('|', '\\|')).join(' | ')} |`
  const excused = scores.flatMap(({ capture, excused }) =>
    excused.map(({ finding, why }) => row([capture, finding.severity, finding.rule, why])),
  )
  const wrong = scores.flatMap(({ capture, wrong }) =>
    wrong.map(({ severity, rule, why }) => row([capture, severity, rule, why])),
  )
  return [
    row(titles),
    row(titles.map(() => '---')),
    ...scores.map(score => row(cells(score))),
    '',
    ...summary(scores).map(line => `- ${line.replace(/(?: {2,}|(?<=nothing wrong) )/, ': ')}`),
    ...section(
      'Above low in captures without attack, and right',
      ['Capture', 'Severity', 'Rule', 'Why it is right'],
      excused,
      row,
    ),
    ...section('Above low, and wrong', ['Capture', 'Severity', 'Rule', 'What it says'], wrong, row),
    '',
  ].join('\n')
}

const section = (
  title: string,
  head: readonly string[],
  rows: readonly string[],
  row: (parts: readonly string[]) => string,
): string[] => (rows.length === 0 ? [] : ['', `## ${title}`, '', row(head), row(head.map(() => '---')), ...rows])
