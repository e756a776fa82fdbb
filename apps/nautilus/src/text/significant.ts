import type { ReportActivity } from '../analysis.ts'
import { isConsequential, rankOf } from '../consequence.ts'
import { grouped } from './numbers.ts'
import { type Page, rest } from './page.ts'
import { table } from './table.ts'

const MOST = 20
/** Microseconds of rest after which the same is a new event. */
const PAUSE = 300e6

/** What one client did to one server with one verb and outcome, without a long rest in between. */
type Episode = {
  readonly row: ReportActivity
  first: number
  last: number
  count: number
  readonly objects: Map<string, number>
  values: string
}

/** The changes of the capture, the gravest first. */
export function significantPart(page: Page): string[] {
  const { report, style, width, moment } = page
  const episodes = episodesOf(report.activities).sort(
    (a, b) => rankOf(a.row.verb) - rankOf(b.row.verb) || a.first - b.first,
  )
  if (episodes.length === 0) return []
  const shown = episodes.slice(0, MOST)
  const rows = shown.map(episode => [
    moment(episode.first),
    endOf(page, episode.row, 'client'),
    endOf(page, episode.row, 'server'),
    episode.row.verb,
    episode.count > 1 ? grouped(episode.count) : '',
    whatOf(episode),
    outcomeOf(episode.row),
  ])
  const columns = [
    { title: 'UTC', paint: style.quiet },
    { title: 'Client', least: 15 },
    { title: 'Server', least: 15 },
    { title: 'Did', paint: style.grave },
    { title: 'Times', right: true as const },
    { title: 'What', least: 12 },
    { title: 'Not accepted', least: 12, paint: style.bad },
  ]
  return [...table(columns, rows, { width, style }), ...rest(page, episodes.length, shown.length, 'of these')]
}

function episodesOf(activities: readonly ReportActivity[]): Episode[] {
  const episodes: Episode[] = []
  const open = new Map<string, Episode>()
  for (const row of activities) {
    if (!isConsequential(row.verb)) continue
    const client = row.clientAsset ?? row.client.ip
    const server = row.serverAsset ?? row.server.ip
    const key = `${client} ${server} ${row.protocol} ${row.verb} ${row.outcome} ${row.refusal?.code}`
    const known = open.get(key)
    if (known && row.first - known.last <= PAUSE) {
      add(known, row)
      continue
    }
    const made = { row, first: row.first, last: row.last, count: 0, objects: new Map<string, number>(), values: '' }
    add(made, row)
    open.set(key, made)
    episodes.push(made)
  }
  return episodes
}

function add(episode: Episode, row: ReportActivity): void {
  episode.first = Math.min(episode.first, row.first)
  episode.last = Math.max(episode.last, row.last)
  episode.count += row.count
  episode.objects.set(row.object, (episode.objects.get(row.object) ?? 0) + row.count)
  episode.values = row.items.length === 1 ? valuesOf(row.items[0]!.last) : ''
}

const SHOWN_VALUES = 4

function valuesOf(values: readonly number[] | string | null): string {
  if (values === null || values.length === 0) return ''
  if (typeof values === 'string') return `= ${values}`
  const shown = values.slice(0, SHOWN_VALUES).map(value => String(Number(value.toPrecision(7))))
  return `= ${shown.join(' ')}${values.length > SHOWN_VALUES ? ' …' : ''}`
}

/** One object with its value; of several, the names, the most used first. Without any, the function. */
function whatOf({ row, objects, values, count }: Episode): string {
  const named = [...objects].filter(([object]) => object !== '').sort(([, a], [, b]) => b - a)
  if (named.length === 0) return `(${row.function.name})`
  const [[only] = ['']] = named
  if (named.length === 1) return `${only} ${count > 1 && values ? `last ${values}` : values}`.trimEnd()
  return named.map(([object]) => object).join(', ')
}

function outcomeOf({ outcome, refusal }: ReportActivity): string {
  if (outcome === 'ok') return ''
  if (outcome === 'refused') return refusal ? `refused: ${refusal.name}` : 'refused'
  return outcome === 'no-reply' ? 'no reply' : 'reply not seen'
}

function endOf({ names }: Page, row: ReportActivity, side: 'client' | 'server'): string {
  const id = side === 'client' ? row.clientAsset : row.serverAsset
  return (id ? names.get(id) : undefined) ?? (row[side].ip || row[side].mac)
}
