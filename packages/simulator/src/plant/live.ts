import type { Frame } from '../frame.ts'
import { SCRIPTS, startNormal } from './plant.ts'
import type { Story } from './story.ts'
import { type World, worldOf } from './world.ts'

/** A year: nobody watches a demonstration for longer. Only stories that lie at a share of the window need its end. */
const SECONDS = 366 * 86_400

/** The water works as it runs on, for as long as frames are asked for; stories begin when they are told. */
export class LivePlant {
  readonly #world: World

  /** `start`: µs since the epoch. */
  constructor({ seed, start }: { readonly seed: number; readonly start: number }) {
    this.#world = worldOf(seed, { start, seconds: SECONDS })
    startNormal(this.#world)
  }

  /** The frames from where it stands up to that time. */
  *until(at: number): Iterable<Frame> {
    const { scheduler, network } = this.#world
    while (scheduler.next < at) {
      scheduler.step()
      yield* network.taken()
    }
  }

  /** The story begins now, in the plant's time. */
  tell(story: Exclude<Story, 'normal'>): void {
    this.#world.scheduler.start(SCRIPTS[story](this.#world))
  }
}
