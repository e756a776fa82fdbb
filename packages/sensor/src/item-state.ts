import type { Item, ItemValues, Values } from '@nautilus/model'
import { fits, isNumeric, readNumber, spanOf, valuesOf } from '@nautilus/protocols'

/** Doubles per value: last, minimum, maximum, side by side because they are touched together. */
const CELL = 3

/** The values of one item over an interval: last, and for numbers minimum and maximum. */
export class ItemState {
  readonly item: Item
  readonly numeric: boolean
  readonly span: number
  readonly #cells: Float64Array
  #text: Values | null = null
  /** No value yet in this interval. */
  fresh = true

  constructor(item: Item) {
    this.item = item
    this.numeric = isNumeric(item.type)
    this.span = spanOf(item.type, item.count)
    this.#cells = new Float64Array(this.numeric && item.in !== 'nowhere' ? CELL * item.count : 0)
  }

  /** Takes all values, which start at byte `base` of the view and are known to be there. */
  take(view: DataView, base: number): void {
    const { type, count } = this.item
    for (let i = 0; i < count; i++) this.put(i, readNumber(view, base, type, i))
    this.fresh = false
  }

  /** Takes one value. */
  put(index: number, value: number): void {
    const cells = this.#cells
    const c = CELL * index
    cells[c] = value
    if (this.fresh) {
      cells[c + 1] = value
      cells[c + 2] = value
      return
    }
    // Written so that a NaN among the values does not stay the minimum for ever.
    if (!(value >= cells[c + 1]!)) cells[c + 1] = value
    if (!(value <= cells[c + 2]!)) cells[c + 2] = value
  }

  /** Takes what was counted elsewhere since the last call. */
  merge(index: number, last: number, min: number, max: number): void {
    this.put(index, min)
    const fresh = this.fresh
    this.fresh = false
    this.put(index, max)
    this.put(index, last)
    this.fresh = fresh
  }

  /** Takes the values of an item like this one from its whole message; nothing when the message does not hold them. */
  takeFrom(item: Item, message: Uint8Array | null): void {
    if (!message || item.type !== this.item.type || item.count !== this.item.count || !fits(item, message.length))
      return
    if (this.numeric) this.take(new DataView(message.buffer, message.byteOffset, message.byteLength), item.at)
    else {
      this.#text = valuesOf(item, message)
      this.fresh = false
    }
  }

  row(): ItemValues {
    const { object, access } = this.item
    if (this.fresh) return { object, access, last: null, min: null, max: null }
    if (!this.numeric) return { object, access, last: this.#text, min: null, max: null }
    const cells = this.#cells
    const count = cells.length / CELL
    const column = (k: number): number[] => Array.from({ length: count }, (_, i) => cells[CELL * i + k]!)
    const last = column(0)
    const min = column(1)
    const max = column(2)
    return min.every((low, i) => low === max[i])
      ? { object, access, last, min: last, max: last }
      : { object, access, last, min, max }
  }
}
