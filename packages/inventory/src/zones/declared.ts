// Zones as the people of the site drew them: they outrank what was proposed.
import type { Asset, DeclaredZone, Zone } from '@nautilus/model'
import { byText } from '../seen.ts'
import { vlansOf } from '../topology/subnets.ts'
import { withinOf } from '../topology/within.ts'
import { levelOf, type ZoneDraft, zoneIdOf } from './propose.ts'

export type Match = { readonly zone: number; readonly weight: number; readonly reason: string }

/** How precisely a zone names a device: by itself, by a name, by a network (the smaller the better), by a tag. */
const WEIGHT = { asset: 1000, name: 500, cidr: 100, vlan: 1 } as const

/** By asset id: the zone that was declared for it, as an index. */
export function placedBy(assets: readonly Asset[], declared: readonly DeclaredZone[]): Map<string, Match> {
  const matchers = declared.map(matcherOf)
  const placed = new Map<string, Match>()
  for (const asset of assets) {
    const matches = matchers.flatMap((match, zone) => match(asset).map(found => ({ ...found, zone })))
    const best = matches.sort((a, b) => b.weight - a.weight || a.zone - b.zone)[0]
    if (best) placed.set(asset.id, best)
  }
  return placed
}

/** What was declared, then what is left of the proposals. `by`: who declared it. */
export function zonesOf(
  assets: readonly Asset[],
  proposed: readonly ZoneDraft[],
  declared: readonly DeclaredZone[],
  placed: ReadonlyMap<string, Match> = placedBy(assets, declared),
  by = '',
): Zone[] {
  const drawn = declared.map((zone, index) => drawnZone(zone, index, assets, placed, by))
  const rest = proposed.flatMap(draft => {
    const left = draft.assets.filter(id => !placed.has(id))
    if (left.length === 0) return []
    const { key, ...zone } = draft
    return [{ ...zone, id: zoneIdOf(key), assets: left }]
  })
  return [...drawn, ...rest]
}

function drawnZone(
  zone: DeclaredZone,
  index: number,
  assets: readonly Asset[],
  placed: ReadonlyMap<string, Match>,
  by: string,
): Zone {
  const members = assets.filter(({ id }) => placed.get(id)?.zone === index)
  const reasons = new Set(members.map(({ id }) => placed.get(id)!.reason))
  return {
    id: zoneIdOf(`declared ${zone.name}`),
    name: zone.name,
    kind: 'declared',
    declared: true,
    level: zone.level ?? levelOf(members),
    subnets: [...(zone.match.cidr ?? [])],
    vlans: [...new Set([...(zone.match.vlan ?? []), ...vlansOf(members)])].sort((a, b) => a - b),
    assets: members.map(({ id }) => id).sort(byText),
    reasons: [
      ...(by === '' ? [] : [`declared in ${by}`]),
      ...(members.length > 0 ? [...reasons].sort(byText) : ['no device of it was heard']),
    ],
  }
}

type Found = Omit<Match, 'zone'>

function matcherOf({ match: { asset = [], name = [], cidr = [], vlan = [] } }: DeclaredZone): (of: Asset) => Found[] {
  const exact = new Set(asset.map(text => text.toLowerCase()))
  const patterns = name.map(text => ({ text, fits: patternOf(text) }))
  const networks = cidr.flatMap(text => withinOf(text) ?? [])
  const tags = new Set(vlan)
  return of => {
    const found: Found[] = []
    const known = [of.id, ...of.ip, ...of.mac, ...(of.name === null ? [] : [of.name])]
    if (known.some(text => exact.has(text.toLowerCase())))
      found.push({ weight: WEIGHT.asset, reason: 'named in the declaration' })
    const pattern = of.name === null ? undefined : patterns.find(({ fits }) => fits(of.name!))
    if (pattern) found.push({ weight: WEIGHT.name, reason: `name fits ${pattern.text}` })
    for (const network of networks) {
      const inside = of.ip.some(network.holds)
      if (inside) found.push({ weight: WEIGHT.cidr + network.prefix, reason: 'address in a declared network' })
    }
    if (vlansOf([of]).some(tag => tags.has(tag)))
      found.push({ weight: WEIGHT.vlan, reason: 'heard in a declared VLAN' })
    return found
  }
}

/** `*` stands for any text. Without regular expressions: a pattern must not take exponential time. */
export function patternOf(pattern: string): (text: string) => boolean {
  const parts = pattern.toLowerCase().split('*')
  return text => {
    const whole = text.toLowerCase()
    const [first = '', ...others] = parts
    if (others.length === 0) return whole === first
    const last = others.pop()!
    if (!whole.startsWith(first) || whole.length < first.length + last.length || !whole.endsWith(last)) return false
    let at = first.length
    for (const part of others) {
      const found = whole.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return at <= whole.length - last.length
  }
}
