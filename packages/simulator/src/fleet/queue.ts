export type Timed = { at: number; readonly index: number }

const before = (a: Timed, b: Timed): boolean => a.at < b.at || (a.at === b.at && a.index < b.index)

/** A heap whose first member changes its own time and then finds its new place. */
export class Queue<T extends Timed> {
  readonly #heap: T[]

  constructor(members: readonly T[]) {
    // A sorted list is a heap.
    this.#heap = members.toSorted((a, b) => (before(a, b) ? -1 : 1))
  }

  get first(): T | undefined {
    return this.#heap[0]
  }

  dropFirst(): void {
    const last = this.#heap.pop()
    if (!last || this.#heap.length === 0) return
    this.#heap[0] = last
    this.settleFirst()
  }

  settleFirst(): void {
    const heap = this.#heap
    const moving = heap[0]!
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, moving)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = moving
  }
}
