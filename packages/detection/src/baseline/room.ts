// How much is held of what is bounded, and what found no room.
import type { Limits } from './limits.ts'
import type { Segment } from './segments.ts'
import type { Room } from './sequence.ts'
import { SERVED, type Tally } from './tally.ts'
import type { Device, Speech, Tree } from './tree.ts'
import { recount, type Scope } from './unseen.ts'

export const kinds = [
  'devices',
  'pairs',
  'links',
  'functions',
  'objects',
  'values',
  'timings',
  'attributes',
  'segments',
  'conduits',
  'members',
] as const
export type Bounded = (typeof kinds)[number]
export type Counts = Record<Bounded | 'contexts' | 'suspects', number>

export const noCounts = (): Counts => ({
  devices: 0,
  pairs: 0,
  links: 0,
  functions: 0,
  objects: 0,
  values: 0,
  timings: 0,
  attributes: 0,
  segments: 0,
  conduits: 0,
  members: 0,
  contexts: 0,
  suspects: 0,
})

/** What a tree holds. */
export class Ledger {
  readonly limits: Limits
  used: Counts = noCounts()
  readonly dropped: Counts = noCounts()
  readonly room: Room

  constructor(limits: Limits) {
    this.limits = limits
    this.room = { contexts: limits.contexts, perLink: limits.contextsOfLink, symbols: limits.symbols, dropped: 0 }
  }

  /** Takes a place for `name`; false, and counted, where there is none. */
  take(kind: Bounded, name: string, fits = true): boolean {
    if (fits && this.used[kind] < this.limits[kind] && name.length <= this.limits.text) {
      this.used[kind]++
      return true
    }
    this.dropped[kind]++
    return false
  }

  /** Goes on with a tree that was read from a file. */
  resume(tree: Tree, dropped: Counts): void {
    Object.assign(this.dropped, dropped, { contexts: 0 })
    this.room.dropped = dropped.contexts
    this.used = usedBy(tree)
    this.room.contexts = this.limits.contexts - this.used.contexts
  }

  /** Facts came or went by other ways than learning: counts what there is, and how much of each scope is unseen. */
  audit(tree: Tree): void {
    this.used = usedBy(tree)
    this.room.contexts = this.limits.contexts - this.used.contexts
    rescope(tree)
  }
}

function usedBy(tree: Tree): Counts {
  const used = noCounts()
  for (const facts of tree.spoken.values()) used.functions += facts.size
  for (const segment of tree.segments.values()) useSegment(segment, used)
  for (const device of tree.devices.values()) {
    used.devices++
    used.pairs += device.peers.size
    used.objects += device.objects.size
    for (const facts of device.attributes.values()) used.attributes += facts.size
    for (const { values } of device.objects.values()) used.values += values.length
    for (const { protocols } of device.peers.values()) for (const speech of protocols.values()) useSpeech(speech, used)
  }
  return used
}

function useSpeech({ verbs, sequence }: Speech, used: Counts): void {
  used.links++
  used.contexts += sequence?.nodes ?? 0
  for (const { functions } of verbs.values()) {
    used.functions += functions.size
    for (const { cycles } of functions.values()) used.timings += cycles.size
  }
}

function useSegment({ members, spoken, toward }: Segment, used: Counts): void {
  used.segments++
  used.members += members.size
  used.conduits += spoken.size
  for (const protocols of toward.values()) used.conduits += protocols.size
}

function rescope(tree: Tree): void {
  clear(tree.scope)
  for (const device of tree.devices.values()) {
    clear(device.scope)
    clear(device.held)
  }
  for (const facts of tree.spoken.values()) recountAll(facts.values(), tree.scope)
  for (const device of tree.devices.values()) rescopeDevice(device, tree)
  for (const segment of tree.segments.values()) rescopeSegment(segment)
}

function rescopeDevice(device: Device, tree: Tree): void {
  recount(tree.scope, device.tally.slots)
  for (const facts of device.attributes.values()) recountAll(facts.values(), device.scope)
  for (const [id, { tally, protocols }] of device.peers) {
    recount(tree.scope, tally.slots)
    const server = tree.devices.get(id)
    for (const speech of protocols.values()) {
      recount(device.scope, speech.tally.slots)
      if (server && speech.tally.marks & SERVED) recount(server.scope, speech.tally.slots)
      rescopeSpeech(speech)
    }
  }
  for (const { read, written, writings } of device.objects.values())
    for (const tally of [read, written, ...writings]) if (tally) recount(device.held, tally.slots)
}

function rescopeSpeech({ scope, verbs }: Speech): void {
  clear(scope)
  for (const { functions } of verbs.values()) for (const { tally } of functions.values()) recount(scope, tally.slots)
}

function rescopeSegment({ scope, spoken, toward }: Segment): void {
  clear(scope)
  recountAll(spoken.values(), scope)
  for (const protocols of toward.values()) for (const { tally } of protocols.values()) recount(scope, tally.slots)
}

function recountAll(tallies: Iterable<Tally>, scope: Scope): void {
  for (const { slots } of tallies) recount(scope, slots)
}

/** Slots and times stay: they are of the whole, and no sum of its parts. */
function clear(scope: Scope): void {
  scope.incidences = 0
  scope.once = 0
}
