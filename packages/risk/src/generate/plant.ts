// What of a plant makes which scenario possible, process by process.
import type { ScenarioKind } from '../book.ts'
import type { RiskAsset, RiskFacts, RiskProcess } from './facts.ts'
import type { ProcessNeeds } from './measures.ts'

const hosts: ReadonlySet<string | null> = new Set([
  'HMI',
  'SCADA server',
  'engineering workstation',
  'historian',
  'server',
  'workstation',
  'domain controller',
])
const controllers: ReadonlySet<string | null> = new Set([
  'controller',
  'safety controller',
  'RTU',
  'IED',
  'drive',
  'robot',
  'building controller',
])
/** Whoever reaches the port may write: these have no login, or one that is seldom used. */
const open: ReadonlySet<string> = new Set([
  ...['modbus', 's7comm', 'enip', 'cip', 'dnp3', 'iec104', 'melsec', 'omron-fins', 'ads', 'bacnet', 'ge-srtp'],
  ...['proconos', 'pcworx', 'codesys', 'tristation', 'roc-plus', 'bsap', 'modbus-rtu', 'mms'],
])
/** By which worms go from one machine to the next. */
const spreading: ReadonlySet<string> = new Set(['smb', 'dcerpc', 'rdp', 'nbns', 'netbios-datagram'])

/** One process with what was seen of it. */
export type Plant = {
  readonly process: RiskProcess & { readonly costPerHour: number }
  readonly hosts: readonly RiskAsset[]
  readonly controllers: readonly RiskAsset[]
  readonly isSafety: boolean
  /** Ways that end in it, by where they begin. */
  readonly ways: { readonly outside: number; readonly remote: number; readonly office: number }
  /** Engineering workstations that can change its controllers. */
  readonly engineers: readonly string[]
  readonly vendors: readonly string[]
  /** Null: no advisories are loaded. */
  readonly weak: { readonly count: number; readonly exploited: number } | null
  readonly isOpen: boolean
  readonly spreads: boolean
  readonly findings: number
}

export function plantOf(
  process: RiskProcess & { readonly costPerHour: number },
  own: readonly RiskAsset[],
  facts: RiskFacts,
): Plant {
  const ids = new Set(own.map(({ id }) => id))
  const ways = facts.paths.filter(({ to }) => ids.has(to))
  const internet = facts.external.filter(({ asset, direction }) => direction === 'in' && ids.has(asset)).length
  const from = (origin: (typeof ways)[number]['origin']): number => ways.filter(way => way.origin === origin).length
  const weak = facts.weaknesses?.filter(({ asset }) => ids.has(asset)) ?? null
  const speaks = (names: ReadonlySet<string>): boolean =>
    own.some(({ protocols }) => protocols.some(protocol => names.has(protocol.split(' ')[0]!)))
  return {
    process,
    hosts: own.filter(({ role }) => hosts.has(role)),
    controllers: own.filter(({ role }) => controllers.has(role)),
    isSafety: process.safetyClass !== null || own.some(({ safety, role }) => safety || role === 'safety controller'),
    ways: { outside: from('outside') + internet, remote: from('remote access'), office: from('office') },
    engineers: engineersOf(ids, facts),
    vendors: [...new Set(own.flatMap(({ role, vendor }) => (controllers.has(role) && vendor ? [vendor] : [])))].sort(),
    weak: weak && { count: weak.length, exploited: weak.filter(({ exploited }) => exploited).length },
    isOpen: speaks(open),
    spreads: speaks(spreading),
    findings: facts.findings.filter(({ assets }) => assets.some(asset => ids.has(asset))).length,
  }
}

function engineersOf(ids: ReadonlySet<string>, { reach, assets }: RiskFacts): string[] {
  const workstations = new Set(assets.flatMap(({ id, role }) => (role === 'engineering workstation' ? [id] : [])))
  const own = [...workstations].filter(id => ids.has(id))
  const reaching = reach
    .filter(({ controller }) => ids.has(controller))
    .flatMap(({ direct }) => direct.map(({ asset }) => asset))
    .filter(asset => workstations.has(asset))
  return [...new Set([...own, ...reaching])].sort()
}

/** What must be there for it to happen. */
export function kindsOf({ hosts, controllers, engineers, isSafety, isOpen, spreads, ways }: Plant): ScenarioKind[] {
  const possible: Readonly<Record<ScenarioKind, boolean>> = {
    ransomware: hosts.length > 0,
    'engineering-workstation': engineers.length > 0,
    'vendor-access': ways.remote + ways.outside > 0,
    'safety-write': isSafety && controllers.length + hosts.length > 0,
    wiper: controllers.length > 0,
    insider: controllers.length + hosts.length > 0,
    denial: controllers.length > 0 && isOpen,
    worm: spreads,
  }
  return (Object.keys(possible) as ScenarioKind[]).filter(kind => possible[kind])
}

export const needsOf = ({ process, ways, weak, isOpen }: Plant): ProcessNeeds => ({
  process: process.name,
  isReached: ways.outside + ways.office + ways.remote > 0,
  isWeak: (weak?.count ?? 0) > 0,
  hasVendor: ways.remote + ways.outside > 0,
  isOpen,
})
