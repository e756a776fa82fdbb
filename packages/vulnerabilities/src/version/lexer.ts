// The words of a version condition. What is no operator, no version and no joining word is a name.

export type Operator = '<' | '<=' | '>' | '>=' | '=' | '!='

export type Token =
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'version'; readonly version: string; readonly wild: boolean; readonly date: boolean }
  /** Between alternatives or bounds: `|`, `,`, `and`, `or`. */
  | { readonly kind: 'join' }
  /** Between the ends of a range: `to`, `-`, `through`. */
  | { readonly kind: 'to' }
  /** `and earlier`, `or later`: turns the version before it into a bound. */
  | { readonly kind: 'tail'; readonly operator: '<=' | '>=' }
  | { readonly kind: 'all' }
  | { readonly kind: 'word'; readonly word: string }

/** A version, with the service pack, hotfix, update or build that belongs to it. */
const number = String.raw`\d[0-9A-Za-z]*(?:[._-](?:\d[0-9A-Za-z]*|(?:alpha|beta|rc|pre|dev|[A-Za-z])(?:\.?\d+)?(?![A-Za-z])|\*))*(?:\.\*)?(?:\s*\(\w+\)\w*)?`
const pack = String.raw`(?:[ ._-]*\b(?:SP|HF|Upd(?:ate)?|Patch|Build|CU|FP|Rev(?:ision)?\.?|RC|Service Pack|Hotfix|R)[ .]*\d[0-9A-Za-z.]*)`
const label = String.raw`(?:(?:MX|FW|SW|OS|SV)[ ._-]?|[VvRr]\.?[ _]?)?`

const bounds: readonly (readonly [RegExp, Operator])[] = [
  [/(?:less than or equal(?: to)?|up to(?: and including)?|through(?= v?\d)|no later than|not? newer than)/iy, '<='],
  [/(?:(?:versions? )?(?:prior|previous) (?:to|than)|(?:earlier|older|lower|less) than|before|below|under)/iy, '<'],
  [/(?:greater than or equal(?: to)?|starting (?:from|with)|beginning with|since|from(?! to))/iy, '>='],
  [/(?:(?:later|newer|higher|greater|above) than|after|above)/iy, '>'],
  [/(?:<=|=<)/y, '<='],
  [/(?:>=|=>)/y, '>='],
  [/(?:!=|<>)/y, '!='],
  [/</y, '<'],
  [/>/y, '>'],
  [/==?/y, '='],
]

const date = /(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])(?:\1(?:0?[1-9]|[12]\d|3[01]))?(?![\w.])/y
const version = new RegExp(`${label}(${number}${pack}*)`, 'iy')
/** Letters-only versions stand behind an operator or `revision`, `series`. */
const letter = /[A-Z]{1,2}(?![\w.-])/y
const tails: readonly (readonly [RegExp, '<=' | '>='])[] = [
  [
    /(?:[,|]\s*)?(?:(?:and|or|&)\s+)?(?:all\s+)?(?:versions?\s+)?(?:prior|earlier|older|below|lower|previous)(?: versions?| releases?)?(?! (?:to|than)\b)\b/iy,
    '<=',
  ],
  [
    /(?:[,|]\s*)?(?:(?:and|or|&)\s+)?(?:all\s+)?(?:versions?\s+)?(?:later|newer|higher|above|greater|onwards?|subsequent|up)(?: versions?| releases?)?(?! (?:to|than)\b)\b/iy,
    '>=',
  ],
]
const join = /(?:\|\|?|[,;+&]|and\/or\b|and\b|or\b|as well as\b)/iy
const to = /(?:to\b|through\b|thru\b|until\b|[–—-])/iy
const all = /(?:all|any|every)\b(?:\s+(?:\w+\s+)?(?:versions?|releases?|revisions?))?|\*(?!\w)/iy
/** Names may hold digits behind a letter: `NMC2`, `AP9640`. */
const word = /[A-Za-z][\w./-]*:?|[()[\]:.'"®™]/y

/** The tokens, or null where something stands that no rule knows. */
export function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (text[at] === ' ') {
      at++
      continue
    }
    const found = tokenAt(text, at, tokens.at(-1))
    if (!found) return null
    tokens.push(found.token)
    at = found.end
  }
  return tokens
}

type Found = { readonly token: Token; readonly end: number }

function tokenAt(text: string, at: number, before: Token | undefined): Found | null {
  const found = (pattern: RegExp, make: (match: RegExpExecArray) => Token): Found | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    return match && { token: make(match), end: pattern.lastIndex }
  }
  const isStart = before === undefined || before.kind !== 'version'
  return (
    (isStart ? null : firstOf(tails, text, at, operator => ({ kind: 'tail', operator }))) ??
    firstOf(bounds, text, at, operator => ({ kind: 'operator', operator })) ??
    found(date, ([version]) => ({ kind: 'version', version, wild: false, date: true })) ??
    found(version, ([, number]) => versionToken(number!)) ??
    (isLetterExpected(before)
      ? found(letter, ([version]) => ({ kind: 'version', version, wild: false, date: false }))
      : null) ??
    found(all, () => ({ kind: 'all' })) ??
    (before?.kind === 'version' ? found(to, () => ({ kind: 'to' })) : null) ??
    found(join, () => ({ kind: 'join' })) ??
    found(word, ([word]) => ({ kind: 'word', word }))
  )
}

function firstOf<T>(
  list: readonly (readonly [RegExp, T])[],
  text: string,
  at: number,
  make: (operator: T) => Token,
): Found | null {
  for (const [pattern, operator] of list) {
    pattern.lastIndex = at
    if (pattern.exec(text)) return { token: make(operator), end: pattern.lastIndex }
  }
  return null
}

const isLetterExpected = (before: Token | undefined): boolean =>
  before?.kind === 'operator' || (before?.kind === 'word' && /^(?:rev(?:ision)?\.?|series|version)$/i.test(before.word))

/** `2.x`, `V4.*`: any version that begins so. */
function versionToken(text: string): Token {
  const wild = /[._-][xX*]$/.test(text)
  return { kind: 'version', version: wild ? text.replace(/(?:[._-][xX*])+$/, '') : text, wild, date: false }
}
