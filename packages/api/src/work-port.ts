// What the API asks of the running platform about approved work, threat feeds and exercises.
import type { Finding, PlannedWork, WorkInForce } from '@nautilus/model'
import type { Duration } from '@nautilus/response'
import type { Fault } from './port.ts'

type Place = { readonly tenant: string; readonly site: string }

/** `field`: `assets`, `windows.0.to`. `work`: with ids in place of names of the inventory. */
export type CheckedWork = {
  readonly work: PlannedWork
  readonly faults: readonly { readonly field: string; readonly message: string }[]
}

/** `line`: where it begins in the file. `id`: null where the file gives it none. */
export type FoundWork = {
  readonly line: number
  readonly id: string | null
  readonly cancelled: boolean
  readonly work: PlannedWork
}

/** `more`: faults beyond those that are told. */
export type WorkFile = {
  readonly orders: readonly FoundWork[]
  readonly faults: readonly Fault[]
  readonly more: number
}

/** µs since 1970-01-01 UTC. */
export type Occurrence = { readonly id: string; readonly version: number; readonly from: number; readonly to: number }

export type CalendarOrder = WorkInForce & { readonly cancelled: boolean /** ms */; readonly changed: number }

export type WorkPort = {
  check(place: Place, works: readonly PlannedWork[]): Promise<readonly CheckedWork[]>
  /** A calendar or a table; what is wrong is told in it. `timeZone`: where the file names none. */
  read(bytes: Uint8Array, timeZone: string): WorkFile
  /** Bytes of such a file. */
  readonly mostFile: number
  /** Orders of one site that are not cancelled. */
  readonly mostOrders: number
  /** As iCalendar. `name`: of the site. */
  calendar(name: string, orders: readonly CalendarOrder[]): string
  /** When the work is, between two times (µs); by beginning. */
  occurrences(orders: readonly WorkInForce[], from: number, to: number): readonly Occurrence[]
  /** The orders of a site changed: it judges by them when this is done. */
  changed(place: Place): Promise<void>
}

export type ReadFeed = {
  readonly indicators: number
  /** Of kinds that a network does not show. */
  readonly others: number
  readonly faults: readonly Fault[]
  /** µs when the last is over; null where one never is. */
  readonly until: number | null
}

export type FeedPort = {
  /** STIX 2.1, MISP CSV, or a list. */
  read(name: string, bytes: Uint8Array): Promise<ReadFeed>
  readonly mostFile: number
  /** The feeds of a tenant changed, or of the provider (null): sites look for them when this is done. */
  changed(tenant: string | null): Promise<void>
}

export type ExerciseStory = { readonly id: string; readonly title: string; readonly kind: 'attack' | 'look-alike' }

export type ExercisePort = {
  readonly stories: readonly ExerciseStory[]
  /** What the rules find when the story is told from `start` (µs) on, in a plant of its own; null: too many at once. */
  play(story: string, start: number): Promise<readonly Finding[] | null>
  /** A duration of a playbook behind a time; ms. */
  after(at: number, every: Duration): number
}
