// Threat feeds of `--indicators`: what can be used of all files, as one book, and a sentence for what cannot.
import { faultLine, type IndicatorBook, indicatorBook, MAX_INDICATOR_FILE, readIndicators } from '@nautilus/detection'
import { readText } from './files.ts'
import { filesOf } from './patterns.ts'
import { Refusal } from './world.ts'

export type Feeds = { readonly book: IndicatorBook; readonly warnings: readonly string[] }

/** Null where no file is named. Throws a refusal where a file gives nothing at all: nobody would notice. */
export function loadIndicators(option: string, given: unknown): Feeds | null {
  const files = filesOf(option, Array.isArray(given) ? given.map(String) : [])
  if (files.length === 0) return null
  const reads = files.map(file => ({
    file,
    ...readIndicators(file, readText(file, MAX_INDICATOR_FILE, `${option} ${file}`)),
  }))
  const warnings = reads.flatMap(({ file, faults, more, others }) => [
    ...faults.map(faultLine),
    ...(more > 0 ? [`${file}: … and ${more} more faults.`] : []),
    ...(others > 0
      ? [`${file}: ${others} indicators are of kinds that a network does not show, and are left out.`]
      : []),
  ])
  const empty = reads.find(({ indicators }) => indicators.length === 0)
  if (empty) throw new Refusal([`${option} ${empty.file} holds no indicator that can be used:`, ...warnings].join('\n'))
  const book = indicatorBook(reads.flatMap(({ indicators }) => indicators))
  const room = book.leftOut > 0 ? [`${book.leftOut} indicators are left out: there is no room for more.`] : []
  return { book, warnings: [...warnings, ...room] }
}
