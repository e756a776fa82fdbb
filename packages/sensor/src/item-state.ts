import type { Item, ItemValues, Values } from '@nautilus/model'
import { fits, isNumeric, readNumber, spanOf, valuesOf } from '@nautilus/protocols'

/**
 * The values of one item over an interval: last, and for numbers minimum and maximum. The arrays become part of the row
 * at its end; as long as no value has moved, one array serves for all three.
 */
export class ItemState {
  readonly item: Item
  readonly numeric: boolean
  readonly span: number
  #last: number[] | null = null
  #min: number[] | null = null
  #max: number[] | null = null
  #text: Values | null = null

  constructor(item: Item) {
    this.item = item
    this.numeric = isNumeric(item.type)
    this.span = spanOf(item.type, item.count)
  }

  /** Takes all values, which start at byte `base` of the view and are known to be there. */
  take(view: DataView, base: number): void {
    const { type, count } = this.item
    const values: number[] = []
    for (let i = 0; i < count; i++) values.push(readNumber(view, base, type, i))
    this.#merge(values, values, values)
  }

  /** Takes 16-bit values whose minima and, behind them, maxima were kept elsewhere. */
  mergeWords(view: DataView, last: number, minima: number): void {
    const { count } = this.item
    const read = (base: number): number[] => {
      const values: number[] = []
      for (let i = 0; i < count; i++) values.push(view.getUint16(base + 2 * i))
      return values
    }
    this.#merge(read(last), read(minima), read(minima + 2 * count))
  }

  mergeBits(view: DataView, last: number, minima: number): void {
    const { count } = this.item
    const read = (base: number): number[] => {
      const values: number[] = []
      for (let i = 0; i < count; i++) values.push((view.getUint8(base + (i >> 3)) >> (i & 7)) & 1)
      return values
    }
    this.#merge(read(last), read(minima), read(minima + this.span))
  }

  #merge(last: number[], min: number[], max: number[]): void {
    const before = this.#last
    this.#last = last
    if (!before) {
      this.#min = min
      this.#max = max
      return
    }
    // The arrays may be shared with `last`: what moves is written to copies.
    const lowest = this.#min!.slice()
    const highest = this.#max!.slice()
    for (let i = 0; i < last.length; i++) {
      // Written so that a NaN among the values does not stay the minimum for ever.
      if (!(min[i]! >= lowest[i]!)) lowest[i] = min[i]!
      if (!(max[i]! <= highest[i]!)) highest[i] = max[i]!
    }
    this.#min = lowest
    this.#max = highest
  }

  /** Takes the values of an item like this one from its whole message; nothing when the message does not hold them. */
  takeFrom(item: Item, message: Uint8Array | null): void {
    if (!message || item.type !== this.item.type || item.count !== this.item.count || !fits(item, message.length))
      return
    if (this.numeric) this.take(new DataView(message.buffer, message.byteOffset, message.byteLength), item.at)
    else this.#text = valuesOf(item, message)
  }

  /** The values of the interval, which then starts anew. */
  flush(): ItemValues {
    const { object, access, type, unit = null } = this.item
    const what = { object, access, type, unit }
    const [last, min, max] = [this.#last, this.#min, this.#max]
    const text = this.#text
    this.#last = null
    this.#min = null
    this.#max = null
    this.#text = null
    return this.numeric ? { ...what, last, min, max } : { ...what, last: text, min: null, max: null }
  }
}
