// The common packet format: items of addresses and data. CIP specification, Volume 2, 2-6.
export const IDENTITY_ITEM = 0x000c
export const CONNECTED_ADDRESS = 0x00a1
export const CONNECTED_DATA = 0x00b1
export const UNCONNECTED_DATA = 0x00b2
export const SERVICES_ITEM = 0x0100
export const SEQUENCED_ADDRESS = 0x8002

export type CpfItem = { readonly type: number; readonly at: number; readonly end: number }

/** Items that are looked at; the specification knows of four in one packet, and lists are as long as they are. */
const MAX_ITEMS = 64

const word = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)

/** The items from the count at `at` on, and where they end; -1 when they are cut. */
export function cpfItems(bytes: Uint8Array, at: number, end: number): { items: CpfItem[]; end: number } {
  const items: CpfItem[] = []
  if (end - at < 2) return { items, end: -1 }
  let next = at + 2
  for (let left = word(bytes, at); left > 0; left--) {
    if (next + 4 > end) return { items, end: -1 }
    const stop = next + 4 + word(bytes, next + 2)
    if (stop > end) return { items, end: -1 }
    if (items.length < MAX_ITEMS) items.push({ type: word(bytes, next), at: next + 4, end: stop })
    next = stop
  }
  return { items, end: next }
}

/** Socket address items, and the one in an identity: family, port, address in network order. */
export const socketText = (bytes: Uint8Array, at: number): string =>
  `${bytes[at + 4]}.${bytes[at + 5]}.${bytes[at + 6]}.${bytes[at + 7]}:${(bytes[at + 2]! << 8) | bytes[at + 3]!}`
