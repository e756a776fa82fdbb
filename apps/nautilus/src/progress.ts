import { sizeOf } from './text/numbers.ts'
import type { World } from './world.ts'

/** Microseconds between two drawings. */
const REDRAW = 100_000
const BAR = 24

/** One line on a terminal that says how far it is, how fast, and how long it will take. Nothing in a pipe. */
export class ProgressBar {
  readonly #world: World
  readonly #began: number
  #next = 0
  #drawn = false

  constructor(world: World) {
    this.#world = world
    this.#began = world.clock()
  }

  /** `done` of `total` bytes; a total of 0 is unknown. */
  show(what: string, done: number, total: number): void {
    if (!this.#world.progress) return
    const now = this.#world.clock()
    if (now < this.#next) return
    this.#next = now + REDRAW
    this.#drawn = true
    const rate = done / Math.max(1e-6, (now - this.#began) / 1e6)
    const text = total > 0 ? known(done, total, rate) : `${sizeOf(done)}  ${sizeOf(rate)}/s`
    const room = Math.max(0, this.#world.columns - text.length - 4)
    const name = what.length > room ? `…${what.slice(what.length - Math.max(0, room - 1))}` : what
    this.#world.err(`\r\x1b[2K${text}  ${name}`)
  }

  clear(): void {
    if (this.#drawn) this.#world.err('\r\x1b[2K')
    this.#drawn = false
  }
}

function known(done: number, total: number, rate: number): string {
  const share = Math.min(1, done / total)
  const filled = Math.round(share * BAR)
  const left = Math.ceil((total - done) / Math.max(1, rate))
  const minutes = Math.floor(left / 60)
  const time = minutes > 0 ? `${minutes} min ${left % 60} s` : `${left} s`
  const percent = `${Math.floor(share * 100)}`.padStart(3)
  return `${'━'.repeat(filled)}${'─'.repeat(BAR - filled)} ${percent} %  ${sizeOf(rate)}/s  ${time} left`
}
