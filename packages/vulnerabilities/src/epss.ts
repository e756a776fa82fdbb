// Exploit Prediction Scoring System, the CSV form of FIRST: a comment with model and date, a header, one CVE a line.
import type { ExploitPrediction } from '@nautilus/model'
import { dayOf } from './dates.ts'

export type Epss = {
  readonly model: string
  /** `2026-01-31`; empty when it is not told. */
  readonly date: string
  readonly entries: ReadonlyMap<string, ExploitPrediction>
}

export type EpssReading =
  | { readonly ok: true; readonly epss: Epss; readonly faults: readonly string[] }
  | { readonly ok: false; readonly faults: readonly string[] }

/** Lines that are read; there were about 300,000 in 2025. */
export const MAX_EPSS_LINES = 2_000_000
/** Older scores say nothing of today. */
export const MAX_EPSS_DAYS = 7
const MAX_FAULTS = 20

/** Reads lines, or the whole text. `wanted` keeps memory small where only some CVEs matter. */
export function readEpss(
  source: string | Iterable<string>,
  wanted: (cve: string) => boolean = () => true,
): EpssReading {
  const draft: Draft = { entries: new Map(), faults: [], about: '', columns: null }
  let number = 0
  for (const line of typeof source === 'string' ? linesOf(source) : source) {
    if (++number > MAX_EPSS_LINES) {
      draft.faults.push(`line ${number} and those after it are left out: more than ${MAX_EPSS_LINES} lines`)
      break
    }
    const fault = step(line, draft, wanted)
    if (draft.columns === null && fault !== null) return { ok: false, faults: [`line ${number} ${fault}`] }
    if (fault !== null && draft.faults.length < MAX_FAULTS) draft.faults.push(`line ${number} ${fault}`)
  }
  const { entries, faults, about, columns } = draft
  if (columns === null) return { ok: false, faults: [`line 1 ${noHeader}`] }
  const date = /score_date:(\d{4}-\d\d-\d\d)/.exec(about)?.[1] ?? ''
  return { ok: true, epss: { model: /model_version:([^,\s]+)/.exec(about)?.[1] ?? '', date, entries }, faults }
}

type Draft = {
  readonly entries: Map<string, ExploitPrediction>
  readonly faults: string[]
  about: string
  columns: readonly string[] | null
}

const noHeader = 'is not the header cve,epss,percentile: this is no EPSS file'

/** One line: the comment, the header, or a CVE. What is wrong with it, or null. */
function step(line: string, draft: Draft, wanted: (cve: string) => boolean): string | null {
  if (line.startsWith('#')) {
    draft.about = line
    return null
  }
  if (draft.columns !== null) return line === '' ? null : learn(line, draft.columns, wanted, draft.entries)
  const columns = line.toLowerCase().split(',')
  if (!columns.includes('cve') || !columns.includes('epss')) return noHeader
  draft.columns = columns
  return null
}

function learn(
  line: string,
  columns: readonly string[],
  wanted: (cve: string) => boolean,
  entries: Map<string, ExploitPrediction>,
): string | null {
  const cells = line.split(',')
  const cve = cells[columns.indexOf('cve')] ?? ''
  if (!/^CVE-\d{4}-\d{4,19}$/.test(cve)) return 'has no CVE number'
  const probability = share(cells[columns.indexOf('epss')])
  const percentile = share(cells[columns.indexOf('percentile')])
  if (probability === null) return `(${cve}) has no probability between 0 and 1`
  if (wanted(cve)) entries.set(cve, { probability, percentile: percentile ?? 0 })
  return null
}

function share(cell: string | undefined): number | null {
  const value = cell === undefined || cell === '' ? Number.NaN : Number(cell)
  return value >= 0 && value <= 1 ? value : null
}

function* linesOf(text: string): Iterable<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    yield text.slice(at, end < 0 ? text.length : end).replace(/\r$/, '')
    at = end < 0 ? text.length : end + 1
  }
}

/** Can the scores be used on that day (`2026-01-31`)? Scores of the future or without a date cannot. */
export function isFresh({ date }: Pick<Epss, 'date'>, today: string): boolean {
  const [from, to] = [dayOf(date), dayOf(today)]
  return from !== null && to !== null && to - from >= -1 && to - from <= MAX_EPSS_DAYS
}
