// Filters (RFC 7644, 3.4.2.2), as far as directories use them: equality of attributes, joined by `and`.
import { scimProblem } from './error.ts'

/** Attribute in small letters: `username`, `emails.value`, `members.value`. */
export type Term = { readonly attribute: string; readonly value: string }

/** Terms and characters of one filter. */
const MOST = 8
const LONGEST = 2000

const TERM =
  /^\s*([A-Za-z][\w.:$-]*)(?:\[[^\]"]*(?:"[^"]*"[^\]"]*)*\](\.\w+)?)?\s+eq\s+("(?:[^"\\]|\\.)*"|true|false|\d+)\s*/i

export function termsOf(filter: string): Term[] {
  if (filter.length > LONGEST) throw wrong()
  const terms: Term[] = []
  for (let rest = filter; rest !== ''; ) {
    const [whole, name = '', inner = '', literal = ''] = TERM.exec(rest) ?? []
    if (whole === undefined || terms.length >= MOST) throw wrong()
    terms.push({ attribute: attributeOf(name) + inner.toLowerCase(), value: literalOf(literal) })
    rest = rest.slice(whole.length)
    const and = /^and\s+(?=\S)/i.exec(rest)?.[0]
    if (rest !== '' && and === undefined) throw wrong()
    rest = rest.slice(and?.length ?? 0)
  }
  return terms
}

/** Without the name of its schema. */
export const attributeOf = (name: string): string => name.replace(/^urn:.*:(?=[^:]+$)/i, '').toLowerCase()

function literalOf(literal: string): string {
  if (!literal.startsWith('"')) return literal.toLowerCase()
  try {
    return String(JSON.parse(literal))
  } catch {
    throw wrong()
  }
}

const wrong = () =>
  scimProblem(400, 'This filter is not understood: write attribute eq "value", joined by and.', 'invalidFilter')
