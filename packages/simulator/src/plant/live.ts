import type { Frame } from '../frame.ts'
import { MixedPlant, type MixedSize } from '../mixed/mixed.ts'
import { SCRIPTS, startNormal } from './plant.ts'
import type { Story } from './story.ts'
import { type World, worldOf } from './world.ts'

/** A year: nobody watches a demonstration for longer. Only stories that lie at a share of the window need its end. */
const SECONDS = 366 * 86_400

/** A packaging line and a building beside the water works; about 150 frames a second. */
const BESIDE: MixedSize = {
  servers: { cip: 3, dnp3: 2, opcua: 2, s7: 1, http: 1, tls: 1 },
  ioDevices: 4,
  rooms: 4,
  pace: 32,
}

/** The works as it runs on, for as long as frames are asked for; stories begin when they are told. */
export class LivePlant {
  readonly #world: World
  readonly #beside: MixedPlant

  /** `start`: µs since the epoch. */
  constructor({ seed, start }: { readonly seed: number; readonly start: number }) {
    this.#world = worldOf(seed, { start, seconds: SECONDS })
    startNormal(this.#world)
    this.#beside = new MixedPlant({ seed, start }, BESIDE)
  }

  /** The frames from where it stands up to that time. */
  *until(at: number): Iterable<Frame> {
    const { scheduler, network } = this.#world
    const beside = this.#beside
    while (Math.min(scheduler.next, beside.next) < at) {
      if (beside.next <= scheduler.next) {
        yield beside.take()
        continue
      }
      scheduler.step()
      yield* network.taken()
    }
  }

  /** The story begins now, in the plant's time. */
  tell(story: Exclude<Story, 'normal'>): void {
    this.#world.scheduler.start(SCRIPTS[story](this.#world))
  }
}
