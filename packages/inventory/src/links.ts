import type { Link } from '@nautilus/model'
import type { Device, Identity } from './identity.ts'
import type { Exchange } from './roles/portrait.ts'
import { byText } from './seen.ts'
import type { TrafficLog } from './traffic.ts'

/** The log with addresses resolved to devices. */
export function exchangesOf(identity: Identity, log: TrafficLog): Exchange[] {
  const exchanges: Exchange[] = []
  for (const traffic of log.values()) {
    const client = identity.indexOf(traffic.clientFile, traffic.first)
    const server = identity.indexOf(traffic.serverFile, traffic.first)
    exchanges.push({ traffic, client, server })
  }
  // So that everything derived from them reads the same whatever was learned first.
  return exchanges.sort((a, b) => a.traffic.first - b.traffic.first || byText(keyOf(a), keyOf(b)))
}

const keyOf = ({ traffic: { clientFile, serverFile, protocol, port } }: Exchange): string =>
  `${clientFile} ${serverFile} ${protocol} ${port}`

/** Who talks to whom over what; ends that are no device make no link. */
export function linksOf(devices: readonly Device[], exchanges: readonly Exchange[]): Link[] {
  const links = new Map<string, Link & { verbs: Record<string, number>; first: number; last: number }>()
  for (const { traffic, client, server } of exchanges) {
    const from = devices[client]
    const to = devices[server]
    if (!from || !to) continue
    const { protocol, port, first, last } = traffic
    const key = `${client} ${server} ${protocol} ${port}`
    const link = links.get(key) ?? { client: from.id, server: to.id, protocol, port, verbs: {}, first, last }
    links.set(key, link)
    link.first = Math.min(link.first, first)
    link.last = Math.max(link.last, last)
    for (const [verb, { ok, refused, open }] of traffic.verbs) count(link.verbs, verb, ok + refused + open)
  }
  return [...links.values()].map(link => ({ ...link, verbs: inOrder(link.verbs) }))
}

export function count(verbs: Record<string, number>, verb: string, by: number): void {
  if (by > 0) verbs[verb] = (verbs[verb] ?? 0) + by
}

export const inOrder = (verbs: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(verbs).sort(([a], [b]) => byText(a, b)))
