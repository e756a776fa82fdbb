/** What an actor does: yields the microseconds it waits, and may return what it found out. */
export type Script<Result = void> = Generator<number, Result, void>

type Entry = { at: number; order: number; run: () => void }

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/** Runs actors in the order of their time; the time is the capture's and no clock's. */
export class Scheduler {
  now: number
  #order = 0
  readonly #heap: Entry[] = []

  constructor(start: number) {
    this.now = start
  }

  /** When something next happens; Infinity when nothing does. */
  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY
  }

  after(microseconds: number, run: () => void): void {
    const at = this.now + Math.max(0, Math.round(microseconds))
    this.#push({ at, order: this.#order++, run })
  }

  start(script: Script, delay = 0): void {
    const resume = (): void => {
      const turn = script.next()
      if (!turn.done) this.after(turn.value, resume)
    }
    this.after(delay, resume)
  }

  step(): void {
    const entry = this.#pop()
    if (!entry) return
    this.now = entry.at
    entry.run()
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(entry, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
  }

  #pop(): Entry | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first !== last && last) this.#sink(last)
    return first
  }

  #sink(entry: Entry): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, entry)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = entry
  }
}
