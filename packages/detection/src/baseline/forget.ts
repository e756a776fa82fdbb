// What age, a person or suspicion takes out of the tree.
import type { Conduit, Segment } from './segments.ts'
import { isForgotten, PROPOSED, type Tally } from './tally.ts'
import type { Device, Facts, Holding, Pair, Speech, Spoken, Tree } from './tree.ts'

/** Removes what has not been seen for too long. Count anew afterwards: `Ledger.audit`. */
export function prune(tree: Tree, now: number): void {
  const old = (tally: Tally) => isForgotten(tally, now)
  for (const [protocol, facts] of tree.spoken) {
    pruneFacts(facts, old)
    if (facts.size === 0) tree.spoken.delete(protocol)
  }
  for (const [id, device] of tree.devices) {
    pruneDevice(device, old)
    if (old(device.tally) && device.peers.size + device.objects.size + device.attributes.size === 0)
      tree.devices.delete(id)
  }
  for (const [name, segment] of tree.segments) {
    pruneSegment(segment, old)
    if (old(segment.tally) && segment.members.size + segment.spoken.size + segment.toward.size === 0)
      tree.segments.delete(name)
  }
}

function pruneSegment({ members, spoken, toward }: Segment, old: Old): void {
  pruneFacts(members, old)
  pruneFacts(spoken, old)
  for (const [to, protocols] of toward) {
    for (const [protocol, { tally, verbs }] of protocols) {
      pruneFacts(verbs, old)
      if (verbs.size === 0 && old(tally)) protocols.delete(protocol)
    }
    if (protocols.size === 0) toward.delete(to)
  }
}

type Old = (tally: Tally) => boolean

function pruneFacts(facts: Facts, old: Old): void {
  for (const [name, tally] of facts) if (old(tally)) facts.delete(name)
}

function pruneDevice(device: Device, old: Old): void {
  pruneFacts(device.asks, old)
  pruneFacts(device.serves, old)
  for (const [attribute, facts] of device.attributes) {
    pruneFacts(facts, old)
    if (facts.size === 0) device.attributes.delete(attribute)
  }
  for (const [id, pair] of device.peers) {
    prunePair(pair, old)
    if (pair.protocols.size === 0 && old(pair.tally)) device.peers.delete(id)
  }
  for (const [object, holding] of device.objects) if (pruneHolding(holding, old)) device.objects.delete(object)
}

function prunePair(pair: Pair, old: Old): void {
  for (const [protocol, speech] of pair.protocols) {
    pruneSpeech(speech, old)
    if (speech.verbs.size === 0 && old(speech.tally)) pair.protocols.delete(protocol)
  }
}

function pruneSpeech({ verbs }: Speech, old: Old): void {
  for (const [verb, { tally, functions }] of verbs) {
    pruneFunctions(functions, old)
    if (functions.size === 0 && old(tally)) verbs.delete(verb)
  }
}

function pruneFunctions(functions: Map<string, Spoken>, old: Old): void {
  for (const [code, { tally, cycles }] of functions) {
    for (const [object, timing] of cycles) if (old(timing.tally)) cycles.delete(object)
    if (old(tally)) functions.delete(code)
  }
}

/** True when nothing is left of it. */
function pruneHolding(holding: Holding, old: Old): boolean {
  for (let at = holding.writers.length - 1; at >= 0; at--) if (old(holding.writings[at]!)) forgetWriter(holding, at)
  if (holding.read && old(holding.read)) holding.read = null
  if (holding.written && old(holding.written)) holding.written = null
  return holding.read === null && holding.written === null
}

export function forgetWriter({ writers, writings }: Holding, at: number): void {
  writers.splice(at, 1)
  writings.splice(at, 1)
}

/** Everything that this source did, from `from` on for the first time, no longer counts as known. */
export function doubt(tree: Tree, id: string, from: number): void {
  const device = tree.devices.get(id)
  const question = (tally: Tally) => {
    if (tally.first >= from) tally.marks |= PROPOSED
  }
  if (device) for (const tally of talliesOf(device)) question(tally)
  for (const { objects } of tree.devices.values()) {
    for (const { writers, writings } of objects.values()) {
      const at = writers.indexOf(id)
      if (at >= 0) question(writings[at]!)
    }
  }
}

/** Every fact of a device and of what it asks others; not those of its objects. */
export function* talliesOf(device: Device): Iterable<Tally> {
  yield device.tally
  yield* device.asks.values()
  for (const facts of device.attributes.values()) yield* facts.values()
  for (const pair of device.peers.values()) yield* talliesOfPair(pair)
}

export function* talliesOfPair({ tally, protocols }: Pair): Iterable<Tally> {
  yield tally
  for (const speech of protocols.values()) yield* talliesOfSpeech(speech)
}

export function* talliesOfSpeech({ tally, verbs }: Speech): Iterable<Tally> {
  yield tally
  for (const said of verbs.values()) {
    yield said.tally
    for (const { tally, cycles } of said.functions.values()) {
      yield tally
      for (const timing of cycles.values()) yield timing.tally
    }
  }
}

export function* talliesOfHolding({ read, written, writings, values }: Holding): Iterable<Tally> {
  if (read) yield read
  if (written) yield written
  yield* writings
  for (const value of values) yield value.tally
}

/** Every fact of a part of the network. */
export function* talliesOfSegment({ tally, members, spoken, toward }: Segment): Iterable<Tally> {
  yield tally
  yield* members.values()
  yield* spoken.values()
  for (const protocols of toward.values()) for (const conduit of protocols.values()) yield* talliesOfConduit(conduit)
}

export function* talliesOfConduit({ tally, verbs }: Conduit): Iterable<Tally> {
  yield tally
  yield* verbs.values()
}
