// What people declared, as rules and severity ask for it.
import { networkOf, type Picks, picksOf, type Selector, type Site, type Who, type WhoAsset } from '@nautilus/detection'
import type { Criticality } from '@nautilus/model'
import type { Declare } from '../people.ts'
import { clockOf } from './clock.ts'
import type { AssetEntry, ProcessEntry, SiteDocument, ZoneEntry } from './document.ts'
import { isInShift } from './shifts.ts'

/** On this list are all devices that site.yaml names. */
const EXPECTED = 'expected'

export type DeclaredSite = { readonly site: Site; readonly declare: Declare }

export function siteOf(document: SiteDocument): DeclaredSite {
  const lists = listsOf(document)
  const clock = clockOf(document.timeZone)
  const allowed = document.allowedOutside.map(network => networkOf(network)!)
  const processOf = processLookup(document)
  const site: Site = {
    name: document.name,
    zones: document.zones.map(({ name }) => name),
    conduits: document.conduits,
    listed: (who, list) => who.lists.includes(list),
    hasList: list => (document.lists.get(list) ?? (list === EXPECTED ? document.assets : [])).length > 0,
    processOf,
    allowedOutside: ip => allowed.some(inside => inside(ip)),
    localTime: clock,
    inShift: at => {
      if (document.shifts.length === 0) return null
      const { weekday, hour, minute } = clock(at)
      return isInShift(document.shifts, weekday, 60 * hour + minute)
    },
  }
  return { site, declare: declareBy(document, lists) }
}

const listsOf = ({ lists, assets }: SiteDocument): readonly (readonly [string, Picks])[] => {
  const expected: readonly [string, readonly Selector[]] = [EXPECTED, assets.map(({ at }) => at)]
  return [...lists, expected].map(([name, selectors]) => [name, picksOf(selectors)] as const)
}

/** The declared entry of a device, found by its addresses without asking each entry. */
function entryLookup({ assets }: SiteDocument): (who: Who) => AssetEntry | null {
  const entries = new Map(assets.map(entry => [entry.at.value, entry]))
  return who => {
    const { asset } = who
    for (const key of [who.ip, who.id, ...(asset?.ip ?? []), who.mac, ...(asset?.mac ?? [])]) {
      const entry = key === '' ? undefined : entries.get(key)
      // A MAC address seen on a foreign IP address is that of a router.
      if (entry && (key !== who.mac || asset?.mac.includes(key) || who.ip === '')) return entry
    }
    return null
  }
}

/** The zone that the entry of a device names, else the one with the smallest network around its address, as in the map. */
function zoneLookup({ zones }: SiteDocument): (named: string | null, ip: string) => ZoneEntry | undefined {
  const byName = new Map(zones.map(zone => [zone.name, zone]))
  const networks = zones
    .flatMap(zone => zone.networks.map(text => ({ zone, prefix: prefixOf(text), holds: networkOf(text)! })))
    .sort((a, b) => b.prefix - a.prefix)
  return (named, ip) => (named === null ? networks.find(({ holds }) => holds(ip))?.zone : byName.get(named))
}

/** `10.0.0.0/24`: the reader wrote a length behind every address. */
const prefixOf = (network: string): number => Number(network.slice(network.indexOf('/') + 1))

function processLookup(document: SiteDocument): (who: Who) => ProcessEntry | null {
  const entryOf = entryLookup(document)
  const processes = new Map(document.processes.map(process => [process.name, process]))
  return who => {
    const name = entryOf(who)?.process
    return (name && processes.get(name)) || null
  }
}

function declareBy(document: SiteDocument, lists: readonly (readonly [string, Picks])[]): Declare {
  const entryOf = entryLookup(document)
  const processOf = processLookup(document)
  const zoneOf = zoneLookup(document)
  return who => {
    const entry = entryOf(who)
    const zone = zoneOf(entry?.zone ?? null, who.ip)
    const process = processOf(who)
    const placed: Who = {
      ...who,
      label: entry ? `${entry.name} (${who.ip || who.mac})` : who.label,
      kind: zone && who.kind === 'public' ? 'device' : who.kind,
      safety: who.safety || entry?.safety === true,
      zone: zone?.name ?? who.zone,
      level: entry?.level ?? zone?.level ?? who.level,
      asset: who.asset && declared(who.asset, entry, zone?.name ?? null, process),
    }
    return { ...placed, lists: lists.flatMap(([name, picks]) => (picks(placed) ? [name] : [])) }
  }
}

function declared(
  asset: WhoAsset,
  entry: AssetEntry | null,
  zone: string | null,
  process: ProcessEntry | null,
): WhoAsset {
  const grade = entry?.criticality ?? process?.criticality ?? null
  const criticality: Criticality | null = grade
    ? { grade, reasons: [entry?.criticality ? 'declared in site.yaml' : 'that of its process in site.yaml'] }
    : asset.criticality
  return { ...asset, name: entry?.name ?? asset.name, zone: zone ?? asset.zone, criticality }
}
