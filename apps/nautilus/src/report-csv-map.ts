// The tables of networks, zones and ways, and of what was expected.
import type { Report } from './analysis.ts'
import { type Cell, list, table } from './csv-table.ts'
import { isoOf } from './time.ts'

type NameOf = (id: string) => string

/** By file name. Devices and zones are named as people know them, with their ids beside. */
export function mapTables(report: Report): [string, Iterable<string>][] {
  const names = new Map(report.assets.map(({ id, name, ip, mac }) => [id, name ?? ip[0] ?? mac[0] ?? id]))
  const nameOf: NameOf = id => names.get(id) ?? id
  const zones = new Map(report.zones.map(({ id, name }) => [id, name]))
  const zoneOf: NameOf = id => zones.get(id) ?? id
  const { coverage, expected } = report
  return [
    ['zones.csv', table(zoneHeader, report.zones, zoneCells)],
    [
      'conduits.csv',
      table(
        conduitHeader,
        report.conduits.flatMap(conduit => conduitCells(conduit, zoneOf)),
        same,
      ),
    ],
    ['subnets.csv', table(subnetHeader, report.subnets, subnet => subnetCells(subnet, nameOf))],
    ['neighbours.csv', table(neighbourHeader, report.neighbours, one => neighbourCells(one, nameOf))],
    [
      'paths.csv',
      table(
        pathHeader,
        report.paths.flatMap((path, at) => pathCells(path, at, nameOf)),
        same,
      ),
    ],
    ['external.csv', table(externalHeader, report.external, peer => externalCells(peer, nameOf))],
    [
      'reach.csv',
      table(
        reachHeader,
        report.reach.flatMap(reach => reachCells(reach, nameOf)),
        same,
      ),
    ],
    [
      'coverage.csv',
      table('code,grade,what,ask', coverage.unseen, ({ code, grade, what, ask }) => [code, grade, what, ask]),
    ],
    ...(expected ? expectedTables(expected, nameOf) : []),
  ]
}

const same = (cells: readonly Cell[]) => cells

const zoneHeader = 'id,name,kind,declared,level,subnets,vlans,devices,assets,reasons'

const zoneCells = ({
  id,
  name,
  kind,
  declared,
  level,
  subnets,
  vlans,
  assets,
  reasons,
}: Report['zones'][number]): Cell[] => [
  id,
  name,
  kind,
  declared ? 'yes' : 'no',
  level,
  list(subnets),
  list(vlans.map(String)),
  assets.length,
  list(assets),
  reasons.join('; '),
]

const conduitHeader = 'from,to,from_name,to_name,protocol,port,operations,verbs,pairs,verdict,first,last'

/** A declared conduit that nothing passed, for all protocols, has a row all the same. */
const conduitCells = ({ uses, verdict: whole, ...conduit }: Report['conduits'][number], zoneOf: NameOf): Cell[][] =>
  (uses.length > 0 ? uses : [{ ...unused, verdict: whole }]).map(
    ({ protocol, port, operations, verbs, pairs, verdict }) => [
      conduit.from,
      conduit.to,
      zoneOf(conduit.from),
      zoneOf(conduit.to),
      protocol,
      port,
      operations,
      Object.entries(verbs)
        .map(([verb, count]) => `${verb} ${count}`)
        .join('; '),
      pairs,
      verdict,
      conduit.first === null ? null : isoOf(conduit.first),
      conduit.last === null ? null : isoOf(conduit.last),
    ],
  )

const unused = { protocol: '', port: null, operations: 0, verbs: {}, pairs: 0 }

const subnetHeader = 'cidr,told,heard,vlans,gateways,gateway_names,devices,assets,reason'

const subnetCells = (subnet: Report['subnets'][number], nameOf: NameOf): Cell[] => [
  subnet.cidr,
  subnet.told ? 'yes' : 'no',
  subnet.heard,
  list(subnet.vlans.map(String)),
  list(subnet.gateways),
  subnet.gateways.map(nameOf).join('; '),
  subnet.assets.length,
  list(subnet.assets),
  subnet.reason,
]

const neighbourHeader = 'asset,name,port,peer,peer_name,peer_port,source,first,last'

const neighbourCells = (one: Report['neighbours'][number], nameOf: NameOf): Cell[] => [
  one.asset,
  nameOf(one.asset),
  one.port,
  one.peer,
  one.peerName,
  one.peerPort,
  one.source,
  isoOf(one.first),
  isoOf(one.last),
]

const pathHeader = 'path,origin,shortest,step,client,server,client_name,server_name,protocol,port,kind,why'

const pathCells = ({ origin, shortest, steps }: Report['paths'][number], at: number, nameOf: NameOf): Cell[][] =>
  steps.map(({ client, server, protocol, port, kind, why }, step) => [
    at + 1,
    origin,
    shortest ? 'yes' : 'no',
    step + 1,
    client,
    server,
    nameOf(client),
    nameOf(server),
    protocol,
    port,
    kind,
    why,
  ])

const externalHeader = 'address,direction,asset,name,protocol,port,operations,bytes,first,last'

const externalCells = (peer: Report['external'][number], nameOf: NameOf): Cell[] => [
  peer.address,
  peer.direction,
  peer.asset,
  nameOf(peer.asset),
  peer.protocol,
  peer.port,
  peer.operations,
  peer.bytes,
  isoOf(peer.first),
  isoOf(peer.last),
]

const reachHeader = 'controller,controller_name,asset,name,how,through,through_name,steps,protocols,verbs'

const reachCells = ({ controller, direct, indirect }: Report['reach'][number], nameOf: NameOf): Cell[][] => [
  ...direct.map(({ asset, protocols, verbs }) => [
    controller,
    nameOf(controller),
    asset,
    nameOf(asset),
    'changed it',
    null,
    null,
    1,
    list(protocols),
    list(verbs),
  ]),
  ...indirect.map(({ asset, through, protocol, kind, steps }) => [
    controller,
    nameOf(controller),
    asset,
    nameOf(asset),
    kind,
    through,
    nameOf(through),
    steps,
    protocol,
    null,
  ]),
]

type Expected = NonNullable<Report['expected']>

const expectedTables = (expected: Expected, nameOf: NameOf): [string, Iterable<string>][] => [
  ['expected.csv', table(expectedHeader, expectedCells(expected, nameOf), same)],
  ['expected-types.csv', table(typeHeader, expected.types, typeCells)],
  ['expected-faults.csv', table('file,line,message', expected.faults, one => [one.file, one.line, one.message])],
]

const expectedHeader = 'state,file,line,name,ip,mac,order_number,asset,heard_as,by,differs'

const expectedCells = ({ heard, unheard, unexpected }: Expected, nameOf: NameOf): Cell[][] => [
  ...heard.map(({ device, asset, by, differs }): Cell[] => [
    differs.length > 0 ? 'differs' : 'heard',
    ...deviceCells(device),
    asset,
    nameOf(asset),
    by,
    differs.map(({ attribute, expected, heard: found }) => `${attribute}: ${expected}, heard ${found}`).join('; '),
  ]),
  ...unheard.map((device): Cell[] => ['unheard', ...deviceCells(device), null, null, null, null]),
  ...unexpected.map((id): Cell[] => ['unexpected', null, null, null, null, null, null, id, nameOf(id), null, null]),
]

const deviceCells = ({ file, line, name, ip, mac, orderNumber }: Expected['unheard'][number]): Cell[] => [
  file,
  line,
  name,
  list(ip),
  list(mac),
  orderNumber,
]

const typeHeader = 'file,kind,name,vendor,id,order_numbers,modules,variables,assets'

const typeCells = (type: Expected['types'][number]): Cell[] => [
  type.file,
  type.kind,
  type.name,
  type.vendor,
  type.id,
  type.orderNumbers.join('; '),
  type.modules.length,
  type.variables,
  list(type.assets),
]
