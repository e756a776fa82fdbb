export type SavedStates = {
  readonly states: Map<string, { state: unknown; at: number }>
  readonly dropped: number
}

/** What one rule remembers, by key. Bounded: what was touched longest ago goes first, and is counted. */
export class States {
  readonly #states: Map<string, { state: unknown; at: number }>
  readonly #most: number
  readonly #forgetAfter: number
  dropped: number

  constructor(most: number, forgetAfter: number, saved?: SavedStates) {
    this.#most = most
    this.#forgetAfter = forgetAfter
    this.#states = saved?.states ?? new Map()
    this.dropped = saved?.dropped ?? 0
  }

  save(): SavedStates {
    return { states: this.#states, dropped: this.dropped }
  }

  /** Undefined where nothing is remembered, or nothing young enough. */
  get(key: string, now: number): { readonly state: unknown } | undefined {
    const known = this.#states.get(key)
    if (!known || now - known.at <= this.#forgetAfter) return known
    this.#states.delete(key)
    return undefined
  }

  set(key: string, state: unknown, at: number): void {
    // Taken out and put back, so that the order of the map is the order of use.
    if (!this.#states.delete(key) && this.#states.size >= this.#most) this.#dropOldest()
    this.#states.set(key, { state, at })
  }

  delete(key: string): void {
    this.#states.delete(key)
  }

  #dropOldest(): void {
    const [oldest] = this.#states.keys()
    if (oldest === undefined) return
    this.#states.delete(oldest)
    this.dropped++
  }

  /** Lets go of what is too old at that time. */
  forget(now: number): void {
    for (const [key, { at }] of this.#states) {
      if (now - at <= this.#forgetAfter) return
      this.#states.delete(key)
    }
  }

  get size(): number {
    return this.#states.size
  }
}
