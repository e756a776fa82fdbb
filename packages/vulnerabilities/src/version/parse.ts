import { compareVersions, partsOf } from './compare.ts'
import { type Bound, type Expression, exactly, type Interval, type Scheme } from './expression.ts'
import { type Operator, type Token, tokensOf } from './lexer.ts'

/** Characters of a version condition that are read; the longest published ones have about 200. */
export const MAX_EXPRESSION = 500

/** Conditions that no version can decide. */
const otherConditions: readonly (readonly [RegExp, string])[] = [
  [/serial|\bs\/n\b|digits/i, 'it is a condition on the serial number'],
  [/manufactur|produced|shipped|distributed|date code|purchased/i, 'it is a condition on when it was made'],
  [/function state|hardware (?:revision|version|series)|\bhw\b|product state/i, 'it is a condition on the hardware'],
  [
    /\b(?:with|without|using|running|if|when|only|equipped|enabled|installed|configured)\b/i,
    'it depends on an option or module',
  ],
  [/special.modification|customi[sz]ed|project.specific/i, 'it is a condition on a special edition'],
  [/\b(?:except|excluding|excl\.|other than|but not)\b/i, 'it names exceptions in prose'],
]

/** What a version condition means. Never throws; what it cannot decide is for a person. */
export function parseExpression(text: string): Expression {
  const plain = normalised(text)
  if (plain.length > MAX_EXPRESSION) return review('it is too long to be one')
  if (plain === '') return { kind: 'all' }
  const other = otherConditions.find(([pattern]) => pattern.test(plain))
  if (other) return review(other[1])
  const tokens = tokensOf(plain)
  return (tokens && expressionOf(tokens)) ?? review('it is written in a way that is not understood')
}

const review = (why: string): Expression => ({ kind: 'review', why })

const normalised = (text: string): string =>
  text
    .slice(0, 2 * MAX_EXPRESSION)
    .replace(/^\s*vers:[\w.-]*\//i, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/[≤⩽]/g, '<=')
    .replace(/[≥⩾]/g, '>=')
    .replace(/[\s_\u00a0]+/g, ' ')
    // `1.2.0-1.4.3`: two versions of one shape are the ends of a range.
    .replace(/\b(v?\d+(?:\.\d+)+|(?:19|20)\d\d)-(?=v?\d+(?:\.\d+)+\b|(?:19|20)\d\d$)/gi, '$1 - ')
    .replace(/\bbetween (\S+) and (?=\S+$)/i, '>= $1 <= ')
    .replace(/\bfrom (\S+) (?:up to|to|through|until) (?=\S+$)/i, '>= $1 <= ')
    .trim()

/** `lone`: stands behind another version with nothing in between. */
type Item = { readonly operator: Operator | null; readonly bound: Bound; readonly date: boolean; readonly lone?: true }

/** What was read up to now. */
type Draft = { readonly items: Item[]; readonly intervals: Interval[]; readonly names: string[]; all: boolean }

function expressionOf(tokens: readonly Token[]): Expression | null {
  const draft: Draft = { items: [], intervals: [], names: [], all: false }
  for (let at = 0; at < tokens.length; ) {
    const next = step(tokens, at, draft)
    if (next === null) return null
    at = next
  }
  return finish(draft)
}

/** Reads what begins here; the place behind it, or null where it makes no sense. */
function step(tokens: readonly Token[], at: number, draft: Draft): number | null {
  const token = tokens[at]!
  if (token.kind === 'join') return at + 1
  if (token.kind === 'all') {
    draft.all = true
    return at + 1
  }
  if (token.kind === 'word') return name(token.word, tokens, at, draft)
  if (token.kind === 'operator') return bound(token.operator, tokens, at + 1, draft)
  return token.kind === 'version' ? bare(token, tokens, at, draft) : null
}

const generic =
  /^(?:firmware|fw|software|sw|versions?|ver\.?|v|r|revisions?|rev\.?|releases?|build|series|os|bios|product|of|the|is|are|all|affected|app|application|[()[\]:.'"®™]|mx-?)$/i

/** A name that counts must stand before the condition, not behind it. */
function name(word: string, tokens: readonly Token[], at: number, draft: Draft): number | null {
  const plain = word.replace(/:$/, '')
  if (plain === '' || generic.test(plain)) return at + 1
  const isBefore =
    draft.items.length === 0 && tokens.slice(at + 1).some(t => t.kind === 'operator' || t.kind === 'version')
  if (!isBefore) return null
  draft.names.push(plain)
  return at + 1
}

type VersionToken = Extract<Token, { kind: 'version' }>

const boundOf = ({ version, wild }: VersionToken, inclusive: boolean): Bound => ({ version, inclusive, wild })

/** An operator, perhaps words, a version: `<= Firmware V3`. */
function bound(operator: Operator, tokens: readonly Token[], from: number, draft: Draft): number | null {
  let at = from
  while (tokens[at]?.kind === 'word') at++
  const token = tokens[at]
  if (token?.kind === 'all' && operator === '=') return step(tokens, at, draft)
  if (token?.kind !== 'version') return null
  const tail = tokens[at + 1]
  const inclusive = operator.endsWith('=') || tail?.kind === 'tail'
  draft.items.push({ operator, bound: boundOf(token, inclusive), date: token.date })
  return tail?.kind === 'tail' ? at + 2 : at + 1
}

/** A version without operator: exact, one end of a range, or with `and earlier` behind it. */
function bare(token: VersionToken, tokens: readonly Token[], at: number, draft: Draft): number {
  const next = tokens[at + 1]
  if (next?.kind === 'tail') {
    draft.items.push({ operator: next.operator, bound: boundOf(token, true), date: token.date })
    return at + 2
  }
  if (next?.kind === 'to' || isUpTo(next)) {
    let end = at + 2
    while (tokens[end]?.kind === 'word') end++
    const other = tokens[end]
    if (other?.kind === 'version') {
      draft.items.push({ operator: '>=', bound: boundOf(token, true), date: token.date })
      draft.items.push({ operator: '<=', bound: boundOf(other, true), date: other.date })
      return end + 1
    }
  }
  const lone = tokens[at - 1]?.kind === 'version' ? { lone: true as const } : {}
  draft.items.push({ operator: null, bound: boundOf(token, true), date: token.date, ...lone })
  return at + 1
}

const isUpTo = (token: Token | undefined): boolean => token?.kind === 'operator' && token.operator === '<='

function finish({ items, names, all }: Draft): Expression | null {
  const except = items.filter(item => item.operator === '!=').map(item => item.bound.version)
  const told = items.filter(item => item.operator !== '!=')
  if (told.length === 0 && except.length === 0) return all && names.length === 0 ? { kind: 'all' } : null
  const scheme = schemeOf(items)
  if (scheme === null) return null
  const trains = trainsOf(told)
  if (!trains && told.some(item => item.lone)) return null
  const intervals = trains ?? intervalsOf(told)
  return { kind: 'set', intervals, except, about: names.join(' '), scheme }
}

/** Of versions that are written in several ways nothing follows. */
function schemeOf(items: readonly Item[]): Scheme | null {
  const schemes = new Set(
    items.map(({ date, bound }): Scheme => (date ? 'date' : /\d/.test(bound.version) ? 'number' : 'letter')),
  )
  const [scheme = null] = schemes
  return schemes.size === 1 ? scheme : null
}

const isUpper = ({ operator }: Item): boolean => operator === '<' || operator === '<='
const isLower = ({ operator }: Item): boolean => operator === '>' || operator === '>='

/**
 * `<v36.011_v35.013_v34.014`: an upper bound for each major version. The operator may be written once for all of them.
 */
function trainsOf(items: readonly Item[]): Interval[] | null {
  const [first] = items
  if (items.length < 2 || !first || !isUpper(first)) return null
  if (!items.every(item => item.operator === null || item.operator === first.operator)) return null
  const majors = items.map(({ bound }) => majorOf(bound.version))
  const minors = items.every(({ bound }) => partsOf(bound.version).length > 1)
  if (!minors || new Set(majors).size !== items.length) return null
  return items.map(({ bound }, at) => ({
    low: null,
    high: { ...bound, inclusive: first.bound.inclusive },
    train: majors[at]!,
  }))
}

function majorOf(version: string): string {
  const [major] = partsOf(version)
  return major && 'number' in major ? major.number : version.toLowerCase()
}

/** Bounds in the order they are written: a lower one and the upper one behind it are one interval, where they can be. */
function intervalsOf(items: readonly Item[]): Interval[] {
  const bounds = items.filter(item => item.operator !== null && item.operator !== '=')
  const swapped = bounds.length === 2 && isUpper(bounds[0]!) && isLower(bounds[1]!) && isSpan(bounds[1]!, bounds[0]!)
  const ordered = swapped ? [bounds[1]!, bounds[0]!] : bounds
  const intervals = items
    .filter(({ operator }) => operator === null || operator === '=')
    .map(({ bound }) => exactly(bound.version, bound.wild))
  for (let at = 0; at < ordered.length; at++) {
    const [item, next] = [ordered[at]!, ordered[at + 1]]
    if (isLower(item) && next && isUpper(next) && isSpan(item, next)) {
      intervals.push({ low: item.bound, high: next.bound, train: null })
      at++
    } else {
      intervals.push({ low: isLower(item) ? item.bound : null, high: isUpper(item) ? item.bound : null, train: null })
    }
  }
  return intervals
}

const isSpan = (low: Item, high: Item): boolean => compareVersions(low.bound.version, high.bound.version) <= 0
