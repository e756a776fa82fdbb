// The query bar: `protocol is modbus verb is write server.ip is 10.0.0.1 value > 100`, conditions that hold together.

export type FieldType = 'number' | 'text' | 'zone'
export type Fields = ReadonlyMap<string, FieldType>

export const ops = ['is', 'not', 'contains', 'gt', 'lt'] as const
export type Op = (typeof ops)[number]
export type Term = { readonly field: string; readonly op: Op; readonly value: string }

/** As people write them, by what is meant. */
const written: Readonly<Record<string, Op>> = {
  is: 'is',
  '=': 'is',
  '==': 'is',
  not: 'not',
  '!=': 'not',
  contains: 'contains',
  '~': 'contains',
  '>': 'gt',
  gt: 'gt',
  '<': 'lt',
  lt: 'lt',
}
const shown: Readonly<Record<Op, string>> = { is: 'is', not: 'not', contains: 'contains', gt: '>', lt: '<' }
/** Operators that make sense of a field, in the order offered. */
export const operatorsOf = (type: FieldType): readonly string[] =>
  (type === 'number' ? (['is', 'not', 'gt', 'lt'] as const) : (['is', 'not', 'contains'] as const)).map(op => shown[op])

/** What is wrong with the word from `from` to `to`. `near`: the known word that it may be. */
export type Fault = {
  readonly code: 'field' | 'operator' | 'value' | 'number' | 'quote' | 'operator-type' | 'many'
  readonly from: number
  readonly to: number
  readonly word: string
  readonly near: string | null
}
export type Parsed = { readonly terms: readonly Term[]; readonly fault: Fault | null }

/** What the platform takes. */
export const MOST_TERMS = 20

export type Word = {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly closed: boolean
  readonly bare: boolean
}

/** Words, and texts in quotes in which `\"` and `\\` are the characters themselves. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  const pattern = /"((?:[^"\\]|\\.)*)("?)|(!=|==|[=<>~])|[^\s"=<>~!]+|[!]/gsu
  for (const match of text.matchAll(pattern)) {
    const [whole, inside, quote] = match
    const from = match.index
    const isQuoted = inside !== undefined
    words.push({
      text: isQuoted ? inside.replaceAll(/\\(.)/gs, '$1') : whole,
      from,
      to: from + whole.length,
      closed: !isQuoted || quote === '"',
      bare: !isQuoted,
    })
  }
  return words
}

/** The conditions up to the first fault, and the fault. */
export function parse(text: string, fields: Fields): Parsed {
  const words = wordsOf(text)
  const terms: Term[] = []
  let at = 0
  while (at < words.length) {
    if (terms.length > 0 && isWord(words[at], 'and')) at++
    const read = readTerm(words, at, fields, text.length)
    if ('fault' in read) return { terms, fault: read.fault }
    if (terms.length === MOST_TERMS) return { terms, fault: faultAt('many', words[at]!, null) }
    terms.push(read.term)
    at = read.next
  }
  return { terms, fault: null }
}

type Read = { readonly term: Term; readonly next: number } | { readonly fault: Fault }

function readTerm(words: readonly Word[], at: number, fields: Fields, end: number): Read {
  const missing: Word = { text: '', from: end, to: end, closed: true, bare: true }
  const name = words[at] ?? missing
  const field = name.text.toLowerCase()
  const type = fields.get(field)
  if (type === undefined) return { fault: faultAt('field', name, nearest(field, [...fields.keys()])) }
  const sign = words[at + 1] ?? missing
  const isNot = sign.text.toLowerCase() === 'is' && isWord(words[at + 2], 'not') && words[at + 3] !== undefined
  const op = isNot ? 'not' : written[sign.text.toLowerCase()]
  if (op === undefined) return { fault: faultAt('operator', sign, nearest(sign.text.toLowerCase(), operatorsOf(type))) }
  if (!operatorsOf(type).includes(shown[op])) return { fault: faultAt('operator-type', sign, operatorsOf(type)[0]!) }
  const next = at + (isNot ? 3 : 2)
  const value = words[next]
  if (!value) return { fault: faultAt('value', missing, null) }
  if (!value.closed) return { fault: faultAt('quote', value, null) }
  if (type === 'number' && (value.text.trim() === '' || !Number.isFinite(Number(value.text))))
    return { fault: faultAt('number', value, null) }
  return { term: { field, op, value: value.text }, next: next + 1 }
}

const isWord = (word: Word | undefined, text: string): boolean =>
  word?.bare === true && word.text.toLowerCase() === text

const faultAt = (code: Fault['code'], { from, to, text }: Word, near: string | null): Fault => ({
  code,
  from,
  to,
  word: text,
  near,
})

/** The known word that differs by the fewest letters, at most two. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word === '') return null
  let best: string | null = null
  let least = 3
  for (const candidate of known) {
    const distance = distanceOf(word.slice(0, 40), candidate)
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

/** As the query bar shows it, and reads it again. */
export const wordOf = (op: Op): string => shown[op]
