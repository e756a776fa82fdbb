/** More IPv6 addresses than this share one number: an address scan must not fill the memory. */
export const MAX_V6_ADDRESSES = 262_144

/** Numbers for IPv6 addresses, so that flows are keyed by small integers. */
export class AddressTable {
  #index = new Int32Array(256)
  #words = new Int32Array(4 * 128)
  #count = 0
  /** Addresses that found no place. */
  overflowed = 0

  /** The number of the address whose 16 bytes start at `at`, made on first sight. */
  number(view: DataView, at: number): number {
    const a = view.getInt32(at)
    const b = view.getInt32(at + 4)
    const c = view.getInt32(at + 8)
    const d = view.getInt32(at + 12)
    const mask = this.#index.length - 1
    let slot = mix(mix(mix(a, b), c), d) & mask
    for (;;) {
      const found = this.#index[slot]! - 1
      if (found < 0) return this.#add(slot, a, b, c, d)
      const word = 4 * found
      const words = this.#words
      if (words[word] === a && words[word + 1] === b && words[word + 2] === c && words[word + 3] === d) return found
      slot = (slot + 1) & mask
    }
  }

  #add(slot: number, a: number, b: number, c: number, d: number): number {
    if (this.#count >= MAX_V6_ADDRESSES) {
      this.overflowed++
      return MAX_V6_ADDRESSES
    }
    const number = this.#count++
    if (4 * number >= this.#words.length) this.#words = grown(this.#words)
    this.#words.set([a, b, c, d], 4 * number)
    this.#index[slot] = number + 1
    if (2 * this.#count > this.#index.length) this.#rehash()
    return number
  }

  #rehash(): void {
    const index = new Int32Array(2 * this.#index.length)
    const words = this.#words
    for (let number = 0; number < this.#count; number++) {
      const w = 4 * number
      let slot = mix(mix(mix(words[w]!, words[w + 1]!), words[w + 2]!), words[w + 3]!) & (index.length - 1)
      while (index[slot] !== 0) slot = (slot + 1) & (index.length - 1)
      index[slot] = number + 1
    }
    this.#index = index
  }

  /** Canonical text, RFC 5952. */
  text(number: number): string {
    if (number >= this.#count) return 'too many IPv6 addresses'
    const groups: number[] = []
    for (let i = 0; i < 4; i++) {
      const word = this.#words[4 * number + i]!
      groups.push(word >>> 16, word & 0xffff)
    }
    return textOfGroups(groups)
  }
}

function textOfGroups(groups: readonly number[]): string {
  let best = { at: -1, length: 1 }
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (at + length < 8 && groups[at + length] === 0) length++
    if (length > best.length) best = { at, length }
  }
  const hex = groups.map(g => g.toString(16))
  if (best.at < 0) return hex.join(':')
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}`
}

export const textOfV4 = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`

export function textOfMac(bytes: Uint8Array, at: number): string {
  let text = ''
  for (let i = 0; i < 6; i++) text += `${i ? ':' : ''}${bytes[at + i]!.toString(16).padStart(2, '0')}`
  return text
}

/** A step of a 32-bit hash; the constants are those of MurmurHash3's finaliser, a public fact. */
export function mix(hash: number, word: number): number {
  let h = (hash ^ word) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

export function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length)
  larger.set(array)
  return larger
}
