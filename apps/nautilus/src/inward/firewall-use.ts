// Tables of firewalls against what was seen between networks: which rules are used, and what no rule allows.
import type { RuleUse, Unallowed } from '@nautilus/api'
import { actionOf, endsOf, type FirewallRule, ruleFor, servicesOf } from '@nautilus/inventory'
import { linksBetweenZones, rowsOfKind, type Scoped } from '@nautilus/store'

/** Rules of all tables together, and links that are told as not allowed. */
const MOST_RULES = 20_000
const MOST_TOLD = 500

type Counted = RuleUse & { readonly rule: FirewallRule; seen: number; last: number | null }

export async function firewallUse(
  scoped: Scoped,
  site: string,
): Promise<{ readonly rules: RuleUse[]; readonly unallowed: Unallowed[] }> {
  const rows = await rowsOfKind(scoped, site, 'rules', MOST_RULES)
  const counted = rows.map(({ list, line, values }) => countedOf(list, line, values))
  if (counted.length === 0) return { rules: [], unallowed: [] }
  const tables = [...Map.groupBy(counted, ({ list }) => list).values()]
  const unallowed: Unallowed[] = []
  for (const link of await linksBetweenZones(scoped, site)) {
    const { client, server, protocol, port, last } = link
    const passing = { client: link.client_ip, server: link.server_ip, port }
    // Each firewall has a table of its own: one that lets it through is enough.
    const hits = tables.map(table => {
      const rule = ruleFor(
        table.map(({ rule }) => rule),
        passing,
      )
      return table.find(one => one.rule === rule) ?? null
    })
    for (const hit of hits) {
      if (!hit) continue
      hit.seen++
      hit.last = Math.max(hit.last ?? 0, last ?? 0)
    }
    if (hits.some(hit => hit?.action === 'allow')) continue
    const denied = hits.find(hit => hit !== null) ?? null
    unallowed.push({ client, server, protocol, port, last, list: denied?.list ?? null, line: denied?.line ?? null })
  }
  return { rules: counted.map(({ rule: _, ...told }) => told), unallowed: unallowed.slice(0, MOST_TOLD) }
}

function countedOf(list: string, line: number, values: Readonly<Record<string, string>>): Counted {
  const { name = null, source = '', destination = '', service = 'any', action = '' } = values
  const rule: FirewallRule = {
    ...{ line, action: actionOf(action) ?? 'deny' },
    ...{ source: endsOf(source), destination: endsOf(destination), service: servicesOf(service) },
  }
  const unknown = [...rule.source.unknown, ...rule.destination.unknown, ...rule.service.unknown]
  return {
    ...{ list, line, name, source, destination, service, unknown, rule },
    action: rule.action,
    seen: 0,
    last: null,
  }
}
