// Sigma's wildcards: `*` any text, `?` any one character, `\` before a wildcard or a backslash takes its meaning away.
// Sigma rules specification 2.1.0, "String wildcard" and "Escaping".

const MANY: unique symbol = Symbol('*')
const ONE: unique symbol = Symbol('?')
type Token = string | typeof MANY | typeof ONE

export type Pattern = { readonly tokens: readonly Token[]; readonly wildcards: number }

export function patternOf(text: string): Pattern {
  const tokens: Token[] = []
  let wildcards = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    const next = text[at + 1]
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      tokens.push(next)
      at++
    } else if (char === '*' || char === '?') {
      tokens.push(char === '*' ? MANY : ONE)
      wildcards++
    } else tokens.push(char)
  }
  return { tokens, wildcards }
}

/** The text itself, without escapes; null where there are wildcards. */
export const literalOf = ({ tokens, wildcards }: Pattern): string | null => (wildcards > 0 ? null : tokens.join(''))

export type Anchors = { readonly start: boolean; readonly end: boolean }

/** Decides whether a text fits, from its start and to its end where these are anchored. */
export function matcherOf({ tokens }: Pattern, { start, end }: Anchors, cased: boolean): (text: string) => boolean {
  const own = cased ? tokens : tokens.map(token => (typeof token === 'string' ? token.toLowerCase() : token))
  const whole: readonly Token[] = [...(start ? [] : [MANY]), ...own, ...(end ? [] : [MANY])] as readonly Token[]
  return text => fits(whole, cased ? text : text.toLowerCase())
}

/** On a mismatch only the last `*` takes one character more: length of text times length of pattern at worst. */
function fits(tokens: readonly Token[], text: string): boolean {
  let at = 0
  let token = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    const wanted = tokens[token]
    if (wanted === MANY) {
      star = token++
      resume = at
    } else if (wanted === ONE || (wanted !== undefined && wanted === text[at])) {
      token++
      at++
    } else if (star >= 0) {
      token = star + 1
      at = ++resume
    } else return false
  }
  while (tokens[token] === MANY) token++
  return token === tokens.length
}
