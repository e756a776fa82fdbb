// Versions as makers of industrial devices write them: `V4.5 HF1`, `15.2(6)E0a`, `34.011`, `V15 Update 2`, `R4.10`.

/** Characters of a version that count; what is longer is no version. */
const MAX_VERSION_TEXT = 128

/** A number without leading zeros, or a word with what it means for the order. */
export type Part = { readonly number: string } | { readonly word: string; readonly weight: number }

/** Before the release itself. */
const EARLY = -1
/** Words after a version that stand for less or more than others; any other word lies between. */
const weights: ReadonlyMap<string, number> = new Map([
  ['alpha', EARLY],
  ['beta', EARLY],
  ['dev', EARLY],
  ['pre', EARLY],
  ['preview', EARLY],
  ['rc', EARLY],
  ['snapshot', EARLY],
  ['hf', 1],
  ['sp', 3],
])
const PLAIN = 2

const sameWord: ReadonlyMap<string, string> = new Map([
  ['hotfix', 'hf'],
  ['service pack', 'sp'],
  ['servicepack', 'sp'],
  ['upd', 'update'],
  ['revision', 'rev'],
])

/** Words that only say that a version follows; none of them may eat the letter of a version that is a letter. */
const label = /^(?:(?:firmware|software|version|versions|release|revision|series|build|ver|rev|fw|sw)\b[\s.:_-]*)+/

/**
 * The parts that are compared. Letters before the first digit are a label (`V`, `R`, `FW`, `MX-`). Zeros at the end of a
 * row of numbers mean nothing: 4.0.0 is 4.
 */
export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  for (const part of rawPartsOf(text)) {
    if ('word' in part) dropZeros(parts)
    parts.push(part)
  }
  dropZeros(parts)
  return parts
}

/** The same with all zeros: how precisely a version is told. */
export function rawPartsOf(text: string): Part[] {
  const plain = text.slice(0, MAX_VERSION_TEXT).toLowerCase().trim()
  const named = /\d/.test(plain) ? plain.replace(/^[^\d]*(?=\d)/, '') : plain.replace(label, '')
  return Array.from(named.matchAll(/\d+|service ?pack|[a-z]+/g), ([token]) => {
    if (/^\d/.test(token)) return { number: token.replace(/^0+(?=\d)/, '') }
    const word = sameWord.get(token) ?? token
    return { word, weight: weights.get(word) ?? PLAIN }
  })
}

/** Not the number a version begins with: version 0 is one. */
function dropZeros(parts: Part[]): void {
  for (
    let last = parts.at(-1);
    parts.length > 1 && last && 'number' in last && last.number === '0';
    last = parts.at(-1)
  )
    parts.pop()
}

/** Negative, zero or positive, as for sorting. A total order on any text. */
export const compareVersions = (a: string, b: string): number => compareParts(partsOf(a), partsOf(b))

export function compareParts(a: readonly Part[], b: readonly Part[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = comparePart(a[at], b[at])
    if (order !== 0) return order
  }
  return 0
}

/** Early words, the end, other words, numbers: 7.4 RC1 < 7.4 < 7.4 SP1 < 7.4.1. */
function comparePart(a: Part | undefined, b: Part | undefined): number {
  const order = rankOf(a) - rankOf(b)
  if (order !== 0 || !a || !b) return order
  if ('number' in a && 'number' in b) return a.number.length - b.number.length || byText(a.number, b.number)
  return 'word' in a && 'word' in b ? a.weight - b.weight || byText(a.word, b.word) : 0
}

const rankOf = (part: Part | undefined): number =>
  part === undefined ? 0 : 'number' in part ? 2 : part.weight === EARLY ? -1 : 1

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
