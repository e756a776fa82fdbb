// Approved work, as the severity may read it. Recurrences are already plain windows here.
import type { Verb } from '@nautilus/model'

/** Picks devices: by asset id, by name, by address, by network in CIDR notation, by zone, or by a list of the site. */
export type Selector = {
  readonly by: 'id' | 'name' | 'ip' | 'network' | 'zone' | 'list'
  readonly value: string
}

/** µs since 1970-01-01 UTC; the end does not belong to it. */
export type Window = { readonly from: number; readonly to: number }

/** Null: the order does not say, so anything fits. */
export type WorkOrder = {
  readonly id: string
  readonly title: string
  /** On which devices. */
  readonly assets: readonly Selector[]
  readonly verbs: readonly Verb[] | null
  /** From which devices. */
  readonly sources: readonly Selector[] | null
  /** Programs, as the source's claims name them, or protocols. */
  readonly tools: readonly string[] | null
  /** Who does it: for people to read. */
  readonly person: string | null
  readonly windows: readonly Window[]
  /** Where its changes are kept: which one this is. */
  readonly version?: number
}

/** The orders with their windows around a span of time, µs. The same array as long as nothing changes. */
export type OrderBook = (from: number, to: number) => readonly WorkOrder[]
