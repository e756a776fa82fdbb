// What was learned, as rules may read it. `baseline/` makes it; nothing here changes it.
import type { Attribute, Values, Verb } from '@nautilus/model'
import type { Who } from './event.ts'

/** A learned fact: how often, from when to when (µs), and how sure (0 to 1). */
export type Fact = {
  readonly count: number
  readonly first: number
  readonly last: number
  readonly confidence: number
  readonly pinned: boolean
}

/** Has enough been seen that something new means something? `unseen` is the estimated mass of what was never seen. */
export type Readiness = {
  readonly ready: boolean
  readonly unseen: number
  readonly observations: number
  /** µs; when learning began. */
  readonly since: number
}

/** A number over time: quantiles by sketch, `steepest` in units per second. */
export type ValueFact = Fact & {
  readonly min: number
  readonly max: number
  readonly p01: number
  readonly p99: number
  readonly distinct: number
  readonly steepest: number
  /** Share of the observations since it last went beyond what it had been, 0 to 1. A counter or a drift stays at 0. */
  readonly settled: number
}

/** A cycle, µs. */
export type TimingFact = Fact & { readonly period: number; readonly jitter: number; readonly slowest: number }

export type Link = {
  readonly client: Who
  readonly server: Who
  readonly protocol: string
}
export type Spoken = Link & { readonly verb: Verb; readonly code: string }

/** Of whole hours in which there was any: median, 95th percentile and the most, of so many. */
export type Volume = {
  readonly usual: number
  readonly high: number
  readonly most: number
  readonly hours: number
}

/** The baseline, read only. Null: never seen while learning. */
export type Known = {
  /** Somebody taught it, or it has taught itself for long enough: without it every deviation rule is silent. */
  readonly taught: boolean
  /** How ready one device, one link, what a server holds (objects and their writers), its segment, or the site is. */
  readiness(
    of:
      | { readonly device: Who }
      | { readonly link: Link }
      | { readonly objects: Who }
      | { readonly segment: Who }
      | 'site',
  ): Readiness

  device(who: Who): Fact | null
  pair(client: Who, server: Who): Fact | null
  link(link: Link): Fact | null
  verb(link: Link, verb: Verb): Fact | null
  spoken(spoken: Spoken): Fact | null
  /** On any link of the site. */
  spokenAnywhere(protocol: string, code: string): Fact | null
  /** Has it ever asked or answered in this protocol? */
  asks(who: Who, protocol: string): Fact | null
  serves(who: Who, protocol: string): Fact | null

  /** Its part of the network: a declared zone, or its network. Null for groups, and without an IP address. */
  segment(who: Who): { readonly name: string; readonly fact: Fact | null } | null
  /** Has anybody in its segment asked or answered in this protocol? */
  segmentSpeaks(who: Who, protocol: string): Fact | null
  /** Has anybody in the client's segment asked anybody in that of the server, in this protocol, for this? */
  conduit(link: Link, verb?: Verb): Fact | null
  /** Bytes that its segment sends in such an hour of the week: median and 95th percentile of so many hours. */
  segmentVolume(who: Who, at: number): { readonly usual: number; readonly high: number; readonly hours: number } | null
  /** How usual the work of engineering is in its segment in this hour of the week (0 to 1); null while not known. */
  engineeringHours(who: Who, at: number): number | null

  object(server: Who, object: string, access: 'read' | 'write'): Fact | null
  writer(server: Who, object: string, client: Who): Fact | null
  value(server: Who, object: string, index: number): ValueFact | null
  /** The newest value seen before this event, learned or not. */
  newest(server: Who, object: string): { readonly values: Values; readonly at: number } | null

  timing(spoken: Spoken, object: string): TimingFact | null
  /** How usual it is in this hour of the week (0 to 1); null before a whole week was seen. */
  rhythm(who: Who, at: number): number | null
  /** The probability of this function after those that came before it in the session; null while not ready. */
  sequence(link: Link, code: string): number | null
  /** An hour: bytes that it sent (where nothing is said), connections that it opened, operations that it asked for. */
  volume(who: Who, of?: 'bytes' | 'connections' | 'operations'): Volume | null
  /** Values of an attribute that were told of it. */
  attribute(who: Who, attribute: Attribute | 'binding'): readonly { readonly value: string; readonly fact: Fact }[]
}

/** Before anything was learned. */
export const nothingKnown: Known = {
  taught: false,
  readiness: () => ({ ready: false, unseen: 1, observations: 0, since: 0 }),
  device: () => null,
  pair: () => null,
  link: () => null,
  verb: () => null,
  spoken: () => null,
  spokenAnywhere: () => null,
  asks: () => null,
  serves: () => null,
  segment: () => null,
  segmentSpeaks: () => null,
  conduit: () => null,
  segmentVolume: () => null,
  engineeringHours: () => null,
  object: () => null,
  writer: () => null,
  value: () => null,
  newest: () => null,
  timing: () => null,
  rhythm: () => null,
  sequence: () => null,
  volume: () => null,
  attribute: () => [],
}
