import type { Notice } from '@nautilus/model'
import type { Event } from '../event.ts'
import type { Known, Readiness } from '../known.ts'
import { segmentsBy } from '../segment.ts'
import { type Decision, decide } from './decide.ts'
import { readFile, type Stored, writeFile } from './file.ts'
import { doubt, prune } from './forget.ts'
import { Learner, type Ways } from './learn.ts'
import { DAY, defaultLimits, HOUR, type Limits } from './limits.ts'
import { noticesOf } from './notices.ts'
import { renamed } from './rename.ts'
import { type BaselineClock, utcClock } from './rhythm.ts'
import { type Counts, Ledger, noCounts } from './room.ts'
import { isReadySegment, type Segment } from './segments.ts'
import { sorted } from './shape.ts'
import { keepNewest, Suspects, shareOf } from './suspicion.ts'
import type { Tree } from './tree.ts'
import { newTree, shapesOf } from './tree.ts'
import { readinessOf } from './unseen.ts'
import { knownOf } from './view.ts'

export type BaselineOptions = {
  readonly limits?: Partial<Limits>
  /** Of the site; UTC where nothing is said. */
  readonly clock?: BaselineClock
  /** Zones that people declared: each is a part of the network; what lies in none belongs to its network. */
  readonly zones?: readonly string[]
}

export type LoadOptions = {
  readonly limits?: Partial<Limits>
  readonly zones?: readonly string[]
  /** The clock of a time zone that a file names; null where it is none. UTC is understood without. */
  readonly clockOf?: (timeZone: string) => BaselineClock | null
}

/** How often the old is looked for, event time. Until it is removed it no longer counts. */
const PRUNE_EVERY = 7 * DAY

/**
 * What is normal at a site, as a fold over its events: the same events in the same order give the same baseline, byte
 * for byte, however often it is saved and loaded on the way.
 */
export class Baseline {
  readonly #limits: Limits
  readonly #clock: BaselineClock
  readonly #zones: readonly string[]
  readonly #ways: Ways
  readonly #learner: Learner
  readonly #suspects: Suspects
  readonly #decisions: Decision[] = []
  readonly #known: Known
  /** µs, of the newest event, and when the old was last removed. */
  #now = 0
  #pruned = 0
  #taught = false

  constructor({ limits, clock = utcClock, zones = [] }: BaselineOptions = {}) {
    this.#limits = { ...defaultLimits, ...limits }
    this.#clock = clock
    this.#ways = { localHour: clock.localHour, segmentOf: segmentsBy(zones) }
    this.#zones = zones
    this.#learner = this.#learnerOf(newTree())
    this.#suspects = new Suspects(this.#limits, () => this.#apart(newTree()))
    this.#known = knownOf({
      tree: this.tree,
      ...this.#ways,
      now: () => this.#now,
      taught: () => this.#taught,
      aside: (server, object) => (this.#suspects.size > 0 ? this.#suspects.newest(server, object) : null),
    })
  }

  #learnerOf(tree: Tree): Learner {
    return new Learner(tree, new Ledger(this.#limits), this.#ways)
  }

  #apart(tree: Tree): Learner {
    return new Learner(tree, new Ledger(shareOf(this.#limits)), this.#ways)
  }

  /** A person gives this as normal: what it covers is ready at once, and what was proposed is confirmed. */
  teach(event: Event): void {
    this.#advance(event.at)
    this.#taught = true
    this.#learner.learn(event, true)
  }

  /** Learns from the present, once the rules have been asked. What is under suspicion teaches nothing. */
  observe(event: Event): void {
    this.#advance(event.at)
    const suspicion = this.#suspects.size > 0 ? this.#suspects.of(event) : undefined
    const learner = suspicion ? suspicion.learner : this.#learner
    learner?.learn(event, false)
  }

  /** A view that stays true while learning goes on. */
  known(): Known {
    return this.#known
  }

  get tree(): Tree {
    return this.#learner.tree
  }

  /** By whose hours it knows the week. */
  get timeZone(): string {
    return this.#clock.timeZone
  }

  get limits(): Limits {
    return this.#limits
  }

  /** What found no room, by kind. */
  get dropped(): Counts {
    const { dropped, room } = this.#learner.ledger
    return { ...dropped, contexts: room.dropped }
  }

  get decisions(): readonly Decision[] {
    return this.#decisions
  }

  /** Ids of sources under suspicion, in alphabetical order. */
  get suspects(): readonly string[] {
    return this.#suspects.list().map(([id]) => id)
  }

  /** Parts of the network, in the order of their names. */
  segments(): { readonly name: string; readonly segment: Segment; readonly readiness: Readiness }[] {
    return sorted(this.tree.segments).map(([name, segment]) => ({
      ...{ name, segment },
      readiness: readinessOf(segment.scope, isReadySegment(segment)),
    }))
  }

  /** What found no room, one sentence each. */
  notices(): Notice[] {
    return noticesOf(this.#limits, this.dropped)
  }

  /**
   * What this source does from `from` to `to` (µs) teaches nothing, unless it is cleared before. What it did first in
   * that time is only proposed from now on. False, and counted, when too many are under suspicion already.
   */
  suspect(id: string, from: number, to: number): boolean {
    const earlier = this.#suspects.add(id, from, to)
    if (earlier === null) this.#learner.ledger.dropped.suspects++
    else if (earlier) doubt(this.tree, id, from)
    return earlier !== null
  }

  /** Ends a suspicion: what was kept apart is learned (`true`) or dropped. False when there was none. */
  clear(id: string, accepted: boolean): boolean {
    const suspicion = this.#suspects.take(id)
    if (!suspicion) return false
    if (!accepted) keepNewest(this.tree, suspicion)
    else if (suspicion.learner) {
      shapesOf(this.#limits).tree.merge(this.tree, suspicion.learner.tree)
      this.#learner.ledger.audit(this.tree)
    }
    return true
  }

  /** Carries out and records what a person decided. False when there is no such fact. */
  apply(decision: Decision): boolean {
    if (!decide(this.tree, decision)) return false
    this.#decisions.push(decision)
    if (this.#decisions.length > this.#limits.decisions) this.#decisions.shift()
    if (decision.do === 'forget') this.#learner.ledger.audit(this.tree)
    return true
  }

  /** The inventory found that two devices are one: what was filed under `from` goes to `to`. */
  rename(from: string, to: string): void {
    renamed(this.tree, from, to, this.#limits)
    this.#suspects.rename(from, to)
    this.#learner.ledger.audit(this.tree)
  }

  /** JSON text: versioned, compact, the same for the same baseline. */
  save(): string {
    return [...this.pieces()].join('')
  }

  /** The same in pieces, so that it need not lie in memory as a whole. */
  pieces(): Iterable<string> {
    return writeFile(this.#limits, this.#stored())
  }

  static load(text: string, { limits, zones = [], clockOf = () => null }: LoadOptions = {}): Loaded {
    const read = readFile(text, { ...defaultLimits, ...limits })
    if (!read.ok) return read
    const { timeZone } = read.stored
    const clock = timeZone === utcClock.timeZone ? utcClock : clockOf(timeZone)
    if (clock === null)
      return {
        ok: false,
        message: `Its hours are those of ${JSON.stringify(timeZone)}, which is no time zone; learn it anew.`,
      }
    const baseline = new Baseline({ ...(limits ? { limits } : {}), clock, zones })
    baseline.#restore(read.stored)
    return { ok: true, baseline }
  }

  /** What both learned by the same clock, as a new baseline with the options of `a`. In any order, short of the limits. */
  static merge(a: Baseline, b: Baseline): Baseline {
    const merged = new Baseline({ limits: a.#limits, clock: a.#clock, zones: a.#zones })
    const shape = shapesOf(a.#limits).tree
    const [one, other] = [a, b].map(each => ({ ...each.#stored(), tree: shape.read(shape.write(each.tree), 'tree') }))
    merged.#restore(joined(one!, other!, shape.merge(one!.tree, other!.tree)))
    merged.#learner.ledger.audit(merged.tree)
    return merged
  }

  #stored(): Stored {
    const suspicions = this.#suspects
      .list()
      .map(([id, { from, to, learner }]) => ({ id, from, to, tree: learner?.tree ?? null }))
    return {
      timeZone: this.timeZone,
      now: this.#now,
      pruned: this.#pruned,
      taught: this.#taught,
      dropped: this.dropped,
      decisions: this.#decisions,
      suspicions,
      tree: this.tree,
    }
  }

  #restore({ now, pruned, taught, dropped, decisions, suspicions, tree }: Stored): void {
    this.#now = now
    this.#pruned = pruned
    this.#taught = taught
    this.#learner.wasTaught = taught
    this.#decisions.push(...decisions)
    this.#learner.replace(tree)
    this.#learner.ledger.resume(this.tree, dropped)
    for (const { id, from, to, tree: aside } of suspicions) {
      const learner = aside && this.#apart(aside)
      learner?.ledger.resume(learner.tree, noCounts())
      this.#suspects.restore(id, { from, to, learner })
    }
  }

  #advance(at: number): void {
    if (at <= this.#now) return
    const isNewHour = Math.floor(at / HOUR) > Math.floor(this.#now / HOUR)
    this.#now = at
    if (isNewHour && this.#suspects.size > 0)
      for (const over of this.#suspects.takeOver(at)) keepNewest(this.tree, over)
    if (at - this.#pruned < PRUNE_EVERY) return
    if (this.#pruned > 0) {
      prune(this.tree, at)
      this.#learner.ledger.audit(this.tree)
    }
    this.#pruned = at
  }
}

export type Loaded =
  | { readonly ok: true; readonly baseline: Baseline }
  | { readonly ok: false; readonly message: string }

/** Of two open suspicions of one source the trees are kept side by side no longer: one each. */
function joined(a: Stored, b: Stored, tree: Tree): Stored {
  const kinds = Object.keys(a.dropped) as (keyof Counts)[]
  const decisions = [...a.decisions, ...b.decisions].sort((x, y) => x.at - y.at || (x.by < y.by ? -1 : 1))
  return {
    timeZone: a.timeZone,
    now: Math.max(a.now, b.now),
    pruned: Math.max(a.pruned, b.pruned),
    taught: a.taught || b.taught,
    dropped: Object.fromEntries(kinds.map(kind => [kind, a.dropped[kind] + b.dropped[kind]])) as Counts,
    decisions,
    suspicions: [],
    tree,
  }
}
