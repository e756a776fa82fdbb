import type { Verb } from './verbs.ts'

/**
 * A window as people write it, in the wall time of the order's time zone: `2026-01-12T02:00`. With `repeat` (a recurrence
 * rule, RFC 5545) it is the first of several that are equally long; `except` has the beginnings of those that are left out.
 */
export type PlannedWindow = {
  readonly from: string
  readonly to: string
  readonly repeat: string | null
  readonly except: readonly string[]
}

/** Approved work as people write it. Null: the order does not say, so anything fits. */
export type PlannedWork = {
  readonly title: string
  /** On which devices: an address, a network, `zone:NAME`, `list:NAME`, an asset's id, or its name in site.yaml. */
  readonly assets: readonly string[]
  readonly verbs: readonly Verb[] | null
  /** From which devices, in the same words. */
  readonly sources: readonly string[] | null
  readonly tools: readonly string[] | null
  readonly person: string | null
  /** The contractor who sends the person. */
  readonly company: string | null
  /** The contractor's: a MAC address, an address or a name. It is a source, too. */
  readonly laptop: string | null
  /** Whom to call about it. */
  readonly contact: string | null
  readonly note: string | null
  /** IANA name. */
  readonly timeZone: string
  readonly windows: readonly PlannedWindow[]
}

/** An order that holds, as it was approved. */
export type WorkInForce = { readonly id: string; readonly version: number; readonly work: PlannedWork }
