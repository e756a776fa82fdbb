// What a site knows of its sensors: how each stands, and what it sees. A part of the fold, saved with it.
import { coverageOf, type Inventory, type SiteMap } from '@nautilus/inventory'
import type { Coverage, HealthNote, SensorView } from '@nautilus/model'

export type Standing = { readonly offline: boolean; readonly silent: boolean; readonly clock: number }
/** `file`: the capture that it read; null where it listens. `at`: µs, of the traffic. */
export type SeenBy = { readonly file: string | null; readonly at: number; readonly view: SensorView }
export type SavedSensors = { readonly standing: Map<string, Standing>; readonly views: Map<string, SeenBy> }

/** What one sensor does not show, and how much of the rest is understood. */
export type SensorCoverage = Coverage & { readonly sensor: string; readonly file: string | null; readonly at: number }

/** Sensors of one site. */
const MOST_SENSORS = 500
const well: Standing = { offline: false, silent: false, clock: 0 }

export class SensorsSeen {
  readonly #standing: Map<string, Standing>
  readonly #views: Map<string, SeenBy>

  constructor(saved?: SavedSensors) {
    this.#standing = saved?.standing ?? new Map()
    this.#views = saved?.views ?? new Map()
  }

  save(): SavedSensors {
    return { standing: this.#standing, views: this.#views }
  }

  /** Whether this is something that was not known. */
  isNews(sensor: string, note: HealthNote): boolean {
    if (note.what === 'misuse') return true
    const known = this.#standing.get(sensor) ?? well
    const next = standingAfter(known, note)
    return next.offline !== known.offline || next.silent !== known.silent || (next.clock === 0) !== (known.clock === 0)
  }

  hear(sensor: string, note: HealthNote): void {
    const known = this.#standing.get(sensor)
    if (!known && this.#standing.size >= MOST_SENSORS) return
    this.#standing.set(sensor, standingAfter(known ?? well, note))
  }

  see(sensor: string, seen: SeenBy): void {
    if (this.#views.has(sensor) || this.#views.size < MOST_SENSORS) this.#views.set(sensor, seen)
  }

  /** By name. */
  coverage(inventory: Inventory, { assets, subnets }: SiteMap): SensorCoverage[] {
    const asked = [...inventory.hearsay.asked.values()]
    return [...this.#views]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sensor, { file, at, view }]) => ({
        sensor,
        file,
        at,
        ...coverageOf({ ...view, assets, subnets, asked }),
      }))
  }
}

function standingAfter(known: Standing, note: HealthNote): Standing {
  switch (note.what) {
    case 'offline':
    case 'online':
      return { ...known, offline: note.what === 'offline' }
    case 'silent':
    case 'heard':
      return { ...known, silent: note.what === 'silent' }
    case 'clock':
      return { ...known, clock: note.off }
    case 'misuse':
      return known
  }
}
