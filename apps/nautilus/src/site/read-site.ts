// Reads site.yaml. Every word that is not understood is a fault, and with one fault nothing is applied.
import { type Conduit, isAddress, networkOf, type Rule, type Selector } from '@nautilus/detection'
import { criticalities } from '@nautilus/model'
import type { Node } from 'yaml'
import { isTimeZone } from './clock.ts'
import type { AssetEntry, ProcessEntry, SiteDocument, ZoneEntry } from './document.ts'
import { type Names, selectorOf, selectorsOf } from './selectors.ts'
import { settingsOf } from './settings.ts'
import { shiftsOf } from './shifts.ts'
import { type Fields, likeOf, type Yaml } from './yaml.ts'

const keys = [
  'site',
  'time_zone',
  'zones',
  'processes',
  'assets',
  'lists',
  'conduits',
  'allowed_outside',
  'shifts',
  'rules',
]

/** Throws a refusal that names every fault. */
export function readSite(yaml: Yaml, rules: readonly Rule[]): SiteDocument {
  const top = yaml.fields(yaml.root, 'The site', keys)
  const zones = yaml.named(top.get('zones'), 'zones').map(({ name, value }) => zoneOf(yaml, name, value))
  const processes = yaml.named(top.get('processes'), 'processes').map(({ name, value }) => processOf(yaml, name, value))
  const places = { zones: zones.map(({ name }) => name), processes: processes.map(({ name }) => name) }
  const assets = yaml
    .named(top.get('assets'), 'assets')
    .flatMap(({ name, key, value }) => assetOf(yaml, name, value ?? key, places) ?? [])
  const listNames = yaml.named(top.get('lists'), 'lists')
  const names: Names = {
    assets: new Map(assets.map(({ name, at }) => [name, at])),
    zones: places.zones,
    lists: listNames.map(({ name }) => name),
  }
  const document = {
    name: yaml.text(top.get('site'), '`site`') ?? '',
    timeZone: timeZoneOf(yaml, top),
    zones,
    processes,
    assets,
    lists: new Map(
      listNames.map(({ name, value }) => [name, selectorsOf(yaml, value ?? undefined, `lists.${name}`, names)]),
    ),
    conduits: yaml.list(top.get('conduits'), 'conduits').flatMap(node => conduitOf(yaml, node, places.zones) ?? []),
    allowedOutside: networksOf(yaml, top.get('allowed_outside'), 'allowed_outside'),
    shifts: shiftsOf(yaml, top.get('shifts')),
    settings: settingsOf(yaml, top.get('rules'), rules),
  }
  yaml.check()
  return document
}

export function timeZoneOf(yaml: Yaml, fields: Fields): string {
  const name = yaml.text(fields.get('time_zone'), '`time_zone`')
  if (name === null) return 'UTC'
  if (isTimeZone(name)) return name
  const zones = Intl.supportedValuesOf('timeZone')
  yaml.fault(fields.get('time_zone'), `There is no time zone \`${name}\`; ${likeOf(name, zones)}`)
  return 'UTC'
}

function zoneOf(yaml: Yaml, name: string, node: Node | null): ZoneEntry {
  const fields = yaml.fields(node, `Zone \`${name}\``, ['networks', 'level'])
  return {
    name,
    networks: networksOf(yaml, fields.get('networks'), `the networks of zone \`${name}\``),
    level: levelOf(yaml, fields.get('level')),
  }
}

function levelOf(yaml: Yaml, node: Node | undefined): number | null {
  const level = yaml.number(node, '`level`')
  if (level !== null && (level > 5 || (2 * level) % 1 !== 0))
    yaml.fault(node, '`level` must be a Purdue level, 0 to 5.')
  return level
}

function processOf(yaml: Yaml, name: string, node: Node | null): ProcessEntry {
  const known = ['safety_class', 'downtime_cost_per_hour', 'currency', 'redundant', 'criticality']
  const fields = yaml.fields(node, `Process \`${name}\``, known)
  return {
    name,
    safetyClass: yaml.text(fields.get('safety_class'), '`safety_class`'),
    downtimeCostPerHour: yaml.number(fields.get('downtime_cost_per_hour'), '`downtime_cost_per_hour`'),
    currency: yaml.text(fields.get('currency'), '`currency`'),
    redundant: yaml.flag(fields.get('redundant'), '`redundant`'),
    criticality: yaml.word(fields.get('criticality'), '`criticality`', criticalities),
  }
}

type Places = { readonly zones: readonly string[]; readonly processes: readonly string[] }

function assetOf(yaml: Yaml, name: string, node: Node, places: Places): AssetEntry | null {
  const known = ['address', 'zone', 'process', 'criticality', 'level', 'safety']
  const fields = yaml.fields(node, `Asset \`${name}\``, known)
  const at = addressOf(yaml, name, fields.get('address'), node)
  const entry = {
    name,
    zone: yaml.word(fields.get('zone'), '`zone`', places.zones),
    process: yaml.word(fields.get('process'), '`process`', places.processes),
    criticality: yaml.word(fields.get('criticality'), '`criticality`', criticalities),
    level: levelOf(yaml, fields.get('level')),
    safety: yaml.flag(fields.get('safety'), '`safety`'),
  }
  return at && { ...entry, at }
}

function addressOf(yaml: Yaml, name: string, node: Node | undefined, asset: Node): Selector | null {
  const text = yaml.text(node, '`address`')
  if (text === null) {
    if (!node) yaml.fault(asset, `Asset \`${name}\` needs an \`address\`: its IP or MAC address.`)
    return null
  }
  const selector = selectorOf(yaml, node!, text, { assets: new Map(), zones: [], lists: [] })
  if (selector?.by === 'ip' || selector?.by === 'id' || selector === null) return selector
  yaml.fault(node, `\`address\` of asset \`${name}\` must be one IP or MAC address.`)
  return null
}

function networksOf(yaml: Yaml, node: Node | undefined, what: string): string[] {
  return yaml.texts(node, what).flatMap(({ text, node }) => {
    if (networkOf(text)) return [text]
    if (isAddress(text)) return [`${text}/${text.includes(':') ? 128 : 32}`]
    yaml.fault(node, `\`${text}\` is neither an address nor a network; write it as 10.0.0.0/24.`)
    return []
  })
}

function conduitOf(yaml: Yaml, node: Node, zones: readonly string[]): Conduit | null {
  const fields = yaml.fields(node, 'A conduit', ['from', 'to', 'protocols', 'forbidden'])
  const from = yaml.word(fields.get('from'), '`from`', zones)
  const to = yaml.word(fields.get('to'), '`to`', zones)
  const protocols = fields.get('protocols')
  for (const end of ['from', 'to']) if (!fields.has(end)) yaml.fault(node, `A conduit needs \`${end}\`: a zone.`)
  const forbidden = yaml.flag(fields.get('forbidden'), '`forbidden`')
  return from && to
    ? { from, to, protocols: protocols ? yaml.texts(protocols, 'protocols').map(({ text }) => text) : null, forbidden }
    : null
}
