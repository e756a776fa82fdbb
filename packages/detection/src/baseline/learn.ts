// One event into the tree. This runs for every event: no text is made here, and no object that does not stay.
import { type Activity, isSignificant, type Verb } from '@nautilus/model'
import type { ClaimEvent, ConnectionEvent, Event, OperationEvent, Who } from '../event.ts'
import type { SegmentOf } from '../segment.ts'
import { objectsOf } from './objects.ts'
import { beat, type LocalHour, pour } from './rhythm.ts'
import type { Ledger } from './room.ts'
import { SegmentLearner } from './segments.ts'
import { learnCode, newSequence } from './sequence.ts'
import { type Moment, momentOf, newTally, PROPOSED, SERVED, setMoment, TAUGHT, type Tally, touch } from './tally.ts'
import { learnTiming, newTiming } from './timing.ts'
import type { Device, Facts, Pair, Said, Speech, Spoken, Tree } from './tree.ts'
import { newDevice, newPair, newSaid, newSpeech, newSpoken } from './tree.ts'
import { enter, incidence, isReady, recount } from './unseen.ts'

export const isReadySite = (tree: Tree): boolean => isReady(tree.scope, 'site')
export const isReadyDevice = (device: Device): boolean =>
  (device.tally.marks & TAUGHT) !== 0 || isReady(device.scope, 'device')
export const isReadySpeech = (speech: Speech): boolean =>
  (speech.tally.marks & TAUGHT) !== 0 || isReady(speech.scope, 'link')

/** What belongs to something that is only proposed is no more than that itself. */
const isProposed = ({ tally }: { readonly tally: Tally }): boolean => (tally.marks & PROPOSED) !== 0

/** The protocol of a connection, or its transport and port where nobody could tell. */
export function protocolOf({ connection }: ConnectionEvent): string {
  const { protocol, transport, port } = connection
  if (protocol !== null) return protocol
  const known = services[transport]
  known[port] ??= `${transport}/${port}`
  return known[port]
}
const services: Record<'tcp' | 'udp', string[]> = { tcp: [], udp: [] }

/** How a moment becomes an hour of the week, and a device a part of the network. */
export type Ways = { readonly localHour: LocalHour; readonly segmentOf: SegmentOf }

/** Teaches a tree, within the room of its ledger. What is new to something ready is marked as proposed. */
export class Learner {
  readonly tree: Tree
  readonly ledger: Ledger
  readonly #ways: Ways
  readonly #localHour: LocalHour
  readonly #moment: Moment = momentOf()
  #segments: SegmentLearner
  /** Marks of what is taught by a person. */
  #taught = 0
  #siteReady = false
  /** A person said what is normal here: what is new to the site is news, however little was given. */
  wasTaught = false

  constructor(tree: Tree, ledger: Ledger, ways: Ways) {
    this.tree = tree
    this.ledger = ledger
    this.#ways = ways
    this.#localHour = ways.localHour
    this.#segments = this.#newSegments()
  }

  /** Goes on with what was read from a file. */
  replace(tree: Tree): void {
    Object.assign(this.tree, tree)
    this.#segments = this.#newSegments()
  }

  #newSegments(): SegmentLearner {
    return new SegmentLearner(this.tree.segments, { ledger: this.ledger, moment: this.#moment, ...this.#ways })
  }

  learn(event: Event, taught: boolean): void {
    this.#taught = taught ? TAUGHT : 0
    if (taught) this.wasTaught = true
    if (event.kind === 'operation') this.#operation(event)
    else if (event.kind === 'connection') this.#connection(event)
    else if (event.kind === 'claim') this.#claim(event)
  }

  #operation(event: OperationEvent): void {
    const { activity, verb, protocol } = event
    this.#begin(activity.first, activity.last, activity.count)
    const answered = activity.outcome !== 'no-reply'
    this.#segments.operation(event, answered)
    const client = this.#sees(event.client)
    const server = answered ? this.#sees(event.server) : (this.tree.devices.get(event.server.id) ?? null)
    if (client === null) return
    pour(client.operations, activity.last, activity.count)
    const speech = this.#speech(client, server, event.server.id, protocol, answered)
    if (server !== null && isUnasked(verb)) beat(server.rhythm, activity.last, this.#localHour)
    else beat(client.rhythm, activity.last, this.#localHour)
    if (speech === null) return
    this.#anywhere(protocol, activity.function.code)
    const spoken = this.#spoken(speech, verb, activity.function.code)
    if (spoken) this.#cycle(spoken, activity)
    this.#sequence(speech, activity)
    if (server !== null && event.accepted) objectsOf(server, event, this.#moment, this.ledger)
  }

  #connection(event: ConnectionEvent): void {
    const { first, last, count, state, bytes } = event.connection
    this.#begin(first, last, count)
    const client = this.#sees(event.client)
    const answered = state === 'open' || state === 'half'
    const protocol = protocolOf(event)
    this.#segments.connection(event, protocol, answered)
    const server = answered ? this.#sees(event.server) : (this.tree.devices.get(event.server.id) ?? null)
    if (client === null) return
    pour(client.connections, last, count)
    pour(client.bytes, last, bytes.client)
    if (server) pour(server.bytes, last, bytes.server)
    beat(client.rhythm, last, this.#localHour)
    this.#speech(client, server, event.server.id, protocol, answered)
  }

  #claim({ sighting, who }: ClaimEvent): void {
    const { first, last, attribute, value } = sighting
    this.#begin(first, last, 1)
    const device = this.#sees(who)
    if (device === null) return
    let values = device.attributes.get(attribute)
    if (!values) {
      values = new Map()
      device.attributes.set(attribute, values)
    }
    let tally = values.get(value)
    if (!tally) {
      const fits = values.size < this.ledger.limits.valuesOfAttribute
      if (!this.ledger.take('attributes', value, fits)) return
      tally = newTally(this.#marks(isReadyDevice(device)))
      values.set(value, tally)
    }
    if (touch(tally, this.#moment)) incidence(device.scope, tally.slots)
  }

  #begin(first: number, last: number, count: number): void {
    setMoment(this.#moment, first, last, count, this.#taught)
    this.#siteReady = this.#taught === 0 && (this.wasTaught || isReadySite(this.tree))
    enter(this.tree.scope, this.#moment.slot, first)
  }

  #marks(ready: boolean): number {
    return this.#taught !== 0 ? TAUGHT : ready ? PROPOSED : 0
  }

  /** Null for nobody, and where there is no room. */
  #sees({ id, kind }: Who): Device | null {
    if (kind === 'nobody' || id === '') return null
    const { devices, scope } = this.tree
    let device = devices.get(id)
    if (!device) {
      if (!this.ledger.take('devices', id)) return null
      device = newDevice(this.#marks(this.#siteReady))
      devices.set(id, device)
    }
    enter(device.scope, this.#moment.slot, this.#moment.first)
    enter(device.held, this.#moment.slot, this.#moment.first)
    if (touch(device.tally, this.#moment)) incidence(scope, device.tally.slots)
    return device
  }

  #speech(client: Device, server: Device | null, id: string, protocol: string, answered: boolean): Speech | null {
    const ready = this.#siteReady || isReadyDevice(client) || (server !== null && isReadyDevice(server))
    const pair = this.#pair(client, id, ready)
    if (pair === null) return null
    let speech = pair.protocols.get(protocol)
    if (!speech) {
      if (!this.ledger.take('links', protocol)) return null
      speech = newSpeech(this.#marks(ready))
      pair.protocols.set(protocol, speech)
    }
    enter(speech.scope, this.#moment.slot, this.#moment.first)
    const further = touch(speech.tally, this.#moment)
    if (further) incidence(client.scope, speech.tally.slots)
    if (server !== null) serve(server, speech, further)
    this.#side(client.asks, protocol, isReadyDevice(client) || isProposed(client))
    if (server !== null && answered) this.#side(server.serves, protocol, isReadyDevice(server) || isProposed(server))
    return speech
  }

  #pair(client: Device, id: string, ready: boolean): Pair | null {
    let pair = client.peers.get(id)
    if (!pair) {
      const fits = id !== '' && client.peers.size < this.ledger.limits.pairsOfDevice
      if (!this.ledger.take('pairs', id, fits)) return null
      pair = newPair(this.#marks(ready))
      client.peers.set(id, pair)
    }
    if (touch(pair.tally, this.#moment)) incidence(this.tree.scope, pair.tally.slots)
    return pair
  }

  /** Every protocol here is one of a link too, and bounded there. */
  #side(facts: Facts, protocol: string, ready: boolean): void {
    let tally = facts.get(protocol)
    if (!tally) {
      tally = newTally(this.#marks(ready))
      facts.set(protocol, tally)
    }
    touch(tally, this.#moment)
  }

  #anywhere(protocol: string, code: string): void {
    let facts = this.tree.spoken.get(protocol)
    if (!facts) {
      facts = new Map()
      this.tree.spoken.set(protocol, facts)
    }
    let tally = facts.get(code)
    if (!tally) {
      if (!this.ledger.take('functions', code)) return
      tally = newTally(this.#marks(this.#siteReady))
      facts.set(code, tally)
    }
    if (touch(tally, this.#moment)) incidence(this.tree.scope, tally.slots)
  }

  #spoken(speech: Speech, verb: Verb, code: string): Spoken | null {
    let said = speech.verbs.get(verb)
    if (!said) {
      said = newSaid(this.#marks(isReadySpeech(speech) || isProposed(speech)))
      speech.verbs.set(verb, said)
    }
    touch(said.tally, this.#moment)
    const spoken = said.functions.get(code) ?? this.#newSpoken(speech, said, code)
    if (spoken && touch(spoken.tally, this.#moment)) incidence(speech.scope, spoken.tally.slots)
    return spoken
  }

  #newSpoken(speech: Speech, said: Said, code: string): Spoken | null {
    const fits = said.functions.size < this.ledger.limits.functionsOfLink
    if (!this.ledger.take('functions', code, fits)) return null
    const spoken = newSpoken(this.#marks(isReadySpeech(speech) || isProposed(speech)))
    said.functions.set(code, spoken)
    return spoken
  }

  #cycle(spoken: Spoken, activity: Activity): void {
    let timing = spoken.cycles.get(activity.object)
    if (!timing) {
      if (!this.ledger.take('timings', activity.object)) return
      timing = newTiming(0)
      spoken.cycles.set(activity.object, timing)
    }
    learnTiming(timing, activity.interval, this.#moment)
  }

  #sequence(speech: Speech, activity: Activity): void {
    if (activity.function.code.length > this.ledger.limits.text) return
    if (speech.sequence === null) {
      if (this.ledger.room.contexts <= 0) return
      this.ledger.room.contexts--
      speech.sequence = newSequence()
    }
    learnCode(speech.sequence, activity.function.code, isSignificant(activity.verb), activity.first, this.ledger.room)
  }
}

function serve(server: Device, { tally }: Speech, further: boolean): void {
  if ((tally.marks & SERVED) === 0) {
    tally.marks |= SERVED
    recount(server.scope, tally.slots)
  } else if (further) incidence(server.scope, tally.slots)
}

/** Who sends values or alarms unasked acts by itself. */
export const isUnasked = (verb: Verb): boolean => verb === 'report' || verb === 'alarm'
