// What is learned of a part of the network: who is there, what it speaks, with which others, how much and when.
import { isSignificant, type Verb } from '@nautilus/model'
import type { ConnectionEvent, OperationEvent, Who } from '../event.ts'
import type { SegmentOf } from '../segment.ts'
import { engineering } from '../wording.ts'
import type { Limits } from './limits.ts'
import type { LocalHour, Rhythm } from './rhythm.ts'
import { beat, newRhythm, rhythmShape } from './rhythm.ts'
import type { Ledger } from './room.ts'
import { mapOf, record, type Shape } from './shape.ts'
import { type Moment, newTally, PROPOSED, TAUGHT, type Tally, tallyShape, touch } from './tally.ts'
import { enter, incidence, isReady, newScope, type Scope, scopeShape } from './unseen.ts'
import { newWeek, pourWeek, type Week, weekShape } from './week.ts'

type Facts = Map<string, Tally>

/** What one segment asks of another, or of itself, in one protocol. */
export type Conduit = { tally: Tally; verbs: Facts }

export type Segment = {
  tally: Tally
  scope: Scope
  /** Ids of its devices. */
  members: Facts
  /** Protocols in which any of its devices asked or answered. */
  spoken: Facts
  /** By the other segment and the protocol; its devices are the clients. */
  toward: Map<string, Map<string, Conduit>>
  /** When anybody in it did what only engineering stations do, or had it done. */
  engineering: Rhythm
  /** Bytes that its devices sent. */
  bytes: Week
}

export const newSegment = (marks: number): Segment => ({
  tally: newTally(marks),
  scope: newScope(),
  members: new Map(),
  spoken: new Map(),
  toward: new Map(),
  engineering: newRhythm(),
  bytes: newWeek(),
})

export const isReadySegment = (segment: Segment): boolean =>
  (segment.tally.marks & TAUGHT) !== 0 || isReady(segment.scope, 'segment')

const ofEngineers: ReadonlySet<Verb> = new Set(engineering)

/** Teaches the segments of one tree. */
export class SegmentLearner {
  readonly #segments: Map<string, Segment>
  readonly #ledger: Ledger
  readonly #moment: Moment
  readonly #segmentOf: SegmentOf
  readonly #localHour: LocalHour

  constructor(
    segments: Map<string, Segment>,
    {
      ledger,
      moment,
      segmentOf,
      localHour,
    }: { ledger: Ledger; moment: Moment; segmentOf: SegmentOf; localHour: LocalHour },
  ) {
    this.#segments = segments
    this.#ledger = ledger
    this.#moment = moment
    this.#segmentOf = segmentOf
    this.#localHour = localHour
  }

  operation({ client, server, protocol, verb }: OperationEvent, answered: boolean): void {
    const asking = this.#of(client)
    const asked = answered ? this.#of(server, asking) : null
    if (!asked) return
    this.#exchange(asking, asked, this.#segmentOf(server)!, protocol, verb)
    if (!ofEngineers.has(verb)) return
    beat(asked.engineering, this.#moment.last, this.#localHour)
    if (asking && asking !== asked) beat(asking.engineering, this.#moment.last, this.#localHour)
  }

  connection({ client, server, connection }: ConnectionEvent, protocol: string, answered: boolean): void {
    const asking = this.#of(client)
    if (asking) this.#sent(asking, connection.bytes.client)
    const asked = answered ? this.#of(server, asking) : null
    if (!asked) return
    this.#sent(asked, connection.bytes.server)
    this.#exchange(asking, asked, this.#segmentOf(server)!, protocol, null)
  }

  #sent({ bytes }: Segment, amount: number): void {
    if (amount > 0) pourWeek(bytes, this.#moment.last, amount, this.#localHour)
  }

  #exchange(asking: Segment | null, asked: Segment, to: string, protocol: string, verb: Verb | null): void {
    this.#speaks(asked, protocol)
    if (!asking) return
    if (asking !== asked) this.#speaks(asking, protocol)
    this.#conduit(asking, to, protocol, verb)
  }

  /** The segment of one end, counted once for each event. */
  #of(who: Who, other: Segment | null = null): Segment | null {
    const name = this.#segmentOf(who)
    const segment = name === null ? null : this.#segment(name)
    if (!segment) return null
    if (segment !== other) {
      enter(segment.scope, this.#moment.slot, this.#moment.first)
      touch(segment.tally, this.#moment)
    }
    this.#member(segment, who.id)
    return segment
  }

  #segment(name: string): Segment | null {
    let segment = this.#segments.get(name)
    if (!segment) {
      if (!this.#ledger.take('segments', name)) return null
      segment = newSegment(this.#moment.marks & TAUGHT)
      this.#segments.set(name, segment)
    }
    return segment
  }

  #marks(segment: Segment): number {
    return this.#moment.marks & TAUGHT ? TAUGHT : isReadySegment(segment) ? PROPOSED : 0
  }

  #member(segment: Segment, id: string): void {
    const tally = this.#fact(segment, segment.members, id, 'members')
    if (tally) touch(tally, this.#moment)
  }

  #speaks(segment: Segment, protocol: string): void {
    const tally = this.#fact(segment, segment.spoken, protocol, 'conduits')
    if (tally && touch(tally, this.#moment)) incidence(segment.scope, tally.slots)
  }

  #fact(segment: Segment, facts: Facts, name: string, kind: 'members' | 'conduits'): Tally | null {
    const known = facts.get(name)
    if (known) return known
    if (!this.#ledger.take(kind, name)) return null
    const tally = newTally(this.#marks(segment))
    facts.set(name, tally)
    return tally
  }

  #conduit(segment: Segment, to: string, protocol: string, verb: Verb | null): void {
    let protocols = segment.toward.get(to)
    let conduit = protocols?.get(protocol)
    if (!conduit) {
      if (!this.#ledger.take('conduits', protocol, to.length <= this.#ledger.limits.text)) return
      conduit = { tally: newTally(this.#marks(segment)), verbs: new Map() }
      if (!protocols) {
        protocols = new Map()
        segment.toward.set(to, protocols)
      }
      protocols.set(protocol, conduit)
    }
    if (touch(conduit.tally, this.#moment)) incidence(segment.scope, conduit.tally.slots)
    if (verb === null || !isSignificant(verb)) return
    // Verbs are a closed list of ours.
    let tally = conduit.verbs.get(verb)
    if (!tally) {
      tally = newTally(this.#marks(segment))
      conduit.verbs.set(verb, tally)
    }
    touch(tally, this.#moment)
  }
}

export function segmentsShape(limits: Limits): Shape<Map<string, Segment>> {
  const named = <T>(shape: Shape<T>, room: number) => mapOf(shape, room, limits.text)
  const facts = named(tallyShape, limits.conduits)
  const conduit = record<Conduit>(() => ({ tally: newTally(0), verbs: new Map() }), { tally: tallyShape, verbs: facts })
  const segment = record<Segment>(() => newSegment(0), {
    tally: tallyShape,
    scope: scopeShape,
    members: named(tallyShape, limits.members),
    spoken: facts,
    toward: named(named(conduit, limits.conduits), limits.segments),
    engineering: rhythmShape,
    bytes: weekShape,
  })
  return named(segment, limits.segments)
}
