import type { Asset, ExposedCredential, FunctionRef, Provenance, ShownCertificate } from '@nautilus/model'
import type { ProtocolStatistics } from '@nautilus/sensor'
import type { Report, ReportActivity, ReportConnection } from './analysis.ts'
import { isoOf } from './time.ts'

export const SCHEMA = 1

/** The report as JSON text, piece by piece, so that it never lies in memory as a whole. One row, one line. */
export function* reportJson(report: Report): Iterable<string> {
  yield `{\n"schema": ${SCHEMA},\n"capture": ${JSON.stringify(captureOf(report))},\n`
  yield `"protocols": ${JSON.stringify(Object.fromEntries([...report.protocols].map(protocolOf)))},\n`
  yield `"unrecognised": ${JSON.stringify(report.unrecognised)},\n`
  yield* rows('assets', report.assets, assetOf)
  yield* rows('links', report.links, timed)
  yield* rows('control', report.control, row => ({ ...timed(row), changes: row.changes.map(timed) }))
  yield* rows('points', report.points, ({ first, at, ...point }) => ({ ...point, first: isoOf(first), at: isoOf(at) }))
  yield* rows('activities', report.activities, activityOf)
  yield* rows('connections', report.connections, connectionOf)
  yield* rows('zones', report.zones, zone => zone)
  yield* rows('conduits', report.conduits, ({ first, last, ...conduit }) => ({
    ...conduit,
    first: first === null ? null : isoOf(first),
    last: last === null ? null : isoOf(last),
  }))
  yield* rows('subnets', report.subnets, subnet => subnet)
  yield* rows('neighbours', report.neighbours, timed)
  yield* rows('paths', report.paths, path => path)
  yield* rows('reach', report.reach, reach => reach)
  yield* rows('external', report.external, timed)
  yield `"coverage": ${JSON.stringify(report.coverage)},\n`
  yield* expectedJson(report.expected)
  yield* rows('findings', report.detection.findings, timed)
  yield `"detection": ${JSON.stringify({ rules: report.detection.rules, blind: report.detection.blind, learned: report.learned })},\n`
  yield* rows('notices', report.notices, ({ at, ...rest }) => ({ ...rest, at: at > 0 ? isoOf(at) : null }), '\n}\n')
}

/** The devices alone, shaped as in the whole report. */
export function* inventoryJson(report: Report): Iterable<string> {
  yield `{\n"schema": ${SCHEMA},\n"capture": ${JSON.stringify(captureOf(report))},\n`
  yield* rows('assets', report.assets, assetOf, '\n}\n')
}

/** Null where nothing was expected; one row, one line, as everywhere. */
function* expectedJson(expected: Report['expected']): Iterable<string> {
  if (expected === null) {
    yield '"expected": null,\n'
    return
  }
  yield `"expected": {\n"documents": ${JSON.stringify(expected.documents)},\n`
  yield* rows('heard', expected.heard, row => row)
  yield* rows('unheard', expected.unheard, row => row)
  yield* rows('unexpected', expected.unexpected, row => row)
  yield* rows('types', expected.types, row => row)
  yield* rows('faults', expected.faults, row => row, '\n},\n')
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

const assetOf = (asset: Asset) => ({
  ...timed(asset),
  mode: asset.mode && { ...asset.mode, at: isoOf(asset.mode.at) },
  certificates: asset.certificates.map(timed<ShownCertificate>),
  credentials: asset.credentials.map(timed<ExposedCredential>),
  joins: asset.joins.map(join => ({ ...join, since: isoOf(join.since) })),
  addressNotes: asset.addressNotes.map(timed),
  sources: Object.fromEntries(Object.entries(asset.sources).map(([key, list]) => [key, list.map(timed<Provenance>)])),
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
