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

/** Words with which a bracket holds a question of its own. */
const OF_SELECT = new Set(['EXISTS', 'ANY', 'ALL'])
/** Words of SQL that a value may end with. */
const ends = new Set([...nameable, 'END', 'NULL', 'TRUE', 'FALSE'])

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
    for (const at of tokens.keys()) {
      this.#declare(at)
      this.#bind(at)
    }
  }

  #is(at: number, ...texts: readonly string[]): boolean {
    const token = this.#tokens[at]
    return token !== undefined && (texts.includes(token.text) || texts.includes(sqlWord(token)))
  }

  /** `… AS name`, and `name AS (SELECT …)`. */
  #declare(at: number): void {
    if (!this.#is(at, 'AS')) return
    const isQuery = this.#is(at + 1, '(') && this.#is(at + 2, 'SELECT', 'WITH')
    const name = this.#tokens[isQuery ? at - 1 : at + 1]
    const word = sqlWord(name)
    if (name?.kind !== 'word' || (word && !nameable.has(word)))
      throw new Refused('AS needs a name that is no word of SQL.')
    if (reserved.has(name.text) || Object.hasOwn(tables, name.text))
      throw new Refused(`${name.text} has a meaning already: take another name after AS.`)
    this.#known.add(name.text)
    if (isQuery) this.#queries.add(name.text)
  }

  /** Parameters of `(a, b) -> …`. */
  #bind(at: number): void {
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
      this.#clause(token, word, naming)
      if (token.kind === 'word') this.#word(at, word)
      out.push(this.#own(token))
      if (word === 'FROM' || word === 'JOIN') at = this.#table(at + 1, out, source)
    }
    if (naming.length !== 1) throw new Refused('A bracket is not closed.')
    return out.join(' ')
  }

  /** Names of WITH are made our own: where such a name is not seen, the engine would look for a table that is called so. */
  #own({ kind, text }: Token): string {
    return kind === 'word' && this.#queries.has(text) ? `nautilus_with_${text}` : text
  }

  /** Whether tables are being named from here on. */
  #clause({ text }: Token, word: string, naming: boolean[]): void {
    const here = naming.length - 1
    if (word === 'JOIN' && !naming[here]) throw new Refused('JOIN stands after FROM.')
    if (text === ',' && naming[here]) throw new Refused('Join tables with JOIN … ON, not with a comma.')
    if (END_OF_FROM.has(word)) naming[here] = false
    if (word === 'FROM') naming[here] = true
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
        out.push(this.#own(token))
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
    if (word === 'IN') this.#in(at)
    else if (this.#is(at + 1, '(') && !word) this.#called(text)
    else if (OF_SELECT.has(word) && this.#is(at + 1, '(') && !functions.has(text)) this.#asked(at, word)
    else if (!word && !this.#known.has(text) && !(Object.hasOwn(tables, text) && this.#is(at + 1, '.')))
      throw new Refused(`${text} is no column, and nothing that AS names.`)
  }

  #called(text: string): void {
    if (!functions.has(text)) throw new Refused(`There is no function ${text} here.`)
  }

  #asked(at: number, word: string): void {
    if (!this.#is(at + 2, 'SELECT', 'WITH')) throw new Refused(`After ${word} ( comes SELECT.`)
  }

  #isValue(at: number): boolean {
    const token = this.#tokens[at]
    if (token === undefined || token.kind === 'mark') return token?.text === ')' || token?.text === ']'
    const word = sqlWord(token)
    return word === '' || ends.has(word)
  }

  /** A lone name after IN would be that of a table; and so it would be in the function of that name. */
  #in(at: number): void {
    if (!this.#isValue(this.#is(at - 1, 'NOT') ? at - 2 : at - 1))
      throw new Refused('Before IN comes what is looked for.')
    if (!this.#is(at + 1, '(', '[')) throw new Refused('After IN comes a list in brackets, or (SELECT …).')
    let end = at + 1
    while (this.#is(end, '(')) end++
    const first = end
    while (this.#tokens[end]?.kind === 'word' || this.#is(end, '.')) end++
    if (end > first && this.#is(end, ')'))
      throw new Refused('After IN comes a list of values, or (SELECT …), not a name.')
  }
}
