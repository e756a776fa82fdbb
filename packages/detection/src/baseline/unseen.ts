// How much of what something does has never been seen yet.
import type { Readiness } from '../known.ts'
import { READY } from './limits.ts'
import { least, most, record, type Shape, sum } from './shape.ts'

/**
 * Good–Turing over slots of time. A fact counts once per slot in which it was seen, an *incidence*. The mass of what
 * was never seen is estimated by the share of facts that were seen in one slot only (I. J. Good, Biometrika 40, 1953;
 * for incidences A. Chao and L. Jost, Ecology 93, 2012):
 *
 *     unseen ≈ (facts seen in exactly one slot + 1) / (incidences + 1)
 *
 * The one added on both sides is the next fact, taken for new: without it a link that did one thing twice would claim to
 * be known completely. A burst of a thousand new facts is a thousand facts of one slot, and so makes nothing ready.
 */
export type Scope = {
  /** Slots in which it was active, and the newest. */
  slots: number
  slot: number
  incidences: number
  /** Facts seen in exactly one slot. */
  once: number
  /** µs; when it was first seen. 0: never. */
  since: number
}

export const newScope = (): Scope => ({ slots: 0, slot: -1, incidences: 0, once: 0, since: 0 })

export function enter(scope: Scope, slot: number, at: number): void {
  if (scope.slots === 0 || at < scope.since) scope.since = at
  if (scope.slot === slot) return
  scope.slot = slot
  scope.slots++
}

/** A fact of this scope was seen in a further slot, its `times`-th. */
export function incidence(scope: Scope, times: number): void {
  scope.incidences++
  if (times === 1) scope.once++
  else if (times === 2 && scope.once > 0) scope.once--
}

/** A fact that is known already, when counting anew. */
export function recount(scope: Scope, slots: number): void {
  scope.incidences += slots
  if (slots === 1) scope.once++
}

export const unseenOf = ({ once, incidences }: Scope): number =>
  incidences === 0 ? 1 : Math.min(1, (once + 1) / (incidences + 1))

export const isReady = (scope: Scope, kind: keyof typeof READY.slots): boolean =>
  scope.slots >= READY.slots[kind] && unseenOf(scope) <= READY.unseen

export const readinessOf = (scope: Scope, ready: boolean): Readiness => ({
  ready,
  unseen: unseenOf(scope),
  observations: scope.incidences,
  since: scope.since,
})

export const scopeShape: Shape<Scope> = record<Scope>(
  newScope,
  { slots: sum, slot: most, incidences: sum, once: sum, since: least },
  (a, b) => {
    const since = a.slots === 0 ? b.since : b.slots === 0 ? a.since : Math.min(a.since, b.since)
    return Object.assign(a, {
      slots: a.slots + b.slots,
      slot: Math.max(a.slot, b.slot),
      incidences: a.incidences + b.incidences,
      once: a.once + b.once,
      since,
    })
  },
)
