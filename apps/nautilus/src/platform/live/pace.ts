// When a live sensor tells what it has: at once what changes a device, but not in a batch for each; everything else once
// a second.
import type { Sensor } from '@nautilus/sensor'

/** ms between batches where something is ready; and where that is something which changes a device. */
const PACE = 900
const URGENT = 80

export class Pace {
  readonly #sensor: Pick<Sensor, 'isUrgent' | 'tell'>
  readonly #now: () => number
  #told: number

  /** @param now ms, of a clock that only goes on */
  constructor(sensor: Pick<Sensor, 'isUrgent' | 'tell'>, now: () => number = () => performance.now()) {
    this.#sensor = sensor
    this.#now = now
    this.#told = now()
  }

  /** To be called after each turn of frames. */
  turn(): void {
    const now = this.#now()
    if (now - this.#told < (this.#sensor.isUrgent ? URGENT : PACE)) return
    this.#told = now
    this.#sensor.tell()
  }
}
