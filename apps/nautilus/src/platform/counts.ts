// Figures of the running platform, for its operator.
import type { Figures } from '@nautilus/api'
import type { Told } from './site-calls.ts'

export class Counts {
  #activities = 0
  #batches = 0
  #findings = 0
  /** s, by site: how far behind the clock its live traffic was stored last. */
  readonly #lags = new Map<string, number>()

  /** `now` in µs. */
  committed({ tenant, site, activities, batches, findings, to }: Told, now: number): void {
    this.#activities += activities
    this.#findings += findings.length
    this.#batches += batches
    if (to?.live) this.#lags.set(`${tenant}/${site}`, Math.max(0, (now - to.at) / 1e6))
  }

  figures(queued: number): Omit<Figures, 'removed' | 'outward'> {
    const lag = Math.max(0, ...this.#lags.values())
    return { activities: this.#activities, batches: this.#batches, findings: this.#findings, queued, lag }
  }
}
