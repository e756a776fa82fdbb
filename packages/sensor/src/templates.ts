import { copyBytes, Slab } from '@nautilus/capture'

/** Sizes are rounded up to this, so that what is freed fits what comes. */
const GRAIN = 64
const START = 65_536

/** Bytes of the messages that are known, in one block of memory with free lists by size. */
export class Templates {
  slab = new Slab(START)
  #end = 0
  readonly #free = new Map<number, number[]>()

  allocate(size: number): number {
    const rounded = round(size)
    const reused = this.#free.get(rounded)?.pop()
    if (reused !== undefined) return reused
    const at = this.#end
    this.#end += rounded
    if (this.#end > this.slab.bytes.length) this.#grow()
    return at
  }

  #grow(): void {
    const larger = new Slab(Math.max(2 * this.slab.bytes.length, this.#end))
    copyBytes(this.slab.bytes, 0, this.slab.bytes.length, larger.bytes, 0)
    this.slab = larger
  }

  free(at: number, size: number): void {
    const rounded = round(size)
    const list = this.#free.get(rounded)
    if (list) list.push(at)
    else this.#free.set(rounded, [at])
  }
}

const round = (size: number): number => Math.ceil(size / GRAIN) * GRAIN
