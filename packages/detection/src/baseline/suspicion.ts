// Who is under suspicion, and what they would have taught.
import type { Event } from '../event.ts'
import { isUnasked, type Learner } from './learn.ts'
import type { Limits } from './limits.ts'
import { renamed } from './rename.ts'
import { byText, sorted } from './shape.ts'
import { type Holding, shapesOf, type Tree } from './tree.ts'

/** Times in µs, both included. `learner` is null where there is no room to keep apart what it would have taught. */
export type Suspicion = { readonly from: number; readonly to: number; readonly learner: Learner | null }

/** The sources that teach nothing for a time. */
export class Suspects {
  readonly #limits: Limits
  readonly #newLearner: () => Learner
  readonly #all = new Map<string, Suspicion>()

  constructor(limits: Limits, newLearner: () => Learner) {
    this.#limits = limits
    this.#newLearner = newLearner
  }

  get size(): number {
    return this.#all.size
  }

  /** In alphabetical order. */
  list(): [string, Suspicion][] {
    return sorted(this.#all)
  }

  /** True when it was not under suspicion so early before; null when there is no room for one more. */
  add(id: string, from: number, to: number): boolean | null {
    const known = this.#all.get(id)
    if (known) {
      this.#all.set(id, { ...known, from: Math.min(from, known.from), to: Math.max(to, known.to) })
      return from < known.from
    }
    if (this.#all.size >= this.#limits.suspects) return null
    this.#all.set(id, { from, to, learner: this.#hasShare() ? this.#newLearner() : null })
    return true
  }

  restore(id: string, suspicion: Suspicion): void {
    this.#all.set(id, suspicion)
  }

  #hasShare(): boolean {
    let apart = 0
    for (const { learner } of this.#all.values()) if (learner !== null) apart++
    return apart < this.#limits.suspectsApart
  }

  /** Of whose doing an event is, at its time; undefined where that may teach. */
  of(event: Event): Suspicion | undefined {
    const id = actorOf(event)
    const suspicion = id === null ? undefined : this.#all.get(id)
    return suspicion && event.at >= suspicion.from && event.at <= suspicion.to ? suspicion : undefined
  }

  take(id: string): Suspicion | undefined {
    const suspicion = this.#all.get(id)
    this.#all.delete(id)
    return suspicion
  }

  /** Takes out those that are over at `now`. */
  *takeOver(now: number): Iterable<Suspicion> {
    for (const [id, suspicion] of this.#all) {
      if (suspicion.to >= now) continue
      this.#all.delete(id)
      yield suspicion
    }
  }

  /** Two devices are one. */
  rename(from: string, to: string): void {
    for (const { learner } of this.#all.values()) if (learner) renamed(learner.tree, from, to, this.#limits)
    const own = from === to ? undefined : this.take(from)
    if (own) this.#join(to, own)
    for (const { learner } of this.#all.values()) learner?.ledger.audit(learner.tree)
  }

  #join(to: string, own: Suspicion): void {
    const known = this.#all.get(to)
    if (known?.learner && own.learner) shapesOf(this.#limits).tree.merge(own.learner.tree, known.learner.tree)
    this.#all.set(to, {
      from: Math.min(own.from, known?.from ?? own.from),
      to: Math.max(own.to, known?.to ?? own.to),
      learner: own.learner ?? known?.learner ?? null,
    })
  }

  /** What an object last held by the doing of a suspect. */
  newest(server: string, object: string): Holding | null {
    let newest: Holding | null = null
    let by = ''
    for (const [id, { learner }] of this.#all) {
      const holding = learner?.tree.devices.get(server)?.objects.get(object)
      if (!holding) continue
      const age = newest === null ? 1 : holding.newestAt - newest.newestAt || byText(by, id)
      if (age > 0) {
        newest = holding
        by = id
      }
    }
    return newest
  }
}

/** One share of the room, so that all suspects together hold no more than the baseline itself. */
export function shareOf(limits: Limits): Limits {
  const share = (all: number) => Math.ceil(all / limits.suspectsApart)
  const { devices, pairs, links, functions, objects, values, timings, attributes, contexts } = limits
  const { segments, conduits, members } = limits
  return {
    ...limits,
    devices: share(devices),
    pairs: share(pairs),
    links: share(links),
    functions: share(functions),
    objects: share(objects),
    values: share(values),
    timings: share(timings),
    attributes: share(attributes),
    contexts: share(contexts),
    segments: share(segments),
    conduits: share(conduits),
    members: share(members),
  }
}

/** Whose doing an event is: that of the sender, where it was told unasked. */
function actorOf(event: Event): string | null {
  if (event.kind === 'claim') return event.who.id
  if (event.kind === 'operation') return isUnasked(event.verb) ? event.server.id : event.client.id
  return event.kind === 'connection' ? event.client.id : null
}

/** The newest value of an object is the newest one whoever wrote it: it stays when the rest is dropped. */
export function keepNewest(tree: Tree, { learner }: Suspicion): void {
  for (const [id, { objects }] of learner?.tree.devices ?? []) {
    const known = tree.devices.get(id)?.objects
    if (!known) continue
    for (const [object, { newest, newestAt }] of objects) {
      const holding = known.get(object)
      if (holding && newest !== null && newestAt > holding.newestAt) Object.assign(holding, { newest, newestAt })
    }
  }
}
