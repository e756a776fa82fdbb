import type { Batch, Finding, Notice } from '@nautilus/model'
import type { Event, FindingEvent, HealthEvent, OperationEvent } from '../event.ts'
import type { IndicatorBook } from '../indicators/book.ts'
import type { Context, Match, Rule } from '../rule.ts'
import { type Site, undeclared } from '../site.ts'
import type { OrderBook, WorkOrder } from '../work/order.ts'
import { type Deed, type Judge, judgeBy } from '../work/verdict.ts'
import { type Blind, Seen } from './blindness.ts'
import { Dispatch } from './dispatch.ts'
import type { Draft, Hit } from './draft.ts'
import { eventsOf, type Teller, type WhoOf } from './events.ts'
import { Findings } from './findings.ts'
import { defaultLimits, type EngineLimits, RETELL } from './limits.ts'
import { forgetful, type Memory } from './memory.ts'
import { noticesOf } from './notices.ts'
import { Runner } from './runner.ts'
import { SAVED_ENGINE, type SavedEngine } from './saved.ts'
import { Suspicions } from './suspicion.ts'

/** Thresholds by rule and name, where the site differs from the defaults. */
export type Settings = Readonly<Record<string, Readonly<Record<string, number>>>>

export type EngineOptions = {
  readonly rules: readonly Rule[]
  readonly site?: Site
  readonly settings?: Settings
  /** What was learned. Without it deviation rules are silent. */
  readonly memory?: Memory
  /** Approved work. Null or absent: nobody said what was planned, which is not the same as none. */
  readonly orders?: OrderBook | null
  /** Threat indicators. Null or absent: no feed, and who looks for them is blind. */
  readonly indicators?: IndicatorBook | null
  readonly limits?: Partial<EngineLimits>
  /** Told of each match: the finding that it went to, and when (µs) it happened. */
  readonly onMatch?: (finding: string, at: number) => void
  /** Of another engine; it belongs to this one from now on. Its memory is restored apart from it. */
  readonly saved?: SavedEngine
}

/** The rules of a site over what its sensors tell: a fold over batches, in order. */
export class Engine {
  readonly #rules: readonly Rule[]
  readonly #memory: Memory
  readonly #dispatch: Dispatch
  readonly #runners: ReadonlyMap<Rule, Runner>
  readonly #findings: Findings
  readonly #suspicions: Suspicions
  #orderBook: OrderBook | null
  #orders: readonly WorkOrder[] = []
  #judge: Judge = judgeBy([])
  readonly #tellsStories: boolean
  readonly #seen: Seen
  readonly #onMatch: NonNullable<EngineOptions['onMatch']>
  #taught: boolean
  #indicators: IndicatorBook | null

  constructor(options: EngineOptions) {
    const { rules, site = undeclared, settings = {}, memory = forgetful, orders = null, saved } = options
    const limits = { ...defaultLimits, ...options.limits }
    this.#rules = rules
    this.#onMatch = options.onMatch ?? (() => {})
    this.#memory = memory
    this.#dispatch = new Dispatch(rules)
    this.#findings = new Findings({ rules, site, limits, ordersKnown: orders !== null, saved: saved?.findings })
    this.#suspicions = new Suspicions(memory)
    this.#orderBook = orders
    this.#indicators = options.indicators ?? null
    this.#seen = new Seen(saved?.seen)
    this.#taught = saved?.taught ?? false
    this.#tellsStories = rules.some(rule => rule.on.includes('finding'))
    const known = memory.known()
    const indicators = () => this.#indicators
    const judge: Judge = (deed: Deed) => this.#judge(deed)
    const planned = () => (this.#orderBook === null ? undefined : judge)
    this.#runners = new Map(
      rules.map(rule => {
        const context: Context = {
          known,
          site,
          setting: name => settingOf(rule, settings, name),
          get planned() {
            return planned()
          },
          get indicators() {
            return indicators()
          },
        }
        return [rule, new Runner(rule, context, limits, saved?.runners.get(rule.id))]
      }),
    )
  }

  /** Everything remembered. It is what this works with, not a copy: write it down before the next batch. */
  save(): SavedEngine {
    const runners = new Map([...this.#runners].map(([rule, runner]) => [rule.id, runner.save()] as const))
    return {
      version: SAVED_ENGINE,
      runners,
      findings: this.#findings.save(),
      seen: this.#seen.save(),
      taught: this.#taught,
    }
  }

  /** From the next batch on; null: no feed any more. */
  setIndicators(book: IndicatorBook | null): void {
    this.#indicators = book
  }

  /** From the next event on; null: nobody says any more what is planned. What was judged stays as it was judged. */
  setOrders(book: OrderBook | null): void {
    this.#orderBook = book
    this.#orders = []
    this.#judge = judgeBy([])
  }

  /** Takes a batch for normal: it teaches, and finds nothing. */
  teach(batch: Batch, whoOf: WhoOf): void {
    for (const event of eventsOf(batch, whoOf)) this.#memory.teach(event)
  }

  /** Asks the rules about a batch. Batches come in order; the frames are those of `file`. */
  watch(batch: Batch, whoOf: WhoOf, file: string | null = null, teller: Teller | null = null): void {
    this.#taught = this.#memory.known().taught
    this.#openOrders(batch)
    for (const event of eventsOf(batch, whoOf, teller)) {
      this.#seen.note(event)
      this.#ask(event, file)
      this.#memory.observe(event)
    }
    for (const runner of this.#runners.values()) runner.forget(batch.to)
    this.#findings.forget(batch.to)
  }

  /** Asks the rules about what the platform noticed of a sensor. */
  hear(event: HealthEvent): void {
    this.#openOrders({ from: event.at, to: event.at })
    this.#seen.note(event)
    this.#ask(event, null)
  }

  #openOrders({ from, to }: Pick<Batch, 'from' | 'to'>): void {
    const orders = this.#orderBook?.(from, to)
    if (!orders || orders === this.#orders) return
    this.#orders = orders
    this.#judge = judgeBy(orders)
  }

  #ask(event: Event, file: string | null): void {
    for (const rule of this.#dispatch.of(event)) {
      if (rule.nature === 'deviation' && !this.#taught) continue
      for (const match of this.#runners.get(rule)!.ask(event)) this.#add(rule, match, event, file)
    }
  }

  #add(rule: Rule, told: Match, event: Event, file: string | null): void {
    const until = lastOf(event)
    const match = rule.stateful || event.kind !== 'operation' ? told : completed(told, event)
    const { source, target, verb = null, protocol = null } = match
    const verdict = this.#judge({ from: event.at, to: until, source, target, verb, protocol })
    const planned = this.#orderBook !== null
    const hit: Hit = { rule, match, event, file, until, verdict, planned }
    const draft = this.#findings.add(hit)
    if (!draft) return
    this.#onMatch(draft.owner.id, event.at)
    // That something is over is no news to suspect somebody for.
    if (match.ended !== undefined) return
    this.#suspicions.note(draft, event.at, this.#findings.severity)
    // What a story finds is told to no story: they cannot go round in circles.
    if (this.#tellsStories && event.kind !== 'finding') this.#tell(draft, event, file)
  }

  #tell(draft: Draft, event: Event, file: string | null): void {
    if (event.at < draft.told + RETELL) return
    draft.told = event.at
    const told: FindingEvent = {
      kind: 'finding',
      at: event.at,
      frame: event.frame,
      finding: this.#findings.finding(draft),
      source: draft.source,
      target: draft.target,
    }
    this.#ask(told, file)
    this.#memory.observe(told)
  }

  findings(): Finding[] {
    return this.#findings.list()
  }

  /** Rules whose silence says nothing. */
  blind(): Blind[] {
    return this.#seen.blind(this.#rules, this.#taught, this.#indicators !== null)
  }

  /** What failed or found no room, one sentence each. */
  notices(): Notice[] {
    return noticesOf([...this.#runners.values()], this.#findings.leftOut)
  }
}

/** What a rule need not say of a single operation. What unfolds over several has its own verb, or none. */
const completed = (match: Match, { verb, protocol }: OperationEvent): Match =>
  match.verb && match.protocol ? match : { verb, protocol, ...match }

/** Equal operations of an interval are one event: the time of the last of them. */
function lastOf(event: Event): number {
  if (event.kind === 'operation') return Math.max(event.at, event.activity.last)
  return event.kind === 'connection' ? Math.max(event.at, event.connection.last) : event.at
}

function settingOf(rule: Rule, settings: Settings, name: string): number {
  const declared = rule.settings?.[name]
  if (!declared) throw new Error(`${rule.id} asks for a setting ${name} that it does not declare.`)
  return settings[rule.id]?.[name] ?? declared.value
}
