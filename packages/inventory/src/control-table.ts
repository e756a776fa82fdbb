import type { Asset, Role } from '@nautilus/model'
import type { Limits } from './limits.ts'
import { count, inOrder } from './links.ts'
import type { Exchange } from './roles/portrait.ts'
import { speechOf } from './roles/speech.ts'
import { byFirst, type Changes, keepFirst } from './traffic.ts'

/** One client that changed one controller, or tried to. */
export type ControlRow = {
  /** Asset ids. */
  readonly controller: string
  readonly client: string
  readonly protocol: string
  /** Operations not refused, by verb; those whose reply was not seen among them. */
  readonly verbs: Readonly<Record<string, number>>
  readonly refused: Readonly<Record<string, number>>
  /** What was changed first. */
  readonly objects: readonly string[]
  readonly first: number
  readonly last: number
}

/** What a change acts on the process through. */
const controllers: ReadonlySet<Role> = new Set<Role>([
  'controller',
  'safety controller',
  'RTU',
  'IED',
  'I/O device',
  'drive',
  'robot',
  'building controller',
  'gateway',
])

type Draft = {
  readonly controller: string
  readonly client: string
  readonly protocol: string
  readonly verbs: Record<string, number>
  readonly refused: Record<string, number>
  readonly objects: Map<string, number>
  first: number
  last: number
}

/** Who can change what: every client that wrote, forced, downloaded, stopped or reset a controller. */
export function controlTableOf(assets: readonly Asset[], exchanges: readonly Exchange[], limits: Limits): ControlRow[] {
  const rows = new Map<string, Draft>()
  for (const { traffic, client, server } of exchanges) {
    const from = assets[client]
    const to = assets[server]
    if (!traffic.changes || !from || !to || !isControlled(to, traffic.protocol)) continue
    const key = `${server} ${client} ${traffic.protocol}`
    const row = rows.get(key) ?? draftOf(to.id, from.id, traffic.protocol, traffic.changes)
    rows.set(key, row)
    add(row, traffic.changes, limits)
  }
  return [...rows.values()].map(row => ({
    ...row,
    verbs: inOrder(row.verbs),
    refused: inOrder(row.refused),
    objects: [...row.objects].sort(byFirst).map(([object]) => object),
  }))
}

/** By its role, or because it takes the commands of a protocol that runs plants, for itself or for who is behind it. */
const isControlled = ({ roles }: Asset, protocol: string): boolean =>
  roles.some(({ role }) => controllers.has(role)) || speechOf(protocol)?.plant === true

const draftOf = (controller: string, client: string, protocol: string, { first, last }: Changes): Draft => ({
  controller,
  client,
  protocol,
  verbs: {},
  refused: {},
  objects: new Map(),
  first,
  last,
})

function add(row: Draft, changes: Changes, limits: Limits): void {
  row.first = Math.min(row.first, changes.first)
  row.last = Math.max(row.last, changes.last)
  for (const [object, at] of changes.objects) keepFirst(row.objects, object, at, limits.objects)
  for (const [verb, { ok, refused, open }] of changes.verbs) {
    count(row.verbs, verb, ok + open)
    count(row.refused, verb, refused)
  }
}
