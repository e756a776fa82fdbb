// Asks one rule about one event. A rule that throws harms nobody but itself.
import type { Event } from '../event.ts'
import type { Context, Match, Rule } from '../rule.ts'
import type { EngineLimits } from './limits.ts'
import { type SavedStates, States } from './states.ts'

const nothing: readonly Match[] = []

export type SavedRunner = {
  /** Of the states, as the rule names it. */
  readonly shape: string
  readonly states: SavedStates | null
  readonly failures: number
  readonly failure: string
  readonly excess: number
}

export class Runner {
  readonly rule: Rule
  readonly #context: Context
  readonly #limits: EngineLimits
  readonly #states: States | null
  /** How often it threw, and what it said the first time. */
  failures: number
  failure: string
  /** Matches beyond what one event may have. */
  excess: number

  constructor(rule: Rule, context: Context, limits: EngineLimits, saved?: SavedRunner) {
    this.rule = rule
    this.#context = context
    this.#limits = limits
    this.failures = saved?.failures ?? 0
    this.failure = saved?.failure ?? ''
    this.excess = saved?.excess ?? 0
    const states = (saved?.shape === shapeOf(rule) && saved.states) || undefined
    this.#states = rule.stateful ? new States(limits.states, rule.stateful.forgetAfter, states) : null
  }

  save(): SavedRunner {
    const { failures, failure, excess } = this
    return { shape: shapeOf(this.rule), states: this.#states?.save() ?? null, failures, failure, excess }
  }

  ask(event: Event): readonly Match[] {
    try {
      return this.#states ? this.#step(event, this.#states) : this.#match(event)
    } catch (error) {
      if (this.failures === 0) this.failure = error instanceof Error ? error.message : String(error)
      this.failures++
      return nothing
    }
  }

  #match(event: Event): readonly Match[] {
    const told = this.rule.match!(event, this.#context)
    if (told === null) return nothing
    if (!Array.isArray(told)) return [told as Match]
    const { matches } = this.#limits
    if (told.length <= matches) return told
    this.excess += told.length - matches
    return told.slice(0, matches)
  }

  #step(event: Event, states: States): readonly Match[] {
    const { keyBy, start, step } = this.rule.stateful!
    const key = keyBy(event, this.#context)
    if (key === null) return nothing
    const known = states.get(key, event.at)
    try {
      const { state, match } = step(known ? known.state : start(), event, this.#context)
      states.set(key, state, event.at)
      return match ? [match] : nothing
    } catch (error) {
      // Half a step may have been made.
      states.delete(key)
      throw error
    }
  }

  forget(now: number): void {
    this.#states?.forget(now)
  }

  get dropped(): number {
    return this.#states?.dropped ?? 0
  }
}

const shapeOf = (rule: Rule): string => rule.stateful?.shape ?? ''
