// What passes between zones, and whether it may.
import type { Conduit, ConduitUse, ConduitVerdict, DeclaredConduit, Link, Zone } from '@nautilus/model'
import { count, inOrder } from '../links.ts'
import { byText } from '../seen.ts'

/** Spoken on one wire only, whoever's wire it is; no firewall would see it. */
const local: ReadonlySet<string> = new Set([
  'arp',
  'igmp',
  'lldp',
  'cdp',
  'stp',
  'mrp',
  'ptp-link',
  'ssdp',
  'mdns',
  'llmnr',
])

type Use = { protocol: string; port: number; operations: number; verbs: Record<string, number>; pairs: Set<string> }
type Draft = { from: string; to: string; uses: Map<string, Use>; pairs: Set<string>; first: number; last: number }

export function conduitsOf(
  links: readonly Link[],
  zones: readonly Zone[],
  declared: readonly DeclaredConduit[],
): Conduit[] {
  const zoneOf = new Map(zones.flatMap(({ id, assets }) => assets.map(asset => [asset, id] as const)))
  const drafts = new Map<string, Draft>()
  for (const link of links) {
    const [from, to] = [zoneOf.get(link.client), zoneOf.get(link.server)]
    if (!from || !to || from === to || local.has(link.protocol)) continue
    const key = `${from} ${to}`
    const draft = drafts.get(key) ?? { from, to, uses: new Map(), pairs: new Set(), first: link.first, last: link.last }
    drafts.set(key, draft)
    learn(draft, link)
  }
  const law = new Law(zones, declared)
  const seen = [...drafts.values()].map(draft => conduitOf(draft, law))
  return [...seen, ...law.unused(seen)].sort(
    (a, b) => gravity(a) - gravity(b) || byText(a.from, b.from) || byText(a.to, b.to),
  )
}

function learn(draft: Draft, { client, server, protocol, port, verbs, first, last }: Link): void {
  const pair = `${client} ${server}`
  draft.pairs.add(pair)
  draft.first = Math.min(draft.first, first)
  draft.last = Math.max(draft.last, last)
  const key = `${protocol} ${port}`
  const use = draft.uses.get(key) ?? { protocol, port, operations: 0, verbs: {}, pairs: new Set() }
  draft.uses.set(key, use)
  use.pairs.add(pair)
  for (const [verb, times] of Object.entries(verbs)) {
    count(use.verbs, verb, times)
    use.operations += times
  }
}

function conduitOf({ from, to, uses, pairs, first, last }: Draft, law: Law): Conduit {
  const all = [...uses.values()]
    .sort((a, b) => byText(a.protocol, b.protocol) || a.port - b.port)
    .map(
      ({ protocol, port, operations, verbs, pairs: of }): ConduitUse => ({
        protocol,
        port,
        operations,
        verbs: inOrder(verbs),
        pairs: of.size,
        verdict: law.verdict(from, to, protocol),
      }),
    )
  return { from, to, uses: all, pairs: pairs.size, verdict: gravest(all), first, last }
}

const grades: readonly (ConduitVerdict | null)[] = ['forbidden', 'undeclared', 'unused', 'declared', null]
const gravity = ({ verdict }: { readonly verdict: ConduitVerdict | null }): number => grades.indexOf(verdict)
const gravest = (uses: readonly ConduitUse[]): ConduitVerdict | null => grades[Math.min(...uses.map(gravity))] ?? null

/** What the people of the site declared. Where they declared no conduit at all, nothing is measured. */
class Law {
  readonly #declared: readonly (DeclaredConduit & { readonly ids: readonly [string, string] })[]
  readonly #drawn: ReadonlySet<string>

  constructor(zones: readonly Zone[], declared: readonly DeclaredConduit[]) {
    const byName = new Map(zones.filter(zone => zone.declared).map(({ name, id }) => [name.toLowerCase(), id]))
    this.#drawn = new Set(byName.values())
    this.#declared = declared.flatMap(conduit => {
      const [from, to] = [byName.get(conduit.from.toLowerCase()), byName.get(conduit.to.toLowerCase())]
      return from && to ? [{ ...conduit, ids: [from, to] as const }] : []
    })
  }

  /** A ban outranks a permission. */
  verdict(from: string, to: string, protocol: string): ConduitVerdict | null {
    if (this.#declared.length === 0 || !this.#drawn.has(from) || !this.#drawn.has(to)) return null
    const fitting = this.#declared.filter(
      ({ ids, protocols }) =>
        ids[0] === from && ids[1] === to && (protocols.length === 0 || protocols.includes(protocol)),
    )
    if (fitting.some(({ allowed }) => !allowed)) return 'forbidden'
    return fitting.length > 0 ? 'declared' : 'undeclared'
  }

  unused(seen: readonly Conduit[]): Conduit[] {
    const used = new Set(seen.flatMap(({ from, to, uses }) => uses.map(({ protocol }) => `${from} ${to} ${protocol}`)))
    const pairs = new Set(seen.map(({ from, to }) => `${from} ${to}`))
    const idle = new Map<string, Conduit>()
    for (const { ids, protocols, allowed } of this.#declared) {
      const pair = `${ids[0]} ${ids[1]}`
      const silent = protocols.filter(protocol => !used.has(`${pair} ${protocol}`))
      if (!allowed || (protocols.length > 0 ? silent.length === 0 : pairs.has(pair))) continue
      const uses = silent.map(protocol => ({
        protocol,
        port: 0,
        operations: 0,
        verbs: {},
        pairs: 0,
        verdict: 'unused' as const,
      }))
      const known = idle.get(pair)?.uses ?? []
      idle.set(pair, {
        from: ids[0],
        to: ids[1],
        uses: [...known, ...uses],
        pairs: 0,
        verdict: 'unused',
        first: null,
        last: null,
      })
    }
    return [...idle.values()]
  }
}
