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

  /** Takes 16-bit values whose minima and, behind them, maxima were kept elsewhere. */
  mergeWords(view: DataView, last: number, minima: number): void {
    const { count } = this.item
    const maxima = minima + 2 * count
    for (let i = 0; i < count; i++) {
      this.#merge(i, view.getUint16(last + 2 * i), view.getUint16(minima + 2 * i), view.getUint16(maxima + 2 * i))
    }
    this.fresh = false
  }

  mergeBits(view: DataView, last: number, minima: number): void {
    const { count } = this.item
    const maxima = minima + this.span
    const bit = (base: number, i: number): number => (view.getUint8(base + (i >> 3)) >> (i & 7)) & 1
    for (let i = 0; i < count; i++) this.#merge(i, bit(last, i), bit(minima, i), bit(maxima, i))
    this.fresh = false
  }

  #merge(index: number, last: number, min: number, max: number): void {
    const cells = this.#cells
    const c = CELL * index
    cells[c] = last
    if (this.fresh || min < cells[c + 1]!) cells[c + 1] = min
    if (this.fresh || max > cells[c + 2]!) cells[c + 2] = max
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
    const last: number[] = []
    const min: number[] = []
    const max: number[] = []
    let moved = false
    for (let c = 0; c < cells.length; c += CELL) {
      last.push(cells[c]!)
      min.push(cells[c + 1]!)
      max.push(cells[c + 2]!)
      if (cells[c + 1] !== cells[c + 2]) moved = true
    }
    return moved ? { object, access, last, min, max } : { object, access, last, min: last, max: last }
  }
}
