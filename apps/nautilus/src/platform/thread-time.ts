// The time of a thread that works on many sites. While a transaction stands open the database waits for this thread, and
// with it whoever wants to take over the site; it cuts those that are silent for long, and the site must begin again. So
// what holds the thread for long begins when no transaction is open, and none begins meanwhile. Whoever asked first is
// first, but for sites that come back: others wait for those.
import { setImmediate } from 'node:timers/promises'

/** Sites that come back at once: each asks the database many things, and waits meanwhile for what others do with the thread. */
const COMING = 2

type Kind = {
  readonly isLong: boolean
  /** It goes before all others: a site that comes back keeps nobody waiting twice. */
  readonly isFirst: boolean
}
type Waiting = Kind & { readonly go: () => void }

export class ThreadTime {
  #open = 0
  #isLong = false
  readonly #waiting: Waiting[] = []
  #coming = 0
  readonly #toCome: (() => void)[] = []

  /** A site comes back, and a few others at the same time. */
  async comeBack<T>(work: () => Promise<T>): Promise<T> {
    if (this.#coming >= COMING) await new Promise<void>(go => this.#toCome.push(go))
    else this.#coming++
    try {
      return await work()
    } finally {
      const next = this.#toCome.shift()
      if (next) next()
      else this.#coming--
    }
  }

  /** A transaction: several may be open at once. */
  transact<T>(work: () => Promise<T>): Promise<T> {
    return this.#run({ isLong: false, isFirst: false }, work)
  }

  /** Work that holds the thread. No `transact` may be waited for within it. */
  long<T>(work: () => T | Promise<T>, isFirst = false): Promise<T> {
    return this.#run({ isLong: true, isFirst }, work)
  }

  async #run<T>(kind: Kind, work: () => T | Promise<T>): Promise<T> {
    const { isLong, isFirst } = kind
    await new Promise<void>(go => {
      const at = isFirst ? this.#waiting.findIndex(other => !other.isFirst) : -1
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, { ...kind, go })
      this.#next()
    })
    try {
      return await work()
    } finally {
      if (isLong) {
        // What the database and others answered meanwhile comes first.
        await setImmediate()
        this.#isLong = false
      } else this.#open--
      this.#next()
    }
  }

  #next(): void {
    while (this.#waiting.length > 0 && !this.#isLong) {
      const { isLong, go } = this.#waiting[0]!
      if (isLong && this.#open > 0) return
      this.#waiting.shift()
      if (isLong) this.#isLong = true
      else this.#open++
      go()
    }
  }
}
