// What a person decides about a fact: to pin it, to accept what was proposed, to forget it.
import {
  forgetWriter,
  talliesOf,
  talliesOfConduit,
  talliesOfHolding,
  talliesOfPair,
  talliesOfSegment,
  talliesOfSpeech,
} from './forget.ts'
import { listOf, most, textOf, Unreadable } from './shape.ts'
import { PINNED, PROPOSED, TAUGHT, type Tally } from './tally.ts'
import type { Device, Tree } from './tree.ts'
import type { Values } from './values.ts'

/** A fact and all below it, named by ids. The more is named, the smaller it is. */
export type FactName = DeviceName | LinkName | ObjectName | SegmentName
type DeviceName = { readonly device: string; readonly attribute?: string; readonly value?: string }
type LinkName = { readonly client: string; readonly server: string; readonly protocol?: string; readonly verb?: string }
type SegmentName = { readonly segment: string; readonly toward?: string; readonly protocol?: string }
type ObjectName = { readonly server: string; readonly object: string; readonly writer?: string }

export type Decision = {
  readonly do: 'pin' | 'unpin' | 'accept' | 'forget'
  readonly fact: FactName
  /** Who decided, when (µs) and why. */
  readonly by: string
  readonly at: number
  readonly why: string
}

type Target = { readonly tallies: Iterable<Tally>; readonly remove: () => void; readonly accept?: () => void }

/** False when there is no such fact. */
export function decide(tree: Tree, decision: Decision): boolean {
  const target = targetOf(tree, decision.fact)
  if (target === null) return false
  if (decision.do === 'forget') {
    target.remove()
    return true
  }
  for (const tally of target.tallies) mark(tally, decision.do)
  if (decision.do === 'accept') target.accept?.()
  return true
}

function mark(tally: Tally, what: 'pin' | 'unpin' | 'accept'): void {
  if (what === 'pin') tally.marks = (tally.marks | PINNED) & ~PROPOSED
  else if (what === 'unpin') tally.marks &= ~PINNED
  else tally.marks = (tally.marks | TAUGHT) & ~PROPOSED
}

function targetOf(tree: Tree, fact: FactName): Target | null {
  if ('device' in fact) return deviceTarget(tree, fact)
  if ('segment' in fact) return segmentTarget(tree, fact)
  if ('object' in fact) return objectTarget(tree, fact)
  const device = tree.devices.get(fact.client)
  const pair = device?.peers.get(fact.server)
  if (!device || !pair) return null
  if (fact.protocol === undefined)
    return { tallies: talliesOfPair(pair), remove: () => device.peers.delete(fact.server) }
  const { protocol, verb } = fact
  const speech = pair.protocols.get(protocol)
  if (!speech) return null
  if (verb === undefined) return { tallies: talliesOfSpeech(speech), remove: () => pair.protocols.delete(protocol) }
  const said = speech.verbs.get(verb)
  if (!said) return null
  const only = { ...speech, tally: said.tally, verbs: new Map([[verb, said]]) }
  return { tallies: talliesOfSpeech(only), remove: () => speech.verbs.delete(verb) }
}

function deviceTarget(tree: Tree, { device: id, attribute, value }: DeviceName): Target | null {
  const device = tree.devices.get(id)
  if (!device) return null
  if (attribute === undefined) return { tallies: talliesOf(device), remove: () => tree.devices.delete(id) }
  const facts = device.attributes.get(attribute)
  if (!facts) return null
  if (value === undefined) return { tallies: facts.values(), remove: () => device.attributes.delete(attribute) }
  const tally = facts.get(value)
  return tally ? { tallies: [tally], remove: () => facts.delete(value) } : null
}

/** With a protocol alone: that any of its devices speaks it. */
function segmentTarget(tree: Tree, { segment: name, toward, protocol }: SegmentName): Target | null {
  const segment = tree.segments.get(name)
  if (!segment) return null
  if (toward === undefined) {
    if (protocol === undefined) return { tallies: talliesOfSegment(segment), remove: () => tree.segments.delete(name) }
    const tally = segment.spoken.get(protocol)
    return tally ? { tallies: [tally], remove: () => segment.spoken.delete(protocol) } : null
  }
  const protocols = segment.toward.get(toward)
  if (!protocols) return null
  if (protocol === undefined) {
    const tallies = [...protocols.values()].flatMap(each => [...talliesOfConduit(each)])
    return { tallies, remove: () => segment.toward.delete(toward) }
  }
  const conduit = protocols.get(protocol)
  return conduit ? { tallies: talliesOfConduit(conduit), remove: () => protocols.delete(protocol) } : null
}

function objectTarget(tree: Tree, { server, object, writer }: ObjectName): Target | null {
  const device: Device | undefined = tree.devices.get(server)
  const holding = device?.objects.get(object)
  if (!device || !holding) return null
  if (writer === undefined) {
    return {
      tallies: talliesOfHolding(holding),
      remove: () => device.objects.delete(object),
      accept: () => holding.values.forEach(widen),
    }
  }
  const at = holding.writers.indexOf(writer)
  return at < 0 ? null : { tallies: [holding.writings[at]!], remove: () => forgetWriter(holding, at) }
}

/** What was kept apart as too far becomes part of what is normal. */
function widen(values: Values): void {
  const { band } = values
  if (band?.proposed == null) return
  values.low = Math.min(values.low, band.proposed.low)
  values.high = Math.max(values.high, band.proposed.high)
  band.low = values.low
  band.high = values.high
  band.since = Math.max(band.since, band.proposed.last)
  band.proposed = null
}

const deeds = ['pin', 'unpin', 'accept', 'forget'] as const
const names = [
  'device',
  'attribute',
  'value',
  'client',
  'server',
  'protocol',
  'verb',
  'object',
  'writer',
  'segment',
  'toward',
] as const

export const writeDecision = ({ do: deed, fact, by, at, why }: Decision) => {
  const parts = fact as Partial<Record<(typeof names)[number], string>>
  return [deed, names.map(name => parts[name] ?? null), by, at, why]
}

export function readDecision(json: unknown, where: string, longest: number): Decision {
  const [deed, parts, by, at, why] = listOf(json, where, 5)
  const known = deeds.find(each => each === deed)
  if (!known) throw new Unreadable(`${where} is no decision`)
  const fact: Record<string, string> = {}
  listOf(parts, where, names.length).forEach((part, index) => {
    if (part !== null) fact[names[index]!] = textOf(part, where, longest)
  })
  if (!('device' in fact || 'segment' in fact) && !('server' in fact && ('client' in fact || 'object' in fact)))
    throw new Unreadable(`${where} names no fact`)
  const told = { by: textOf(by, where, longest), at: most.read(at, where), why: textOf(why, where, longest) }
  return { do: known, fact: fact as FactName, ...told }
}
