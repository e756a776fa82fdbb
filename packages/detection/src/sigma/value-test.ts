// One value of a rule against one value of an event.
import { isAddress, networkOf } from '../work/network.ts'
import type { Field } from './category.ts'
import { clipped, type Faults } from './faults.ts'
import { MAX_PATTERN, MAX_REMEMBERED, MAX_REMEMBERED_TEXT, MAX_WILDCARDS } from './limits.ts'
import type { Key } from './modifiers.ts'
import { literalOf, matcherOf, type Pattern, patternOf } from './pattern.ts'
import { regexOf } from './regex.ts'
import type { Scalar } from './tree.ts'

/** Of one element of a field; a missing field is no element. */
export type ElementTest = (element: string | number | boolean) => boolean

/** What is asked of the application: names that only it knows, by field. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>

/** Null where the value is wrong, which was told. */
export function elementTest(scalar: Scalar, key: Key, vocabulary: Vocabulary, faults: Faults): ElementTest | null {
  const { comparison } = key
  if (scalar.text.length > MAX_PATTERN) {
    faults.tell(scalar.place, `A value may have ${MAX_PATTERN} characters; this one has ${scalar.text.length}.`)
    return null
  }
  if (comparison === 'cidr') return networkTest(scalar, faults)
  if (comparison === 're') return regexTest(scalar, key, faults)
  if (comparison === 'gt' || comparison === 'gte' || comparison === 'lt' || comparison === 'lte')
    return orderTest(scalar, comparison, key.field, faults)
  return textTest(scalar, key, vocabulary, faults)
}

/** The same, with its newest answers at hand: a network repeats its addresses and objects, and lists may be long. */
export function remembered(test: ElementTest): ElementTest {
  const known = new Map<string | number | boolean, boolean>()
  return element => {
    const before = known.get(element)
    if (before !== undefined) return before
    const answer = test(element)
    if (typeof element === 'string' && element.length > MAX_REMEMBERED_TEXT) return answer
    if (known.size >= MAX_REMEMBERED) known.clear()
    known.set(element, answer)
    return answer
  }
}

function networkTest({ place, text }: Scalar, faults: Faults): ElementTest | null {
  const network = networkOf(isAddress(text) ? `${text}/${text.includes(':') ? 128 : 32}` : text)
  if (!network) {
    faults.tell(place, `\`${clipped(text)}\` is no network; write it as 10.0.0.0/24 or 2001:db8::/32.`)
    return null
  }
  return element => typeof element === 'string' && network(element)
}

function regexTest({ place, text }: Scalar, { changes }: Key, faults: Faults): ElementTest | null {
  const flags = { ignoreCase: changes.has('i'), multiline: changes.has('m'), dotAll: changes.has('s') }
  const regex = regexOf(text, flags)
  if (!regex.ok) {
    faults.tell(place, regex.message)
    return null
  }
  return element => regex.test(String(element))
}

const orders = {
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
} as const

function orderTest(
  { place, text }: Scalar,
  by: keyof typeof orders,
  { name }: Field,
  faults: Faults,
): ElementTest | null {
  const than = numberOf(text)
  if (than === null) {
    faults.tell(place, `\`${by}\` compares \`${name}\` with a number; \`${clipped(text)}\` is none.`)
    return null
  }
  return element => typeof element === 'number' && orders[by](element, than)
}

export function numberOf(text: string): number | null {
  const number = /^[-+]?(\d|\.\d|0x[0-9a-f])/i.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : null
}

function textTest(scalar: Scalar, key: Key, vocabulary: Vocabulary, faults: Faults): ElementTest | null {
  const { field, comparison, changes } = key
  const pattern = patternOf(scalar.text)
  if (pattern.wildcards > MAX_WILDCARDS) {
    faults.tell(scalar.place, `A value may have ${MAX_WILDCARDS} wildcards; this one has ${pattern.wildcards}.`)
    return null
  }
  const cased = changes.has('cased')
  const literal = literalOf(pattern)
  const equals = comparison === 'equals'
  if (equals && literal !== null && !isValid(literal, scalar, field, vocabulary, faults)) return null
  if (!equals || literal === null) return wildcardTest(pattern, key, cased)
  const number = numberOf(literal)
  const wanted = cased ? literal : literal.toLowerCase()
  return element => {
    if (typeof element === 'number' && number !== null) return element === number
    const own = String(element)
    return (cased ? own : own.toLowerCase()) === wanted
  }
}

function wildcardTest(pattern: Pattern, { comparison }: Key, cased: boolean): ElementTest {
  const start = comparison === 'equals' || comparison === 'startswith'
  const end = comparison === 'equals' || comparison === 'endswith'
  const matches = matcherOf(pattern, { start, end }, cased)
  return element => matches(String(element))
}

/** Could this value ever be there? */
function isValid(literal: string, scalar: Scalar, field: Field, vocabulary: Vocabulary, faults: Faults): boolean {
  const { name, type } = field
  const { place } = scalar
  const words = field.words ?? (Object.hasOwn(vocabulary, name) ? vocabulary[name] : undefined)
  if (words && !words.some(word => word.toLowerCase() === literal.toLowerCase())) {
    faults.unknown(place, `\`${name}\` is never \`${clipped(literal)}\``, literal, words)
    return false
  }
  if (type === 'flag' && literal !== 'true' && literal !== 'false') {
    faults.tell(place, `\`${name}\` is \`true\` or \`false\`, never \`${clipped(literal)}\`.`)
    return false
  }
  if (type === 'number' && numberOf(literal) === null) {
    faults.tell(place, `\`${name}\` is a number, never \`${clipped(literal)}\`.`)
    return false
  }
  if (type === 'address' && literal.includes('/') && networkOf(literal)) {
    faults.tell(place, `\`${clipped(literal)}\` is a network; write \`${name}|cidr\`.`)
    return false
  }
  return true
}
