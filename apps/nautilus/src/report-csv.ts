import type { Asset, Point } from '@nautilus/model'
import type { ProtocolStatistics } from '@nautilus/sensor'
import type { Report, ReportActivity } from './analysis.ts'
import { isoOf } from './time.ts'

export type Cell = string | number | null

/** The report as tables, by file name. RFC 4180, UTF-8, one header line. */
export function reportCsv(report: Report): ReadonlyMap<string, Iterable<string>> {
  const addresses = new Map(report.assets.map(({ id, ip, mac }) => [id, ip[0] ?? mac[0] ?? '']))
  const addressOf = (id: string) => addresses.get(id) ?? null
  return new Map<string, Iterable<string>>([
    ['assets.csv', table(assetHeader, report.assets, assetCells)],
    ['links.csv', table(linkHeader, report.links, link => linkCells(link, addressOf))],
    [
      'control.csv',
      table(
        controlHeader,
        report.control.flatMap(row => changesOf(row, addressOf)),
        cells => cells,
      ),
    ],
    ['points.csv', table(pointHeader, report.points, point => pointCells(point, addressOf))],
    ['activities.csv', table(activityHeader, report.activities, activityCells)],
    ['protocols.csv', table(protocolHeader, [...report.protocols].flatMap(functionsOf), cells => cells)],
    ['notices.csv', table(noticeHeader, report.notices, n => [n.file, n.code, n.count, n.message])],
  ])
}

export function* table<T>(header: string, rows: Iterable<T>, cells: (row: T) => readonly Cell[]): Iterable<string> {
  yield `${header}\r\n`
  for (const row of rows) yield `${cells(row).map(cell).join(',')}\r\n`
}

/** Spreadsheets run what starts so as a formula; text that came from the network must stay text. */
const formula = /^[=+\-@\t\r]/

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const list = (values: readonly string[]): string => values.join(' ')

const assetHeader =
  'id,name,ip,mac,vendor,model,order_number,firmware,serial,role,confidence,level,protocols,first,last'

const assetCells = (asset: Asset): Cell[] => [
  asset.id,
  asset.name,
  list(asset.ip),
  list(asset.mac),
  asset.vendor,
  asset.model,
  asset.orderNumber,
  asset.firmware,
  asset.serial,
  asset.roles[0]?.role ?? null,
  asset.roles[0]?.confidence ?? null,
  asset.level,
  asset.protocols.join('; '),
  isoOf(asset.first),
  isoOf(asset.last),
]

type AddressOf = (id: string) => string | null

const linkHeader = 'client,server,client_address,server_address,protocol,port,operations,verbs,first,last'

const linkCells = (
  { client, server, protocol, port, verbs, first, last }: Report['links'][number],
  addressOf: AddressOf,
): Cell[] => [
  client,
  server,
  addressOf(client),
  addressOf(server),
  protocol,
  port,
  Object.values(verbs).reduce((sum, count) => sum + count, 0),
  Object.entries(verbs)
    .map(([verb, count]) => `${verb} ${count}`)
    .join('; '),
  isoOf(first),
  isoOf(last),
]

const controlHeader =
  'controller,client,controller_address,client_address,protocol,verb,accepted,refused,unanswered,objects,first,last'

const changesOf = (
  { controller, client, protocol, changes }: Report['control'][number],
  addressOf: AddressOf,
): Cell[][] =>
  changes.map(({ verb, accepted, refused, unanswered, objects, first, last }) => [
    controller,
    client,
    addressOf(controller),
    addressOf(client),
    protocol,
    verb,
    accepted,
    refused,
    unanswered,
    objects.join('; '),
    isoOf(first),
    isoOf(last),
  ])

const activityHeader =
  'at,last,client,server,client_address,server_address,protocol,port,verb,function,function_name,object,values,outcome,refusal,count,bytes,file,frame'

const activityCells = (row: ReportActivity): Cell[] => [
  isoOf(row.first),
  isoOf(row.last),
  row.clientAsset,
  row.serverAsset,
  row.client.ip || row.client.mac,
  row.server.ip || row.server.mac,
  row.protocol,
  row.port,
  row.verb,
  row.function.code,
  row.function.name,
  row.object,
  valuesOf(row),
  row.outcome,
  row.refusal && `${row.refusal.code} ${row.refusal.name}`,
  row.count,
  row.bytes,
  row.file,
  row.frame,
]

/** The last values of each item, items apart by a semicolon. */
const valuesOf = ({ items }: ReportActivity): string | null => {
  const told = items.filter(item => item.last !== null)
  if (told.length === 0) return null
  return told.map(({ last }) => (typeof last === 'string' ? last : last!.join(' '))).join('; ')
}

const pointHeader = 'device,address,protocol,port,point,type,unit,last,min,max,read_by,written_by,count,first,at'

const pointCells = (point: Point, addressOf: (id: string) => string | null): Cell[] => [
  point.server,
  addressOf(point.server),
  point.protocol,
  point.port,
  point.object,
  point.type,
  point.unit,
  typeof point.last === 'string' ? point.last : (point.last?.join(' ') ?? null),
  point.min?.join(' ') ?? null,
  point.max?.join(' ') ?? null,
  list(point.readers),
  list(point.writers),
  point.count,
  isoOf(point.first),
  isoOf(point.at),
]

const protocolHeader = 'protocol,function,name,requests,replies,errors'

const functionsOf = ([name, { functions }]: [string, ProtocolStatistics]) =>
  [...functions].map(([code, f]): Cell[] => [name, code, f.name, f.requests, f.replies, f.errors])

const noticeHeader = 'file,code,count,message'
