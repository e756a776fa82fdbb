// Order and catalogue numbers: `6ES7 511-1AK02-0AB0`, `1756-EN2T/D`, `BMX P34 2020`.

/** Characters of an order number or pattern that are read. */
const MAX_ORDER = 64

/** `pattern` may hold `*` for any characters and `?` for one. Upper case, no separators. */
export type Order = {
  readonly pattern: string
  readonly isWild: boolean
  /** Rockwell: the letter behind the slash, a revision of the hardware. */
  readonly series: string | null
  readonly text: string
}

/** A literal order number is never shorter; below that too much begins alike. */
const LEAST = 5

/** As a device tells it; null for what cannot be one. */
export function orderOf(text: string): Order | null {
  const order = shaped(text, false)
  return order && /\d/.test(order.pattern) ? order : null
}

/** As an advisory writes it, with wildcards; null where it says too little. */
export function patternOf(text: string): Order | null {
  const order = shaped(text, true)
  return order && order.pattern.replace(/[*?]/g, '').length >= LEAST ? order : null
}

function shaped(text: string, mayBeWild: boolean): Order | null {
  const cut = text.slice(0, MAX_ORDER).trim()
  const series = /\/\s?([A-Z])$/.exec(cut)?.[1] ?? null
  const bare = series === null ? cut : cut.replace(/\/\s?[A-Z]$/, '')
  // A small x among capitals and digits stands for one character; CSAF writes it as a question mark.
  const marked = mayBeWild && !/[a-wyz]/.test(bare) ? bare.replace(/x/g, '?') : bare
  const pattern = marked
    .toUpperCase()
    .replace(/\\([*?])/g, '')
    .replace(mayBeWild ? /[^A-Z0-9*?]/g : /[^A-Z0-9]/g, '')
    .replace(/\*+/g, '*')
  return pattern.length < LEAST ? null : { pattern, isWild: /[*?]/.test(pattern), series, text: cut }
}

/** Siemens; Rockwell; Schneider. Other makers are found by their names. */
const shapes: readonly RegExp[] = [
  /\b[67][A-Z]{2}\d[ ]?[\dx*?]{3}-?[\dA-Zx*?]{4,6}(?:-[\dA-Zx*?]{1,5})?/g,
  /\b(?:1[0-9]{3}|2[0-9]{3}[A-Z]?|5[0-9]{3}|2[0-9][A-Z])-[A-Z][A-Z0-9*]*(?:\/[A-Z]\b)?/g,
  /\b(?:BM[EX] ?[A-Z]{1,3} ?\d{2}[ \dA-Z*]*\d[A-Z*]*|BM[EX][A-Z]{1,3}\d[\w*]*|140 ?CPU ?\d[\w*]*|TSX ?P\w{2,}\*?|171 ?CBU ?\w+\*?|TM2\d\d\w*\*?)/g,
]

/** Order numbers within a name or description, `Modicon M340 CPU (part numbers BMXP34*)`. */
export function patternsIn(text: string): Order[] {
  const found = new Map<string, Order>()
  for (const shape of shapes) {
    for (const [match] of text.slice(0, 1000).matchAll(shape)) {
      const order = patternOf(match.trim())
      if (order) found.set(`${order.pattern}/${order.series}`, order)
    }
  }
  return [...found.values()]
}

export type OrderMatch = 'same' | 'pattern' | 'siplus' | 'begins' | null

/** How a device's order number fits an advisory's. `begins`: the advisory names a shorter one of the same make. */
export function fitOrder(device: Order, rule: Order): OrderMatch {
  if (device.series !== null && rule.series !== null && device.series !== rule.series) return null
  if (rule.isWild) {
    if (fits(device.pattern, rule.pattern)) return 'pattern'
  } else if (device.pattern === rule.pattern) return 'same'
  const [one, other] = [standardOf(device.pattern), standardOf(rule.pattern)]
  if (one !== null && other !== null && one.siplus !== other.siplus && fits(one.body, other.body)) return 'siplus'
  const begins = !rule.isWild && rule.pattern.length >= LEAST_BEGINNING && device.pattern.startsWith(rule.pattern)
  return begins ? 'begins' : null
}

/**
 * SIPLUS devices are SIMATIC devices with a coating: 6AG1 instead of 6ES7, 6GK7 or 6AV2, and another first digit in
 * the last block of four.
 */
function standardOf(pattern: string): { readonly siplus: boolean; readonly body: string } | null {
  const match = /^6(ES7|GK\d|AV\d|AG\d)([\dA-Z?*]{8})(?:[\dA-Z?]([\dA-Z?*]{3}))?$/.exec(pattern)
  return match && { siplus: match[1]!.startsWith('AG'), body: match[2]! + (match[3] ?? '*') }
}

/** What a SIPLUS device and its standard device have in common, without wildcards; null for other makes. */
export function bodyOf(pattern: string): string | null {
  const body = standardOf(pattern)?.body.slice(0, 8) ?? null
  return body === null || /[?*]/.test(body) ? null : body
}

/** An advisory may name the beginning of an order number only, if it is as long as this. */
export const LEAST_BEGINNING = 7

/** Does the text fit the pattern? In time of at most text times pattern, whatever the pattern. */
export function fits(text: string, pattern: string): boolean {
  let at = 0
  let from = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (pattern[from] === '*') {
      star = from++
      resume = at
    } else if (from < pattern.length && (pattern[from] === '?' || pattern[from] === text[at])) {
      from++
      at++
    } else if (star >= 0) {
      from = star + 1
      at = ++resume
    } else return false
  }
  while (pattern[from] === '*') from++
  return from === pattern.length
}

/** What comes before the first wildcard. */
export const literalOf = ({ pattern }: Order): string => pattern.slice(0, pattern.search(/[*?]|$/))
