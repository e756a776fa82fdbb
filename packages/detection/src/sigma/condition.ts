// Sigma's condition language. Precedence, least binding first: or, and, not, `x of`, brackets.
import { type Token, tokensOf } from './condition-tokens.ts'
import { MAX_CONDITION, MAX_DEPTH } from './limits.ts'

export type Condition =
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  /** `pattern`: names with `*`, or `them`. */
  | { readonly kind: 'of'; readonly all: boolean; readonly pattern: string; readonly at: number }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }

export const operators = ['>', '>=', '<', '<=', '=', '=='] as const
export type Operator = (typeof operators)[number]

/** `| count(object) by client, server > 5`; `field` is null where events are counted. */
export type Aggregation = {
  readonly field: { readonly name: string; readonly at: number } | null
  readonly by: readonly { readonly name: string; readonly at: number }[]
  readonly operator: Operator
  readonly than: number
  readonly at: number
}

/** `at`: characters from the start of the text. */
export type Parsed =
  | { readonly ok: true; readonly condition: Condition; readonly aggregation: Aggregation | null }
  | { readonly ok: false; readonly at: number; readonly message: string }

class Wrong extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/** Any text gives a condition or the first thing that is wrong with it. */
export function parseCondition(text: string): Parsed {
  if (text.length > MAX_CONDITION)
    return {
      ok: false,
      at: 0,
      message: `A condition may have ${MAX_CONDITION} characters; this one has ${text.length}.`,
    }
  try {
    const parser = new Parser(tokensOf(text))
    const condition = parser.or(0)
    const aggregation = parser.take('|') ? parser.aggregation() : null
    parser.end()
    return { ok: true, condition, aggregation }
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, at: error.at, message: error.message }
    throw error
  }
}

const aggregates = ['min', 'max', 'avg', 'sum', 'near']

class Parser {
  readonly #tokens: readonly Token[]
  #next = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get #token(): Token {
    return this.#tokens[this.#next]!
  }

  take(...words: readonly string[]): Token | null {
    const token = this.#token
    if (token.kind === 'end' || !words.includes(token.text.toLowerCase())) return null
    this.#next++
    return token
  }

  #fail(wanted: string): never {
    const { kind, text, at } = this.#token
    throw new Wrong(at, `The condition needs ${wanted} ${kind === 'end' ? 'at its end' : `before \`${text}\``}.`)
  }

  end(): void {
    const { kind, text, at } = this.#token
    if (kind === 'end') return
    if (text === ')') throw new Wrong(at, 'The condition closes a bracket that it did not open.')
    throw new Wrong(at, `The condition needs \`and\` or \`or\` before \`${text}\`.`)
  }

  or(depth: number): Condition {
    return this.#chain('or', () => this.#chain('and', () => this.#not(depth)))
  }

  #chain(kind: 'and' | 'or', part: () => Condition): Condition {
    const parts = [part()]
    while (this.take(kind)) parts.push(part())
    return parts.length === 1 ? parts[0]! : { kind, parts }
  }

  #not(depth: number): Condition {
    if (depth > MAX_DEPTH) throw new Wrong(this.#token.at, `A condition may be nested ${MAX_DEPTH} deep.`)
    if (this.take('not')) return { kind: 'not', part: this.#not(depth + 1) }
    if (!this.take('(')) return this.#of() ?? this.#name()
    const inner = this.or(depth + 1)
    if (!this.take(')')) this.#fail('a closing bracket')
    return inner
  }

  #of(): Condition | null {
    const following = this.#tokens[this.#next + 1]
    if (following?.kind !== 'word' || following.text.toLowerCase() !== 'of') return null
    const { text, at } = this.#token
    const many = text.toLowerCase()
    if (!['1', 'any', 'all'].includes(many))
      throw new Wrong(at, `\`${text} of\` is not understood; write \`1 of\` or \`all of\`.`)
    this.#next += 2
    const named = this.#token
    if (named.kind !== 'word') this.#fail('a name, a name with `*`, or `them`')
    this.#next++
    return { kind: 'of', all: many === 'all', pattern: named.text, at: named.at }
  }

  #name(): Condition {
    const { kind, text, at } = this.#token
    if (kind !== 'word' || ['and', 'or', 'not', 'of', 'by'].includes(text.toLowerCase()))
      this.#fail('the name of a selection')
    this.#next++
    return { kind: 'name', name: text, at }
  }

  aggregation(): Aggregation {
    const { text, at } = this.#token
    if (aggregates.includes(text.toLowerCase()))
      throw new Wrong(at, `\`${text}\` is not supported; only \`count\` is, or a correlation (docs/custom-rules.md).`)
    if (!this.take('count')) this.#fail('`count(…)`')
    if (!this.take('(')) this.#fail('`(` after `count`')
    const field = this.take(')') ? null : this.#field()
    if (field && !this.take(')')) this.#fail('`)` after the field')
    const by = []
    if (this.take('by'))
      do by.push(this.#field())
      while (this.take(','))
    const operator = this.take(...operators)
    if (!operator) this.#fail(`one of ${operators.map(word => `\`${word}\``).join(', ')}`)
    return { field, by, operator: operator.text as Operator, than: this.#number(), at }
  }

  #field(): { readonly name: string; readonly at: number } {
    const { kind, text, at } = this.#token
    if (kind !== 'word') this.#fail('the name of a field')
    this.#next++
    return { name: text, at }
  }

  #number(): number {
    const { text, at } = this.#token
    if (!/^\d{1,9}$/.test(text)) throw new Wrong(at, 'A count is compared with a whole number, 0 or more.')
    this.#next++
    return Number(text)
  }
}
