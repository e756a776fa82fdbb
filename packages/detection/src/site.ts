// What people said of their plant, as rules and severity may read it. `site.yaml` becomes this.
import type { Who } from './event.ts'

/** What may pass from one zone to another. `protocols`: null for all. `forbidden`: it must not pass, whatever else may. */
export type Conduit = {
  readonly from: string
  readonly to: string
  readonly protocols: readonly string[] | null
  readonly forbidden?: boolean
}

/** What a device works for. */
export type Process = {
  readonly name: string
  /** For example `SIL 2`; null where it has none. */
  readonly safetyClass: string | null
  /** In the currency; null where nobody said. */
  readonly downtimeCostPerHour: number | null
  readonly currency: string | null
  /** Another one takes over when it fails. */
  readonly redundant: boolean
}

export type Site = {
  readonly name: string
  /** Declared zones by name; empty where nobody declared any. */
  readonly zones: readonly string[]
  readonly conduits: readonly Conduit[]
  /** Is it on this list: `engineering`, `scanner`, `contractor`, `time server`, `dhcp server`, …? */
  listed(who: Who, list: string): boolean
  /** Has anybody filled this list? A rule about strangers is milder where nobody said who is none. */
  hasList(list: string): boolean
  /** The process that a device was declared to work for. */
  processOf(who: Who): Process | null
  /** Public destinations that are allowed. */
  allowedOutside(ip: string): boolean
  /** Local wall time of a moment, for shifts: hour 0 to 23, weekday 1 (Monday) to 7. */
  localTime(at: number): { readonly hour: number; readonly weekday: number }
  /** Inside the shifts that people declared; null where they declared none. */
  inShift(at: number): boolean | null
}

const HOUR = 3600e6

/** Nothing declared; times are UTC. */
export const undeclared: Site = {
  name: '',
  zones: [],
  conduits: [],
  listed: () => false,
  hasList: () => false,
  processOf: () => null,
  allowedOutside: () => false,
  // 1970 began on a Thursday.
  localTime: at => ({ hour: Math.floor(at / HOUR) % 24, weekday: ((Math.floor(at / (24 * HOUR)) + 3) % 7) + 1 }),
  inShift: () => null,
}
