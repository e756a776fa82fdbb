// The regular expressions that Sigma allows: modifiers appendix 2.1.0, "Regular Expression".
import { MAX_GROUPS, MAX_REGEX } from './limits.ts'

export type CharTest = (char: string, dotAll: boolean) => boolean
export type Node =
  | { readonly kind: 'read'; readonly set: CharTest }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'either'; readonly parts: readonly Node[] }
  /** `most` null: without end. */
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number | null }
export type Syntax = { readonly ok: true; readonly node: Node } | { readonly ok: false; readonly message: string }

class Wrong extends Error {}

export function parseRegex(text: string): Syntax {
  if (text.length > MAX_REGEX) return { ok: false, message: `A regular expression may have ${MAX_REGEX} characters.` }
  try {
    const parser = new Parser(text)
    const node = parser.either(0)
    if (!parser.isDone) throw new Wrong('closes a group that it did not open')
    return { ok: true, node }
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
    return { ok: false, message: `The regular expression ${error.message}.` }
  }
}

const inRange = (from: string, to: string) => (char: string) => char >= from && char <= to
const digit = inRange('0', '9')
const word = (char: string) => /^\w$/.test(char)
const space = (char: string) => /^\s$/.test(char)
const not =
  (test: CharTest): CharTest =>
  (char, dotAll) =>
    !test(char, dotAll)
const is =
  (wanted: string): CharTest =>
  char =>
    char === wanted

const classes: Readonly<Record<string, CharTest>> = {
  d: digit,
  D: not(digit),
  w: word,
  W: not(word),
  s: space,
  S: not(space),
}
const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' }

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isDone(): boolean {
    return this.#at >= this.#text.length
  }

  #take(wanted: string): boolean {
    if (!this.#text.startsWith(wanted, this.#at)) return false
    this.#at += wanted.length
    return true
  }

  either(depth: number): Node {
    if (depth > MAX_GROUPS) throw new Wrong(`has groups more than ${MAX_GROUPS} deep`)
    const parts = [this.#sequence(depth)]
    while (this.#take('|')) parts.push(this.#sequence(depth))
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts }
  }

  #sequence(depth: number): Node {
    const parts: Node[] = []
    while (!this.isDone && this.#text[this.#at] !== '|' && this.#text[this.#at] !== ')')
      parts.push(this.#repeated(this.#atom(depth)))
    return { kind: 'sequence', parts }
  }

  #repeated(part: Node): Node {
    const range = this.#range()
    if (!range) return part
    if (part.kind === 'start' || part.kind === 'end') throw new Wrong('repeats `^` or `$`')
    if (this.#take('?')) throw new Wrong('has a lazy quantifier (`*?`); it changes nothing here, leave the `?` out')
    if (this.#take('+')) throw new Wrong('has a possessive quantifier (`*+`), which Sigma does not know')
    if (this.#range()) throw new Wrong('repeats a repetition; put it in brackets')
    return { kind: 'repeat', part, ...range }
  }

  #range(): { readonly least: number; readonly most: number | null } | null {
    if (this.#take('*')) return { least: 0, most: null }
    if (this.#take('+')) return { least: 1, most: null }
    if (this.#take('?')) return { least: 0, most: 1 }
    const [whole, from, comma, to] = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(this.#text.slice(this.#at)) ?? []
    if (whole === undefined) return null
    this.#at += whole.length
    const least = Number(from)
    const most = comma === '' ? least : to === '' ? null : Number(to)
    if (most !== null && most < least) throw new Wrong(`has \`${whole}\`: the second number is smaller`)
    return { least, most }
  }

  #atom(depth: number): Node {
    const char = this.#text[this.#at++]!
    if (char === '(') return this.#group(depth)
    if (char === '[') return { kind: 'read', set: this.#set() }
    if (char === '.') return { kind: 'read', set: (own, dotAll) => dotAll || own !== '\n' }
    if (char === '^') return { kind: 'start' }
    if (char === '$') return { kind: 'end' }
    if (char === '*' || char === '+' || char === '?') throw new Wrong(`has a \`${char}\` with nothing before it`)
    return { kind: 'read', set: char === '\\' ? this.#escape() : is(char) }
  }

  #group(depth: number): Node {
    if (this.#text[this.#at] === '?' && !this.#take('?:'))
      throw new Wrong('looks ahead or behind, or names a group (`(?…`), which Sigma does not know')
    const inner = this.either(depth + 1)
    if (!this.#take(')')) throw new Wrong('opens a group that it does not close')
    return inner
  }

  #escape(): CharTest {
    const char = this.#text[this.#at++]
    if (char === undefined) throw new Wrong('ends with a backslash')
    const set = Object.hasOwn(classes, char) ? classes[char] : undefined
    if (set) return set
    if (/[1-9]/.test(char)) throw new Wrong(`refers back to a group (\`\\${char}\`), which Sigma does not know`)
    if (/[a-z0-9]/i.test(char) && !Object.hasOwn(controls, char))
      throw new Wrong(
        `has \`\\${char}\`, which is not understood; there are \\d \\w \\s, \\D \\W \\S, \\t \\n \\r and \\ before signs`,
      )
    return is(controls[char] ?? char)
  }

  #set(): CharTest {
    const negated = this.#take('^')
    const tests: CharTest[] = []
    do tests.push(this.#member())
    while (!this.isDone && this.#text[this.#at] !== ']')
    if (!this.#take(']')) throw new Wrong('opens a `[` that it does not close')
    return (char, dotAll) => tests.some(test => test(char, dotAll)) !== negated
  }

  #member(): CharTest {
    const from = this.#text[this.#at++]
    if (from === undefined) throw new Wrong('opens a `[` that it does not close')
    if (from === '\\') return this.#escape()
    const [, to] = /^-([^\]\\])/s.exec(this.#text.slice(this.#at, this.#at + 2)) ?? []
    if (to === undefined) return is(from)
    if (to < from) throw new Wrong(`has the range \`${from}-${to}\`: its end comes before its start`)
    this.#at += 2
    return inRange(from, to)
  }
}
