import type { FunctionRef, Provenance } from '@nautilus/model'
import type { ProtocolStatistics } from '@nautilus/sensor'
import type { Report, ReportActivity, ReportConnection } from './analysis.ts'
import { isoOf } from './time.ts'

export const SCHEMA = 1

/** The report as JSON text, piece by piece, so that it never lies in memory as a whole. One row, one line. */
export function* reportJson(report: Report): Iterable<string> {
  yield `{\n"schema": ${SCHEMA},\n"capture": ${JSON.stringify(captureOf(report))},\n`
  yield `"protocols": ${JSON.stringify(Object.fromEntries([...report.protocols].map(protocolOf)))},\n`
  yield `"unrecognised": ${JSON.stringify(report.unrecognised)},\n`
  yield* rows('assets', report.assets, asset => ({
    ...asset,
    first: isoOf(asset.first),
    last: isoOf(asset.last),
    sources: Object.fromEntries(Object.entries(asset.sources).map(([key, list]) => [key, list.map(timed<Provenance>)])),
  }))
  yield* rows('links', report.links, timed)
  yield* rows('control', report.control, row => ({ ...timed(row), changes: row.changes.map(timed) }))
  yield* rows('points', report.points, ({ first, at, ...point }) => ({ ...point, first: isoOf(first), at: isoOf(at) }))
  yield* rows('activities', report.activities, activityOf)
  yield* rows('connections', report.connections, connectionOf)
  yield '"findings": [],\n'
  yield* rows('notices', report.notices, ({ at, ...rest }) => ({ ...rest, at: at > 0 ? isoOf(at) : null }), '\n}\n')
}

function* rows<T>(name: string, list: readonly T[], shape: (row: T) => unknown, after = ',\n'): Iterable<string> {
  yield `"${name}": [`
  let first = true
  for (const row of list) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(shape(row))}`
    first = false
  }
  yield `${first ? '' : '\n'}]${after}`
}

const timed = <T extends { readonly first: number; readonly last: number }>(row: T) => ({
  ...row,
  first: isoOf(row.first),
  last: isoOf(row.last),
})

const captureOf = ({ capture: { first, last, ...rest } }: Report) => ({
  ...rest,
  first: first === null ? null : isoOf(first),
  last: last === null ? null : isoOf(last),
})

const protocolOf = ([name, { packets, messages, malformed, functions, faults }]: [string, ProtocolStatistics]) => [
  name,
  {
    packets,
    messages,
    malformed,
    functions: Object.fromEntries(functions),
    faults: Object.fromEntries([...faults].sort(([a], [b]) => (a < b ? -1 : 1))),
  },
]

const nameOf = (ref: FunctionRef | null) => ref && { code: ref.code, name: ref.name }

function activityOf(row: ReportActivity) {
  const items = row.items.filter(item => item.last !== null)
  return {
    at: isoOf(row.first),
    last: isoOf(row.last),
    client: row.clientAsset,
    server: row.serverAsset,
    clientAddress: row.client.ip || row.client.mac,
    serverAddress: row.server.ip || row.server.mac,
    protocol: row.protocol,
    port: row.port,
    verb: row.verb,
    function: row.function.code,
    functionName: row.function.name,
    object: row.object,
    values: items.length > 0 ? items : null,
    outcome: row.outcome,
    refusal: nameOf(row.refusal),
    detail: row.detail,
    count: row.count,
    bytes: row.bytes,
    file: row.file,
    frame: row.frame,
  }
}

const connectionOf = (row: ReportConnection) => ({
  first: isoOf(row.first),
  last: isoOf(row.last),
  client: row.clientAsset,
  server: row.serverAsset,
  clientAddress: row.client.ip || row.client.mac,
  serverAddress: row.server.ip || row.server.mac,
  transport: row.transport,
  port: row.port,
  protocol: row.protocol,
  state: row.state,
  count: row.count,
  packets: row.packets,
  bytes: row.bytes,
  file: row.file,
  frame: row.frame,
})
