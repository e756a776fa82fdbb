// What the capture does not show: without it, "nothing was seen" is no news.
import type { Page } from './page.ts'
import { safe, wrap } from './style.ts'

const MOST_NOTES = 4

/** Told by the notices below, with more figures. */
const noticed: ReadonlySet<string> = new Set(['capture.gaps', 'capture.duplicates'])

export function coveragePart({ report, width, style }: Page): string[] {
  const unseen = report.coverage.unseen.filter(({ code }) => !noticed.has(code))
  const grave = unseen.filter(({ grade }) => grade !== 'note')
  const notes = unseen.filter(({ grade }) => grade === 'note').slice(0, MOST_NOTES)
  return [...grave, ...notes].flatMap(({ what, ask }) => [
    wrap(safe(what), width, '  • ', '    '),
    ...(ask === '' ? [] : [style.quiet(wrap(safe(ask), width, '    Ask: ', '         '))]),
  ])
}
