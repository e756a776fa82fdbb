// What belongs together inside a network: a controller, the I/O that it drives, and a panel that serves nobody else.
import type { Asset, Link, Role } from '@nautilus/model'
import { speechOf } from '../roles/speech.ts'
import { hasRole, isField } from '../topology/standing.ts'

/** Exchanged all the time between a controller and what it drives. */
export const driving: ReadonlySet<string> = new Set(['profinet', 'profinet-cm', 'enip-io', 'ethercat', 'ge-egd'])

const panels: ReadonlySet<Role> = new Set<Role>(['HMI'])

/** Groups of asset ids with a close tie, each at least a pair. */
export function tiesOf(assets: readonly Asset[], links: readonly Link[]): string[][] {
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const groups = new Groups()
  for (const { client, server, protocol, verbs } of links) {
    const [from, to] = [byId.get(client), byId.get(server)]
    if (!from || !to || !isField(from) || !isField(to)) continue
    if (driving.has(protocol) && !onlyLooks(verbs)) groups.join(client, server)
  }
  for (const [panel, cell] of panelsOf(links, byId, groups)) groups.join(panel, cell)
  return groups.all()
}

const onlyLooks = (verbs: Link['verbs']): boolean => Object.keys(verbs).every(verb => verb === 'discover')

/** A panel that works on one cell only is part of it. */
function panelsOf(links: readonly Link[], byId: ReadonlyMap<string, Asset>, groups: Groups): [string, string][] {
  const served = new Map<string, Set<string>>()
  for (const { client, server, protocol } of links) {
    const [from, to] = [byId.get(client), byId.get(server)]
    if (!from || !to || !speechOf(protocol)?.plant || !hasRole(from, panels) || !isField(to)) continue
    served.set(client, (served.get(client) ?? new Set()).add(groups.of(server)))
  }
  return [...served].flatMap(([panel, cells]) =>
    cells.size === 1 ? [[panel, [...cells][0]!] as [string, string]] : [],
  )
}

/** Sets that grow together. */
class Groups {
  readonly #parent = new Map<string, string>()

  of(id: string): string {
    let root = id
    for (let up = this.#parent.get(root); up !== undefined && up !== root; up = this.#parent.get(root)) root = up
    // Shortens the way for the next one.
    for (let at = id; at !== root; ) {
      const up = this.#parent.get(at) ?? root
      this.#parent.set(at, root)
      at = up
    }
    return root
  }

  /** The smaller id is the root, so that the order of joining changes nothing. */
  join(a: string, b: string): void {
    const [one, other] = [this.of(a), this.of(b)]
    const [low, high] = one < other ? [one, other] : [other, one]
    this.#parent.set(low, low)
    this.#parent.set(high, low)
  }

  all(): string[][] {
    const groups = Map.groupBy(this.#parent.keys(), id => this.of(id))
    return [...groups.values()].map(ids => ids.sort()).filter(ids => ids.length > 1)
  }
}
