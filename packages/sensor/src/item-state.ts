import type { Item, ItemValues, Values } from '@nautilus/model'
import { fits, isNumeric, readNumber, spanOf, valuesOf } from '@nautilus/protocols'

/** The values of one item over an interval: last, and for numbers minimum and maximum. */
export class ItemState {
  readonly item: Item
  readonly numeric: boolean
  readonly span: number
  readonly #last: Float64Array
  readonly #min: Float64Array
  readonly #max: Float64Array
  #text: Values | null = null
  /** No value yet in this interval. */
  fresh = true

  constructor(item: Item) {
    this.item = item
    this.numeric = isNumeric(item.type)
    this.span = spanOf(item.type, item.count)
    const length = this.numeric && item.in !== 'nowhere' ? item.count : 0
    this.#last = new Float64Array(length)
    this.#min = new Float64Array(length)
    this.#max = new Float64Array(length)
  }

  /** Takes the values at byte `base` of the view, which the caller knows to be there. */
  take(view: DataView, base: number): void {
    const { type, count } = this.item
    if (type === 'u16') this.#takeWords(view, base)
    else for (let i = 0; i < count; i++) this.#add(i, readNumber(view, base, type, i))
    this.fresh = false
  }

  /** The commonest type by far, without a switch per value. */
  #takeWords(view: DataView, base: number): void {
    const last = this.#last
    const count = last.length
    if (this.fresh) {
      for (let i = 0; i < count; i++) this.#add(i, view.getUint16(base + 2 * i))
      return
    }
    const min = this.#min
    const max = this.#max
    for (let i = 0; i < count; i++) {
      const value = view.getUint16(base + 2 * i)
      if (value === last[i]!) continue
      last[i] = value
      if (value < min[i]!) min[i] = value
      else if (value > max[i]!) max[i] = value
    }
  }

  #add(index: number, value: number): void {
    this.#last[index] = value
    if (this.fresh || value < this.#min[index]! || Number.isNaN(this.#min[index]!)) this.#min[index] = value
    if (this.fresh || value > this.#max[index]! || Number.isNaN(this.#max[index]!)) this.#max[index] = value
  }

  /** Takes the values of an item like this one from its whole message; nothing when the message does not hold them. */
  takeFrom(item: Item, message: Uint8Array | null): void {
    if (!message || item.type !== this.item.type || item.count !== this.item.count || !fits(item, message.length)) return
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
    const last = Array.from(this.#last)
    const moved = this.#min.some((low, i) => low !== this.#max[i])
    return moved
      ? { object, access, last, min: Array.from(this.#min), max: Array.from(this.#max) }
      : { object, access, last, min: last, max: last }
  }
}
