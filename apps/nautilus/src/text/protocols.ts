import type { FunctionStatistics, ProtocolStatistics } from '@nautilus/sensor'
import { grouped, plural, sizeOf } from './numbers.ts'
import { type Page, rest } from './page.ts'
import { cut, widthOf } from './style.ts'
import { table } from './table.ts'

const MOST_FUNCTIONS = 24
const MOST_SERVICES = 12

/** Each protocol with its functions; all in one table, so that the figures stand under each other. */
export function protocolsPart(page: Page): string[] {
  const { report, style, width } = page
  const blocks = [...report.protocols].map(([name, statistics]) => ({
    name,
    statistics,
    rows: functionRows(statistics),
  }))
  const columns = [
    { title: '' },
    { title: 'Function', least: 16 },
    { title: 'Requests', right: true as const },
    { title: 'Replies', right: true as const },
    { title: 'Errors', right: true as const, paint: style.bad },
  ]
  const lines = table(
    columns,
    blocks.flatMap(({ rows }) => rows),
    { width, style, indent: 4 },
  )
  const body = lines.slice(1)
  const out = blocks.flatMap(({ name, statistics, rows }) => {
    const mine = body.splice(0, rows.length)
    const more = rest(page, statistics.functions.size, rows.length, 'functions').map(line => `  ${line}`)
    return [headOf(page, name, statistics), ...mine, ...more]
  })
  return lines[0]!.trim() === '' ? out : [lines[0]!, ...out]
}

function headOf(page: Page, name: string, { packets, messages, malformed, faults }: ProtocolStatistics): string {
  const { style, width } = page
  const worst = [...faults].sort(([, a], [, b]) => b - a).slice(0, 3)
  const why = worst.map(([code, count]) => `${code} ${grouped(count)}`).join(', ')
  const counts = `${plural(messages, 'message')} in ${plural(packets, 'packet')}`
  const bad = malformed > 0 ? `, ${grouped(malformed)} malformed${why && ` (${why})`}` : ''
  const room = width - 4 - widthOf(name) - widthOf(counts)
  return `  ${style.strong(name)}  ${style.quiet(counts)}${style.bad(cut(bad, room))}`
}

const weight = ([, { requests, replies }]: [string, FunctionStatistics]): number => requests + replies

function functionRows({ functions }: ProtocolStatistics): string[][] {
  const sorted = [...functions].sort((a, b) => weight(b) - weight(a) || (a[0] < b[0] ? -1 : 1))
  return sorted
    .slice(0, MOST_FUNCTIONS)
    .map(([code, { name, requests, replies, errors }]) => [
      code,
      name,
      grouped(requests),
      grouped(replies),
      errors > 0 ? grouped(errors) : '',
    ])
}

/** What carried data and is no protocol that is known here. */
export function servicesPart(page: Page): string[] {
  const { report, style, width } = page
  const shown = report.unrecognised.slice(0, MOST_SERVICES)
  const rows = shown.map(({ service, packets, toServer, toClient, flows, sizes, entropy }) => [
    service,
    grouped(packets),
    sizeOf(toServer.bytes),
    sizeOf(toClient.bytes),
    flows > 0 ? grouped(flows) : '',
    sizes.most > 0 ? `${sizes.least}–${sizes.most}` : '',
    entropy === null ? '' : entropy.toFixed(1),
  ])
  const columns = [
    { title: 'Service' },
    { title: 'Packets', right: true as const },
    { title: 'To server', right: true as const },
    { title: 'To client', right: true as const },
    { title: 'Flows', right: true as const },
    { title: 'Payload', right: true as const },
    { title: 'Entropy', right: true as const },
  ]
  return [
    ...table(columns, rows, { width, style }),
    ...rest(page, report.unrecognised.length, shown.length, 'services'),
  ]
}
