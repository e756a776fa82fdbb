// UMAS read and write variables (0x22, 0x23). Layout: Apache PLC4X description of UMAS. Little-endian.
import type { Item, ValueType } from '@nautilus/model'
import type { Reader } from '../reader.ts'
import { spanOf } from '../values.ts'

/** The size index of a reference; others have no known width, and what follows them cannot be placed. */
const types: Readonly<Record<number, ValueType>> = { 1: 'u8', 2: 'u16le', 3: 'u32le' }

type Reference = { type: ValueType | undefined; block: number; offset: number; count: number }

/** Kind and size in one byte, block, base and offset, then how many when it is an array. */
function referenceOf(body: Reader, writes: boolean): Reference {
  const kind = body.u8()
  const block = body.u16le()
  if (!writes) body.skip(1)
  const offset = body.u16le() + (writes ? body.u16le() : body.u8())
  const count = kind >> 4 === 0 ? 1 : body.u16le()
  return { type: types[kind & 0x0f], block, offset, count }
}

/** The place of the next value in its message; -1 where that cannot be known. */
function placeOf({ type, count }: Reference, holder: Reader | null): number {
  if (holder === null || type === undefined) return -1
  const { at } = holder
  holder.skip(spanOf(type, count))
  return holder.short ? -1 : at
}

const itemOf = ({ type, block, offset, count }: Reference, writes: boolean, at: number): Item => ({
  object: `block/${block}/${offset}${count > 1 ? `x${count}` : ''}`,
  access: writes ? 'write' : 'read',
  type: type ?? 'raw',
  count: type ? count : 0,
  in: at < 0 ? 'nowhere' : writes ? 'request' : 'reply',
  at: Math.max(at, 0),
  native: { table: 'block', block, address: offset },
})

/** The variables a request names; `answer` holds the values of a read one after another. Places count from `base`. */
export function variableItems(asked: Reader, answer: Reader | null, writes: boolean, base: number): Item[] {
  asked.skip(4) // checksum of the project
  const items: Item[] = []
  let holder = writes ? asked : answer
  for (let left = asked.u8(); left > 0; left--) {
    const reference = referenceOf(asked, writes)
    if (asked.short) break
    const at = placeOf(reference, holder)
    items.push(itemOf(reference, writes, at < 0 ? at : base + at))
    if (at < 0) holder = null
    if (writes && at < 0) break
  }
  return items
}
