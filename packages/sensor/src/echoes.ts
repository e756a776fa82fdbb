// The repeat path of notices: cyclic data that nobody asks for. A notice equal to one that was understood before, but for
// its values and what varies in it, is counted where that one was counted, and nothing is built.
import type { Slab } from '@nautilus/capture'
import type { Meaning, Stretch } from '@nautilus/protocols'
import type { Entry } from './entry.ts'
import type { Rollup } from './rollup.ts'
import type { FunctionStatistics, ProtocolStatistics } from './statistics.ts'

/** Different notices of one sender and size that are kept; the oldest gives way. */
const MAX_ALIKE = 8
/** Keys kept at once; beyond it all start anew, which costs only what had been remembered. */
const MAX_KEYS = 65_536

/** How a notice was understood, and what is counted when it comes again. */
export type Echo = {
  readonly entry: Entry
  readonly statistics: ProtocolStatistics
  readonly functions: readonly FunctionStatistics[]
  readonly errors: readonly FunctionStatistics[]
  /** Who must have sent it: the addresses as three numbers, or anything else that the key stands for. */
  readonly sender: readonly [number, number, number]
  /** The binding of the sender, -1 without. */
  readonly binding: number
}

/** Whether a notice like this may be counted without being understood again. */
export const isEcho = ({ repeatable, varies, more, claims }: Meaning): boolean =>
  repeatable && varies !== undefined && more === undefined && claims.length === 0

/** The key on one flow. */
export const echoKey = (direction: number, size: number): number => 2 * size + direction

export class Echoes {
  readonly #rollup: Rollup
  #known = new Map<number, Echo[]>()

  constructor(rollup: Rollup) {
    this.#rollup = rollup
  }

  /** Counts the notice in `start` to `end` if it is known; null sends it down the clear path. */
  take(
    key: number,
    a: number,
    b: number,
    c: number,
    slab: Slab,
    start: number,
    end: number,
    at: number,
    frame: number,
  ): Echo | null {
    const known = this.#known.get(key)
    if (known === undefined) return null
    const { memo, ledger } = this.#rollup
    for (let i = 0; i < known.length; i++) {
      const echo = known[i]!
      const { sender, entry } = echo
      if (sender[0] !== a || sender[1] !== b || sender[2] !== c || entry.dead) continue
      if (!memo.answers(entry.id, slab.view, start, end - start)) continue
      this.#rollup.operations++
      ledger.hit(entry.id, at, -1, end - start, frame)
      echo.statistics.messages++
      for (let k = 0; k < echo.functions.length; k++) echo.functions[k]!.replies++
      for (let k = 0; k < echo.errors.length; k++) echo.errors[k]!.errors++
      return echo
    }
    return null
  }

  learn(key: number, echo: Echo, bytes: Uint8Array, varies: readonly Stretch[]): void {
    if (!this.#rollup.memo.learnNotice(echo.entry, bytes, varies)) return
    const known = this.#known.get(key)?.filter(({ entry }) => !entry.dead) ?? []
    if (this.#known.size >= MAX_KEYS) this.#known = new Map()
    this.#known.set(key, [echo, ...known].slice(0, MAX_ALIKE))
  }
}
