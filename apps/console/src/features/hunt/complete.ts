// What can come next where the caret is: a field, an operator, a value.
import { quoted } from '../../shared/hunt-link.tsx'
import { type Fields, operatorsOf, parse, type Term, wordsOf } from './parse.ts'

export type Wanted = {
  readonly kind: 'field' | 'operator' | 'value'
  /** Part of the text that a choice replaces. */
  readonly from: number
  readonly to: number
  /** What is typed of it. */
  readonly typed: string
  /** Of operators and values. */
  readonly field: string | null
  /** Conditions before it, which narrow the values. */
  readonly before: readonly Term[]
}

/** Null where nothing can be helped: before the caret is a fault. */
export function wantedAt(text: string, caret: number, fields: Fields): Wanted | null {
  const head = text.slice(0, caret)
  const words = wordsOf(head)
  const last = words.at(-1)
  const isOpen = last !== undefined && (last.to === caret || !last.closed)
  const whole = isOpen ? words.slice(0, -1) : words
  const typed = isOpen ? last.text : ''
  const [from, to] = isOpen ? [last.from, endOf(text, caret)] : [caret, caret]
  const { terms, rest } = complete(head, whole, fields)
  if (rest === null) return null
  if (rest.length === 0) return { kind: 'field', from, to, typed, field: null, before: terms }
  const field = rest[0]!.toLowerCase()
  if (!fields.has(field)) return null
  return { kind: rest.length === 1 ? 'operator' : 'value', from, to, typed, field, before: terms }
}

/** The rest of the word in which the caret is. */
function endOf(text: string, caret: number): number {
  const after = /^[^\s"=<>~!]*"?/.exec(text.slice(caret))
  return caret + (after?.[0].length ?? 0)
}

/** Conditions that are whole, and the words of the one that is begun. */
function complete(head: string, words: readonly { text: string; to: number }[], fields: Fields) {
  const [sign, word] = words.slice(-2).map(({ text }) => text.toLowerCase())
  const isNotOpen = sign === 'is' && word === 'not'
  for (let keep = words.length - (isNotOpen ? 3 : 0); keep >= 0 && keep >= words.length - 3; keep--) {
    const { terms, fault } = parse(head.slice(0, words[keep - 1]?.to ?? 0), fields)
    if (fault !== null) continue
    const rest = words.slice(keep).map(({ text }) => text)
    const begun = rest[0]?.toLowerCase() === 'and' ? rest.slice(1) : rest
    const isNot = begun[1]?.toLowerCase() === 'is' && begun[2]?.toLowerCase() === 'not'
    const known = isNot ? [begun[0]!, 'not'] : begun
    return { terms, rest: known.length <= 2 ? known : null }
  }
  return { terms: [], rest: null }
}

/** Those that begin with what is typed, then those that hold it. */
export function choicesOf(wanted: Wanted, fields: Fields, values: readonly string[]): string[] {
  const all =
    wanted.kind === 'field'
      ? [...fields.keys()]
      : wanted.kind === 'operator'
        ? operatorsOf(fields.get(wanted.field!)!)
        : values
  const typed = wanted.typed.toLowerCase()
  const begin = all.filter(one => one.toLowerCase().startsWith(typed))
  const hold = all.filter(one => !begin.includes(one) && one.toLowerCase().includes(typed))
  return [...begin, ...hold].slice(0, 40)
}

/** The text with the choice in it, and where the caret is then. */
export function chosen(
  text: string,
  { from, to, kind }: Wanted,
  choice: string,
): { readonly text: string; readonly caret: number } {
  const word = kind === 'value' ? quoted(choice) : choice
  const before = text.slice(0, from)
  const head = `${before}${before === '' || /\s$/.test(before) ? '' : ' '}${word} `
  return { text: head + text.slice(to).trimStart(), caret: head.length }
}
