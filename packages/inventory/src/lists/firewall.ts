// Rules of a firewall as tables have them: networks, services, and what is done. Names of objects that only the firewall
// knows cannot be resolved; they are told, and match nothing.
import { numberOf, prefixOf } from '../topology/cidr.ts'

/** Both ends inclusive, IPv4 as numbers. */
export type Range = { readonly from: number; readonly to: number }
export type Ends = { readonly any: boolean; readonly ranges: readonly Range[]; readonly unknown: readonly string[] }
/** `protocol` null: either. */
export type Service = { readonly protocol: 'tcp' | 'udp' | null; readonly from: number; readonly to: number }
export type Services = { readonly any: boolean; readonly list: readonly Service[]; readonly unknown: readonly string[] }

const LAST = 2 ** 32 - 1
/** Entries of one cell. */
const MOST = 500

const partsOf = (cell: string): string[] =>
  cell
    .split(/[\s,;|]+/)
    .filter(part => part !== '')
    .slice(0, MOST)
const isAny = (word: string): boolean => /^(any|all|\*|any4|alle|beliebig|0\.0\.0\.0\/0)$/i.test(word)

export function endsOf(cell: string): Ends {
  const ranges: Range[] = []
  const unknown: string[] = []
  let any = false
  for (const word of partsOf(cell)) {
    const range = rangeOf(word)
    if (isAny(word)) any = true
    else if (range) ranges.push(range)
    else unknown.push(word.slice(0, 60))
  }
  return { any, ranges, unknown }
}

/** `10.0.0.1`, `10.0.0.0/24`, `10.0.0.0/255.255.255.0`, `10.0.0.1-10.0.0.9`, `host:10.0.0.1`. */
export function rangeOf(word: string): Range | null {
  const bare = word.replace(/^(host|net|subnet)[:=]/i, '')
  const [first = '', second, ...more] = bare.split(/[/-]/)
  const start = numberOf(first)
  if (start === null || more.length > 0) return null
  if (second === undefined) return { from: start, to: start }
  if (bare.includes('-')) {
    const end = numberOf(second)
    return end === null || end < start ? null : { from: start, to: end }
  }
  const bits = /^\d{1,2}$/.test(second) ? Number(second) : prefixOf(second)
  if (bits === null || bits > 32) return null
  const size = 2 ** (32 - bits)
  const from = Math.floor(start / size) * size
  return { from, to: Math.min(LAST, from + size - 1) }
}

const named: Readonly<Record<string, string>> = {
  ...{ http: 'tcp/80', https: 'tcp/443', ssh: 'tcp/22', telnet: 'tcp/23', ftp: 'tcp/21', smtp: 'tcp/25', dns: '53' },
  ...{ ntp: 'udp/123', snmp: 'udp/161', rdp: 'tcp/3389', smb: 'tcp/445', ldap: 'tcp/389', ldaps: 'tcp/636' },
  ...{ modbus: 'tcp/502', s7: 'tcp/102', s7comm: 'tcp/102', opcua: 'tcp/4840', enip: 'tcp/44818', dnp3: '20000' },
  ...{
    bacnet: 'udp/47808',
    iec104: 'tcp/2404',
    mqtt: 'tcp/1883',
    syslog: 'udp/514',
    vnc: 'tcp/5900',
    mssql: 'tcp/1433',
  },
}

export function servicesOf(cell: string): Services {
  const list: Service[] = []
  const unknown: string[] = []
  let any = false
  for (const word of partsOf(cell)) {
    const lower = word.toLowerCase()
    const known = Object.hasOwn(named, lower) ? named[lower]! : lower
    const service = serviceOf(known)
    if (isAny(word) || lower === 'ip') any = true
    else if (service) list.push(service)
    else unknown.push(word.slice(0, 60))
  }
  return { any: any || (list.length === 0 && unknown.length === 0), list, unknown }
}

/** `502`, `tcp/502`, `udp:47808`, `tcp-1000-2000`, `502/tcp`, `tcp`. */
function serviceOf(word: string): Service | null {
  const turned = word.replace(/^([\d-]+)\/(tcp|udp)$/, '$2/$1')
  const [, protocol, first, second] = /^(?:(tcp|udp)(?:[/:_-]|$))?(?:(\d{1,5})(?:[-:](\d{1,5}))?)?$/.exec(turned) ?? []
  if (protocol === undefined && first === undefined) return null
  const from = first === undefined ? 0 : Number(first)
  const to = first === undefined ? 65_535 : Number(second ?? first)
  if (from > 65_535 || to > 65_535 || to < from) return null
  return { protocol: (protocol as 'tcp' | 'udp' | undefined) ?? null, from, to }
}

export function actionOf(cell: string): 'allow' | 'deny' | null {
  if (/^(allow|allowed|accept|permit|pass|erlauben|zulassen|erlaubt|yes|ja|true|1)$/i.test(cell.trim())) return 'allow'
  return /^(deny|denied|drop|reject|block|discard|verbieten|sperren|gesperrt|no|nein|false|0)$/i.test(cell.trim())
    ? 'deny'
    : null
}

export type FirewallRule = {
  readonly line: number
  readonly action: 'allow' | 'deny'
  readonly source: Ends
  readonly destination: Ends
  readonly service: Services
}

export type Passing = { readonly client: readonly string[]; readonly server: readonly string[]; readonly port: number }

/** The first rule that speaks of it, as firewalls read their tables; null: none does. */
export function ruleFor(rules: readonly FirewallRule[], { client, server, port }: Passing): FirewallRule | null {
  const [from, to] = [numbersOf(client), numbersOf(server)]
  return rules.find(rule => isIn(rule.source, from) && isIn(rule.destination, to) && isOf(rule.service, port)) ?? null
}

const numbersOf = (ips: readonly string[]): number[] => ips.map(numberOf).filter(number => number !== null)
const isIn = ({ any, ranges }: Ends, addresses: readonly number[]): boolean =>
  any || addresses.some(address => ranges.some(({ from, to }) => address >= from && address <= to))
const isOf = ({ any, list }: Services, port: number): boolean =>
  any || list.some(({ from, to }) => port >= from && port <= to)
