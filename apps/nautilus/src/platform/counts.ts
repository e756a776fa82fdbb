// Figures of the running platform, for its operator.
import type { Figures } from '@nautilus/api'
import type { RingHealth, SensorHealth } from '@nautilus/model'
import type { Told } from './site-calls.ts'
import type { Watched } from './watchman.ts'

export class Counts {
  #activities = 0
  #batches = 0
  #findings = 0
  /** s, by site: how far behind the clock its live traffic was stored last. */
  readonly #lags = new Map<string, number>()

  /** By sensor. */
  readonly #rings = new Map<string, RingHealth>()

  heard({ tenant, site, sensor }: Watched, { ring }: SensorHealth): void {
    if (ring) this.#rings.set(`${tenant}/${site}/${sensor}`, ring)
  }

  /** `now` in µs. */
  committed({ tenant, site, activities, batches, findings, to }: Told, now: number): void {
    this.#activities += activities
    this.#findings += findings.length
    this.#batches += batches
    if (to?.live) this.#lags.set(`${tenant}/${site}`, Math.max(0, (now - to.at) / 1e6))
  }

  figures(queued: number): Omit<Figures, 'removed' | 'outward'> {
    const lag = Math.max(0, ...this.#lags.values())
    return {
      activities: this.#activities,
      batches: this.#batches,
      findings: this.#findings,
      queued,
      lag,
      ...this.#ofRings(),
    }
  }

  #ofRings() {
    const rings = [...this.#rings.values()]
    const sum = (of: (ring: RingHealth) => number): number => rings.reduce((total, ring) => total + of(ring), 0)
    const least = (of: (ring: RingHealth) => number): number => (rings.length === 0 ? 0 : Math.min(...rings.map(of)))
    return {
      ringBytes: sum(({ bytes }) => bytes),
      ringDropped: sum(({ dropped }) => dropped),
      ringSheds: sum(({ sheds }) => sheds),
      ringWindow: least(({ from, to }) => (from === null || to === null ? 0 : (to - from) / 1e6)),
      ringFree: least(({ free }) => free),
    }
  }
}
