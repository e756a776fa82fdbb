import type { Asset, Finding, Point } from '@nautilus/model'
import type { ProtocolStatistics } from '@nautilus/sensor'
import type { Report, ReportActivity, ReportConnection } from './analysis.ts'
import { type Cell, list, table } from './csv-table.ts'
import { mapTables } from './report-csv-map.ts'
import { isoOf } from './time.ts'

/** The report as tables, by file name. RFC 4180, UTF-8, one header line. */
export function reportCsv(report: Report): ReadonlyMap<string, Iterable<string>> {
  const addresses = new Map(report.assets.map(({ id, ip, mac }) => [id, ip[0] ?? mac[0] ?? '']))
  const addressOf = (id: string) => addresses.get(id) ?? null
  return new Map<string, Iterable<string>>([
    ['assets.csv', assetTable(report.assets)],
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
    ['connections.csv', table(connectionHeader, report.connections, connectionCells)],
    ['findings.csv', table(findingHeader, report.detection.findings, f => findingCells(f, addressOf))],
    ['protocols.csv', table(protocolHeader, [...report.protocols].flatMap(functionsOf), cells => cells)],
    ['notices.csv', table(noticeHeader, report.notices, n => [n.file, n.code, n.count, n.message])],
    ...mapTables(report),
  ])
}

export const assetTable = (assets: readonly Asset[]): Iterable<string> => table(assetHeader, assets, assetCells)

const assetHeader =
  'id,name,ip,mac,vendor,model,order_number,hardware,firmware,serial,os,domain,description,location,mode,key_switch,mode_at,role,confidence,ideas,level,modules,software,services,certificates,credentials,protocols,first,last,zone,criticality,criticality_reasons'

const assetCells = (asset: Asset): Cell[] => [
  asset.id,
  asset.name,
  list(asset.ip),
  list(asset.mac),
  asset.vendor,
  asset.model,
  asset.orderNumber,
  asset.hardware,
  asset.firmware,
  asset.serial,
  asset.os,
  asset.domain,
  asset.description,
  asset.location,
  asset.mode?.value ?? null,
  asset.mode?.keySwitch ?? null,
  asset.mode && isoOf(asset.mode.at),
  asset.role,
  asset.role && asset.roles[0]!.confidence,
  asset.roles.map(({ role, confidence }) => `${role} ${confidence}`).join('; '),
  asset.level,
  asset.modules.join('; '),
  asset.software.join('; '),
  asset.services.join('; '),
  asset.certificates.map(({ subject, issuer, until }) => `${subject} by ${issuer} until ${until}`).join('; '),
  asset.credentials.map(({ what }) => what).join('; '),
  asset.protocols.join('; '),
  isoOf(asset.first),
  isoOf(asset.last),
  asset.zone,
  asset.criticality?.grade ?? null,
  asset.criticality?.reasons.join('; ') ?? null,
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

const connectionHeader =
  'first,last,client,server,client_address,server_address,transport,port,protocol,state,count,client_packets,server_packets,client_bytes,server_bytes,file,frame'

const connectionCells = (row: ReportConnection): Cell[] => [
  isoOf(row.first),
  isoOf(row.last),
  row.clientAsset,
  row.serverAsset,
  row.client.ip || row.client.mac,
  row.server.ip || row.server.mac,
  row.transport,
  row.port,
  row.protocol,
  row.state,
  row.count,
  row.packets.client,
  row.packets.server,
  row.bytes.client,
  row.bytes.server,
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

const findingHeader =
  'id,severity,rule,title,source,target,source_address,target_address,protocol,verb,count,first,last,why,baseline,severity_reasons,window,work_order,techniques,consequences,playbook,confidence,file,frames,explains'

const findingCells = (finding: Finding, addressOf: AddressOf): Cell[] => [
  finding.id,
  finding.severity,
  finding.rule,
  finding.title,
  finding.source,
  finding.target,
  finding.source && (addressOf(finding.source) ?? finding.source),
  finding.target && (addressOf(finding.target) ?? finding.target),
  finding.protocol,
  finding.verb,
  finding.count,
  isoOf(finding.first),
  isoOf(finding.last),
  finding.why,
  finding.baseline,
  finding.terms.map(({ term, to, why }) => `${term} → ${to}: ${why}`).join('; '),
  finding.window.kind,
  finding.window.order,
  list(finding.techniques),
  list(finding.consequences),
  finding.playbook,
  finding.confidence,
  finding.evidence.file,
  list(finding.evidence.frames.map(String)),
  finding.explains.map(({ rule, count }) => `${rule} ${count}`).join('; '),
]

const protocolHeader = 'protocol,function,name,requests,replies,errors'

const functionsOf = ([name, { functions }]: [string, ProtocolStatistics]) =>
  [...functions].map(([code, f]): Cell[] => [name, code, f.name, f.requests, f.replies, f.errors])

const noticeHeader = 'file,code,count,message'
