// The detection engine of one analysis, with who is who and in which order things are told.
import {
  type Blind,
  Engine,
  type EngineOptions,
  type HealthEvent,
  type IndicatorBook,
  type OrderBook,
  type Rule,
  type SavedEngine,
  type Teller,
} from '@nautilus/detection'
import type { Inventory } from '@nautilus/inventory'
import type { Batch, Finding, Notice } from '@nautilus/model'
import { type Declare, People, type SavedPeople } from './people.ts'

export type DetectionOptions = Omit<EngineOptions, 'rules'> & {
  readonly rules: readonly Rule[]
  readonly declare?: Declare
  readonly savedPeople?: SavedPeople
}

export type SavedDetection = { readonly engine: SavedEngine; readonly people: SavedPeople }

export type Detected = {
  readonly findings: readonly Finding[]
  /** How many rules were asked. */
  readonly rules: number
  readonly blind: readonly Blind[]
  readonly notices: readonly Notice[]
}

/** What a report without rules says. */
export const undetected: Detected = { findings: [], rules: 0, blind: [], notices: [] }

/** The inventory must have learned a batch before it comes here. */
export class Detection {
  #engine: Engine
  readonly #people: People
  #options: EngineOptions
  #rules: number

  constructor(inventory: Inventory, { declare, savedPeople, ...options }: DetectionOptions) {
    this.#people = new People(inventory, declare, savedPeople)
    this.#options = options
    this.#engine = new Engine(options)
    this.#rules = options.rules.length
  }

  /** A new set of threat feeds, from the next batch on; null: none. */
  setIndicators(book: IndicatorBook | null): void {
    this.#options = { ...this.#options, indicators: book }
    this.#engine.setIndicators(book)
  }

  /** Other work orders, from the next event on; null: nobody says what is planned. */
  setOrders(book: OrderBook | null): void {
    this.#options = { ...this.#options, orders: book }
    this.#engine.setOrders(book)
  }

  teach(batch: Batch): void {
    this.#people.learned(batch)
    this.#engine.teach(batch, this.#people.whoOf)
  }

  /** `teller`: whose live traffic it is. */
  watch(batch: Batch, file: string, teller: Teller | null = null): void {
    this.#people.learned(batch)
    this.#engine.watch(batch, this.#people.whoOf, file, teller)
  }

  hear(event: HealthEvent): void {
    this.#engine.hear(event)
  }

  /** Goes on with other rules: what those know that stay is kept, and what others found goes. */
  use(rules: readonly Rule[]): void {
    this.#engine = new Engine({ ...this.#options, rules, saved: this.#engine.save() })
    this.#rules = rules.length
  }

  /** It is what this works with, not a copy. */
  save(): SavedDetection {
    return { engine: this.#engine.save(), people: this.#people.save() }
  }

  result(): Detected {
    const engine = this.#engine
    return { findings: engine.findings(), rules: this.#rules, blind: engine.blind(), notices: engine.notices() }
  }
}
