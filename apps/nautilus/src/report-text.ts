import type { Report } from './analysis.ts'
import { assetsPart } from './text/assets.ts'
import { controlPart } from './text/control.ts'
import { coveragePart } from './text/coverage.ts'
import { dependencePart } from './text/dependence.ts'
import { expectedPart } from './text/expected.ts'
import { findingsPart } from './text/findings.ts'
import { plural, rateOf, sizeOf } from './text/numbers.ts'
import { type Page, pageOf } from './text/page.ts'
import { pointsPart } from './text/points.ts'
import { protocolsPart, servicesPart } from './text/protocols.ts'
import { significantPart } from './text/significant.ts'
import { safe, styleOf, wrap } from './text/style.ts'
import { externalPart, reachPart, waysPart } from './text/ways.ts'
import { conduitsPart, zonesPart } from './text/zones.ts'
import { isSameDay, secondOf, spanOf } from './time.ts'

export type TextOptions = {
  readonly columns: number
  readonly colour: boolean
  /** Packets per second of the analysis; null where figures that differ from run to run are not wanted. */
  readonly speed: number | null
}

const NARROWEST = 80

/** The report as a person reads it: what needs attention first, then who can change what, details after. */
export function reportText(report: Report, { columns, colour, speed }: TextOptions): string {
  const page = pageOf(report, Math.max(NARROWEST, columns), styleOf(colour))
  const parts = [
    titlePart(page, speed),
    part(page, 'Needs attention', findingsPart(page)),
    part(page, 'Assets', report.assets.length > 0 ? assetsPart(page) : ['  No device was seen.']),
    part(page, 'Who can change what', controlLines(page)),
    part(page, 'Who can act on those who change a controller', reachPart(page)),
    part(page, 'Ways to the process over connections that were seen', waysPart(page)),
    part(page, 'Significant activity, gravest first', significantPart(page)),
    part(page, 'Expected and heard', expectedPart(page)),
    part(page, 'What most depends on', dependencePart(page)),
    part(page, 'Zones, proposed', zonesPart(page)),
    part(page, 'Between zones', conduitsPart(page)),
    part(page, 'With the internet', externalPart(page)),
    part(page, 'Points', report.points.length > 0 ? pointsPart(page) : []),
    part(page, 'Protocols and functions', report.protocols.size > 0 ? protocolsPart(page) : nothingKnown),
    part(page, 'Not recognised', report.unrecognised.length > 0 ? servicesPart(page) : []),
    part(page, 'What this capture does not show', coveragePart(page)),
    part(page, 'Notices', noticesPart(page)),
  ]
  return `${parts
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

const nothingKnown = ['  No protocol that Nautilus knows was spoken.']
const part = ({ style }: Page, title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? [style.title(title), ...lines] : []

const controlLines = (page: Page): string[] =>
  page.report.control.length > 0
    ? controlPart(page)
    : ['  Nobody changed a controller: no write, force, download or stop was seen.']

function titlePart({ report, width, style }: Page, speed: number | null): string[] {
  const { files, packets, bytes, first, last } = report.capture
  const named = files.length === 1 ? (files[0] === '-' ? 'standard input' : files[0]!) : plural(files.length, 'capture')
  const facts = [plural(packets, 'packet'), sizeOf(bytes)]
  if (first !== null && last !== null) facts.push(`${periodOf(first, last)} UTC (${spanOf(last - first)})`)
  if (speed !== null) facts.push(`read at ${rateOf(speed)} packets/s`)
  const { learned } = report
  const taught = learned.length > 0 ? [`  Compared with what is normal in ${plural(learned.length, 'capture')}`] : []
  return [style.title(safe(named)), wrap(facts.join(' · '), width, '  ', '  '), ...taught]
}

function periodOf(first: number, last: number): string {
  const [from, to] = [secondOf(first), secondOf(last)]
  return from === to ? from : `${from} – ${isSameDay(first, last) ? to.slice(11) : to}`
}

function noticesPart({ report, width }: Page): string[] {
  const several = report.capture.files.length > 1
  return report.notices.map(({ file, message }) =>
    wrap(`${several && file !== null ? `${safe(file)}: ` : ''}${safe(message)}`, width, '  • ', '    '),
  )
}
