// Reads the SQL of a hunt, and puts our own questions in the place of its tables. What is not understood is refused.
import { functions, keywords, reserved, tables } from './sql-words.ts'

/** The statement with its tables replaced, or why it is refused: a sentence. */
export type Checked =
  | { readonly ok: true; readonly sql: string; readonly tables: readonly string[] }
  | { readonly ok: false; readonly why: string }

type Token = { readonly kind: 'word' | 'number' | 'text' | 'mark'; readonly text: string }

/** Characters of one statement. */
const LONGEST = 20_000
const DEEPEST = 30
const TOKEN =
  /\s+|(?<word>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w]))|(?<text>'(?:[^'\\\0]|''|\\[^\0])*')|(?<mark>->|[<>!=]=|<>|\|\||[-+*/%=<>!,()[\].])/y

class Refused extends Error {}

/** `source`: what a table is read as. */
export function checkSql(text: string, source: (table: string, columns: readonly string[]) => string): Checked {
  try {
    const tokens = tokensOf(text)
    const reader = new Reader(tokens)
    return { ok: true, sql: reader.rewritten(source), tables: [...reader.used] }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.message }
    throw error
  }
}

function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) throw new Refused(`A statement has at most ${LONGEST} characters.`)
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (!found) throw new Refused(`${placeOf(text, at)}: \`${text[at]}\` is not understood here.`)
    const [kind, value] = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined) ?? []
    if (kind && value !== undefined) tokens.push({ kind: kind as Token['kind'], text: value })
  }
  tokens.forEach((token, index) => {
    const pair = token.text + (tokens[index + 1]?.text ?? '')
    if (pair === '--' || pair === '/*' || pair === '//') throw new Refused('Comments are not understood here.')
  })
  return tokens
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `Line ${before.length}, column ${before.at(-1)!.length + 1}`
}

/** Words by what they are: `word` in upper case where it is one of SQL, else empty. */
const sqlWord = (token: Token | undefined): string => {
  const upper = token?.kind === 'word' ? token.text.toUpperCase() : ''
  return keywords.has(upper) ? upper : ''
}

/** Words of SQL that are good names of columns, too. */
const nameable = new Set(['SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR', 'FIRST', 'LAST', 'ROW', 'ROWS'])

/** After these no table of the same SELECT follows. */
const END_OF_FROM = new Set([
  'SELECT',
  'WITH',
  'WHERE',
  'PREWHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'UNION',
  'INTERSECT',
  'EXCEPT',
])

class Reader {
  readonly used = new Set<string>()
  readonly #tokens: readonly Token[]
  readonly #known = new Set(Object.values(tables).flat())
  /** Names of WITH … AS (SELECT …). */
  readonly #queries = new Set<string>()

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
    const first = sqlWord(tokens[0])
    if (first !== 'SELECT' && first !== 'WITH') throw new Refused('A statement begins with SELECT or WITH.')
    for (const at of tokens.keys()) this.#declare(at)
  }

  #is(at: number, ...texts: readonly string[]): boolean {
    const token = this.#tokens[at]
    return token !== undefined && (texts.includes(token.text) || texts.includes(sqlWord(token)))
  }

  /** `… AS name`, `name AS (SELECT …)`, and parameters of `(a, b) -> …`. */
  #declare(at: number): void {
    if (this.#is(at, 'AS')) {
      const isQuery = this.#is(at + 1, '(') && this.#is(at + 2, 'SELECT', 'WITH')
      const name = this.#tokens[isQuery ? at - 1 : at + 1]
      if (name?.kind !== 'word' || (sqlWord(name) && !nameable.has(sqlWord(name)))) throw new Refused('AS needs a name that is no word of SQL.')
      if (reserved.has(name.text) || name.text in tables)
        throw new Refused(`${name.text} has a meaning already: take another name after AS.`)
      this.#known.add(name.text)
      if (isQuery) this.#queries.add(name.text)
    }
    if (this.#is(at, '->')) for (const name of this.#parametersBefore(at)) this.#known.add(name)
  }

  #parametersBefore(arrow: number): string[] {
    const before = this.#tokens[arrow - 1]
    if (before?.kind === 'word' && !reserved.has(before.text)) return [before.text]
    const names: string[] = []
    for (let at = arrow - 2; at >= 0 && !this.#is(at, '('); at--) {
      const { kind, text } = this.#tokens[at]!
      if (kind === 'word' && !reserved.has(text)) names.push(text)
      else if (text !== ',') throw new Refused('Before -> there are names.')
    }
    return names
  }

  rewritten(source: (table: string, columns: readonly string[]) => string): string {
    const out: string[] = []
    /** For each open bracket: whether tables are being named in it. */
    const naming = [false]
    for (let at = 0; at < this.#tokens.length; at++) {
      const token = this.#tokens[at]!
      this.#nest(token, naming)
      const word = sqlWord(token)
      if (END_OF_FROM.has(word)) naming[naming.length - 1] = false
      if (word === 'FROM' || word === 'JOIN') {
        if (word === 'FROM' || naming.at(-1)) naming[naming.length - 1] = true
        else throw new Refused('JOIN stands after FROM.')
        out.push(token.text)
        at = this.#table(at + 1, out, source)
        continue
      }
      if (token.text === ',' && naming.at(-1)) throw new Refused('Join tables with JOIN … ON, not with a comma.')
      if (token.kind === 'word') this.#word(at, word)
      out.push(token.text)
    }
    if (naming.length !== 1) throw new Refused('A bracket is not closed.')
    return out.join(' ')
  }

  #nest({ text }: Token, naming: boolean[]): void {
    if (text === '(' || text === '[') naming.push(false)
    else if (text === ')' || text === ']') naming.pop()
    if (naming.length === 0) throw new Refused('A bracket is closed that was not opened.')
    if (naming.length > DEEPEST) throw new Refused(`More than ${DEEPEST} brackets stand in each other.`)
  }

  /** What follows FROM or JOIN. Answers where reading goes on. */
  #table(at: number, out: string[], source: (table: string, columns: readonly string[]) => string): number {
    const token = this.#tokens[at]
    if (this.#is(at, '(') && this.#is(at + 1, 'SELECT', 'WITH')) return at - 1
    if (token?.kind === 'word' && !this.#is(at + 1, '.', '(')) {
      if (this.#queries.has(token.text)) {
        out.push(token.text)
        return at
      }
      const columns = Object.hasOwn(tables, token.text) ? tables[token.text] : undefined
      if (columns) {
        this.used.add(token.text)
        out.push(source(token.text, columns), ...(this.#is(at + 1, 'AS') ? [] : ['AS', token.text]))
        return at
      }
    }
    throw new Refused(
      `There is no table ${token?.text ?? 'at the end'}: these are ${Object.keys(tables).join(', ')}, and what WITH names.`,
    )
  }

  #word(at: number, word: string): void {
    const { text } = this.#tokens[at]!
    if (word === 'IN') return this.#in(at)
    const isCalled = this.#is(at + 1, '(')
    if (functions.has(text) && isCalled) return
    // A name before a bracket is a function, but for words such as AND and AS.
    if (word && !this.#known.has(text)) return
    if (isCalled && !word) throw new Refused(`There is no function ${text} here.`)
    if (this.#known.has(text)) return
    if (Object.hasOwn(tables, text) && this.#is(at + 1, '.')) return
    throw new Refused(`${text} is no column, and nothing that AS names.`)
  }

  /** A lone name after IN would be that of a table. */
  #in(at: number): void {
    if (!this.#is(at + 1, '(', '[')) throw new Refused('After IN comes a list in brackets, or (SELECT …).')
    let end = at + 2
    while (this.#tokens[end]?.kind === 'word' || this.#is(end, '.')) end++
    const isName = end > at + 2 && this.#is(end, ')')
    if (isName) throw new Refused('After IN comes a list of values, or (SELECT …), not a name.')
  }
}
