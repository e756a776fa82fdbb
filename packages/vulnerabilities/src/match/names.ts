// Product names as sets of words. `S7-1500`, `1511-1` and `1756-EN2T` are one word each.

/** Words of a name that count; the longest published names have about 40. */
const MAX_WORDS = 48

/** Say nothing about which product it is. */
const noise = new Set(
  `a all an and any as by cpu cpus controller controllers device devices edition family firmware for fw from hw in incl including
  industrial its line model models module modules no number numbers of on or part plc plcs processor processors product
  products programmable related series siplus software sw the type types variant variants version versions with et200 et 200
  logic unit units base basic standard group`.split(/\s+/),
)

/** Brands above families: true of too many products to tell one. */
const brands = new Set(
  `simatic sinamics simotion sitop logix allen bradley modicon ecostruxure melsec sysmac pacsystems axc scalance ruggedcom
  siprotec sentron simocode factorytalk studio`.split(/\s+/),
)

export function wordsOf(name: string): string[] {
  const plain = name
    .toLowerCase()
    .replace(/[®™©]/g, '')
    .replace(/[’'"]/g, '')
    .replace(/([a-z0-9])[-_.](?=[a-z0-9])/g, '$1')
  return plain
    .split(/[^a-z0-9+]+/)
    .filter(word => word !== '')
    .slice(0, MAX_WORDS)
}

export const isNoise = (word: string): boolean => noise.has(word)
export const isBrand = (word: string): boolean => brands.has(word)

/** Enough to tell a product: three characters with a digit, or a longer word that is no brand. */
export const isTelling = (word: string): boolean =>
  !noise.has(word) && !brands.has(word) && (/\d/.test(word) ? word.length >= 3 : word.length >= 5)

/** A name as it is compared, made once: the words that are not noise, as one text, and the digits of it. */
export type Gist = {
  readonly words: readonly string[]
  readonly text: string
  readonly digits: string
  /** One of the words is enough to tell a product. */
  readonly isTelling: boolean
}

export function gistOf(all: readonly string[]): Gist {
  const words = all.filter(word => !isNoise(word))
  const text = words.join('')
  return { words, text, digits: text.replace(/\D/g, ''), isTelling: words.some(isTelling) }
}

export const hasDigit = (word: string): boolean => /\d/.test(word)

/** 1 for equal texts, less for each character that differs. Levenshtein; texts beyond the limit are never similar. */
export function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  if (longest === 0) return 1
  if (longest > MAX_SIMILAR || Math.abs(a.length - b.length) > longest * 0.2) return 0
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return 1 - row[b.length]! / longest
}

const MAX_SIMILAR = 80
