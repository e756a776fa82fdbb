// Runs queries of Kusto over rows: the part of the language that our own queries use, with its rules for nulls and types
// (learn.microsoft.com/kusto/query). What it does not know it refuses: a query that uses more fails its test.
//
// Known: let of a scalar and of a function with one default; where, extend, project, project-away, project-rename,
// summarize (count, max, arg_max with *) by columns, order by, top, mv-expand to typeof(string); and, or, not, ==, !=, =~, !~, <, >,
// <=, >=, in, in~, !in; case, iff, isempty, strcat, strcat_array. Not known: join, union, ago and bin, regular expressions,
// everything else. Time ranges are those of the rule, outside of its query.

export type Scalar = string | number | boolean | null | readonly unknown[] | object
export type Row = Readonly<Record<string, Scalar>>
export type KqlTables = Readonly<
  Record<string, { readonly columns: Readonly<Record<string, string>>; readonly rows: readonly Row[] }>
>
type Table = { readonly names: readonly string[]; readonly rows: readonly Row[] }
type Expression = (row: Row) => Scalar
type Scope = ReadonlyMap<string, Scalar | Lambda>
type Lambda = { readonly parameter: string; readonly otherwise: Scalar; readonly body: readonly string[] }

const tokensOf = (text: string): string[] => {
  const found = text.matchAll(
    /\s+|\/\/[^\n]*|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|project-away|project-rename|mv-expand|in~|!in|[A-Za-z_]\w*|==|!=|=~|!~|<=|>=|[|(){}=<>,;:*])/gy,
  )
  const tokens: string[] = []
  let end = 0
  for (const match of found) {
    end = match.index + match[0].length
    if (match[1] !== undefined) tokens.push(match[1])
  }
  if (end < text.length) throw new Error(`not known here: ${text.slice(end, end + 20)}`)
  return tokens
}

/** Strings are never null in Kusto. */
const empty = (type: string): Scalar => (type === 'string' ? '' : null)

class Parser {
  at = 0
  readonly tokens: readonly string[]
  readonly scope: Scope
  constructor(tokens: readonly string[], scope: Scope) {
    this.tokens = tokens
    this.scope = scope
  }
  get next(): string {
    return this.tokens[this.at] ?? ''
  }
  take(wanted?: string): string {
    const token = this.next
    if (wanted !== undefined && token !== wanted) throw new Error(`${wanted} is wanted where ${token || 'the end'} is`)
    this.at++
    return token
  }
  has(token: string): boolean {
    if (this.next !== token) return false
    this.at++
    return true
  }
  name(): string {
    if (!/^[A-Za-z_]\w*$/.test(this.next)) throw new Error(`${this.next} is no name`)
    return this.take()
  }
  list<T>(one: () => T): T[] {
    const all = [one()]
    while (this.has(',')) all.push(one())
    return all
  }

  expression(): Expression {
    let left = this.conjunction()
    while (this.has('or')) {
      const [a, b] = [left, this.conjunction()]
      left = row => a(row) === true || b(row) === true
    }
    return left
  }
  conjunction(): Expression {
    let left = this.comparison()
    while (this.has('and')) {
      const [a, b] = [left, this.comparison()]
      left = row => a(row) === true && b(row) === true
    }
    return left
  }
  comparison(): Expression {
    const left = this.primary()
    const word = this.next
    if (word === 'in' || word === 'in~' || word === '!in') {
      this.take()
      this.take('(')
      const all = this.list(() => this.primary())
      this.take(')')
      const fold = (value: Scalar) => (word === 'in~' ? String(value).toLowerCase() : value)
      return row => all.some(each => fold(each(row)) === fold(left(row))) !== (word === '!in')
    }
    if (!/^([=!<>]=?|[=!]~|==)$/.test(word) || word === '=') return left
    this.take()
    const right = this.primary()
    return row => compared(word, left(row), right(row))
  }
  primary(): Expression {
    const token = this.take()
    if (token === '(') {
      const inner = this.expression()
      this.take(')')
      return inner
    }
    if (/^['"]/.test(token)) return () => token.slice(1, -1).replaceAll(/\\(.)/g, '$1')
    if (/^\d/.test(token)) return () => Number(token)
    if (token === 'true' || token === 'false') return () => token === 'true'
    if (this.next === '(') return this.call(token)
    const bound = this.scope.get(token)
    if (bound !== undefined) return () => bound as Scalar
    if (!/^[A-Za-z_]/.test(token)) throw new Error(`${token} is not known here`)
    return row => {
      if (!(token in row)) throw new Error(`no column ${token}`)
      return row[token]!
    }
  }
  call(name: string): Expression {
    this.take('(')
    const given = this.next === ')' ? [] : this.list(() => this.expression())
    this.take(')')
    const act = functions[name]
    if (!act) throw new Error(`the function ${name} is not known here`)
    return row => act(given.map(each => each(row)))
  }
}

function compared(word: string, left: Scalar, right: Scalar): Scalar {
  if (word === '==' || word === '!=') {
    if (left === null && right === null) return null
    return (left === right) === (word === '==')
  }
  if (word === '=~' || word === '!~')
    return (String(left).toLowerCase() === String(right).toLowerCase()) === (word === '=~')
  if (left === null || right === null) return null
  if (typeof left !== typeof right) throw new Error(`${typeof left} ${word} ${typeof right}`)
  const order = left < right ? -1 : left > right ? 1 : 0
  return word === '<' ? order < 0 : word === '>' ? order > 0 : word === '<=' ? order <= 0 : order >= 0
}

const text = (value: Scalar | undefined): string =>
  value == null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
const functions: Readonly<Record<string, (given: Scalar[]) => Scalar>> = {
  not: ([value]) => (value === null ? null : value !== true),
  isempty: ([value]) => value === null || value === '',
  iff: ([when, then, otherwise]) => (when === true ? then! : otherwise!),
  case: given => {
    for (let at = 0; at + 1 < given.length; at += 2) if (given[at] === true) return given[at + 1]!
    return given.at(-1)!
  },
  strcat: given => given.map(text).join(''),
  strcat_array: ([list, between]) => (Array.isArray(list) ? list.map(each => text(each)).join(text(between)) : ''),
}

function piped(parser: Parser, given: Table): Table {
  let table = given
  while (parser.has('|')) {
    const word = parser.take()
    const act = operators[word]
    if (!act) throw new Error(`the operator ${word} is not known here`)
    table = act(parser, table)
  }
  return table
}

const named = (parser: Parser): { readonly name: string; readonly value: Expression } => {
  if (parser.tokens[parser.at + 1] === '=') {
    const name = parser.name()
    parser.take('=')
    return { name, value: parser.expression() }
  }
  const name = parser.next
  return { name, value: parser.expression() }
}
const only = (row: Row, names: readonly string[]): Row => Object.fromEntries(names.map(name => [name, row[name]!]))
const check = (table: Table, names: readonly string[]) => {
  for (const name of names) if (!table.names.includes(name)) throw new Error(`no column ${name}`)
}

function sorted({ names, rows }: Table, keys: readonly { readonly name: string; readonly isDown: boolean }[]): Table {
  check(
    { names, rows },
    keys.map(({ name }) => name),
  )
  const by = (a: Row, b: Row): number => {
    for (const { name, isDown } of keys) {
      const order = a[name]! < b[name]! ? -1 : a[name]! > b[name]! ? 1 : 0
      if (order !== 0) return isDown ? -order : order
    }
    return 0
  }
  return { names, rows: rows.toSorted(by) }
}
/** Without a word it goes down. */
const key = (parser: Parser) => {
  const name = parser.name()
  return { name, isDown: parser.has('asc') ? false : parser.has('desc') || true }
}

const operators: Readonly<Record<string, (parser: Parser, table: Table) => Table>> = {
  where(parser, { names, rows }) {
    const holds = parser.expression()
    return { names, rows: rows.filter(row => holds(row) === true) }
  },
  extend(parser, { names, rows }) {
    const made = parser.list(() => named(parser))
    // Each sees what was there before, not what stands beside it.
    const extended = rows.map(row => ({
      ...row,
      ...Object.fromEntries(made.map(({ name, value }) => [name, value(row)])),
    }))
    return { names: [...new Set([...names, ...made.map(({ name }) => name)])], rows: extended }
  },
  project(parser, { rows }) {
    const made = parser.list(() => named(parser))
    return {
      names: made.map(({ name }) => name),
      rows: rows.map(row => Object.fromEntries(made.map(({ name, value }) => [name, value(row)]))),
    }
  },
  'project-away'(parser, table) {
    const gone = parser.list(() => parser.name())
    check(table, gone)
    const names = table.names.filter(name => !gone.includes(name))
    return { names, rows: table.rows.map(row => only(row, names)) }
  },
  'project-rename'(parser, table) {
    const pairs = parser.list(() => {
      const to = parser.name()
      parser.take('=')
      return [parser.name(), to] as const
    })
    check(
      table,
      pairs.map(([from]) => from),
    )
    const called = new Map(pairs)
    const rename = (row: Row): Row =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [called.get(name) ?? name, value]))
    return { names: table.names.map(name => called.get(name) ?? name), rows: table.rows.map(rename) }
  },
  order: (parser, table) => {
    parser.take('by')
    return sorted(
      table,
      parser.list(() => key(parser)),
    )
  },
  top(parser, table) {
    const most = Number(parser.take())
    parser.take('by')
    const { names, rows } = sorted(table, [key(parser)])
    return { names, rows: rows.slice(0, most) }
  },
  'mv-expand'(parser, { names, rows }) {
    const name = parser.name()
    parser.take('=')
    const from = parser.name()
    for (const word of ['to', 'typeof', '(', 'string', ')']) parser.take(word)
    // A row without values stays, with none.
    const each = (row: Row) => (Array.isArray(row[from]) && row[from].length > 0 ? row[from] : [''])
    return {
      names: [...new Set([...names, name])],
      rows: rows.flatMap(row => each(row).map(value => ({ ...row, [name]: text(value as Scalar) }))),
    }
  },
  summarize,
}

function summarize(parser: Parser, table: Table): Table {
  const makes = parser.list(() => {
    const name = parser.tokens[parser.at + 1] === '=' ? parser.name() : null
    if (name) parser.take('=')
    return { name, ...aggregate(parser, table) }
  })
  const by = parser.has('by') ? parser.list(() => parser.name()) : []
  check(table, by)
  const groups = Map.groupBy(table.rows, row => JSON.stringify(by.map(name => row[name])))
  const rows = [...groups.values()].map(group => {
    const row: Record<string, Scalar> = { ...only(group[0]!, by) }
    for (const { name, usual, make } of makes) Object.assign(row, make(group, name ?? usual))
    return row
  })
  const names = [...new Set([...by, ...makes.flatMap(({ name, usual, all }) => (all ? table.names : [name ?? usual]))])]
  return { names, rows }
}

type Aggregate = {
  readonly usual: string
  readonly all: boolean
  readonly make: (group: readonly Row[], name: string) => Row
}
function aggregate(parser: Parser, table: Table): Aggregate {
  const word = parser.take()
  parser.take('(')
  if (word === 'count') {
    parser.take(')')
    return { usual: 'count_', all: false, make: (group, name) => ({ [name]: group.length }) }
  }
  const column = parser.name()
  check(table, [column])
  const largest = (group: readonly Row[]) => group.reduce((best, row) => (row[column]! > best[column]! ? row : best))
  if (word === 'max') {
    parser.take(')')
    return { usual: `max_${column}`, all: false, make: (group, name) => ({ [name]: largest(group)[column]! }) }
  }
  if (word !== 'arg_max') throw new Error(`the aggregate ${word} is not known here`)
  parser.take(',')
  parser.take('*')
  parser.take(')')
  return { usual: column, all: true, make: group => largest(group) }
}

/** `let name = scalar;` and `let name = (parameter: type = scalar) { query };`, then a query. */
export function runKql(query: string, tables: KqlTables): readonly Row[] {
  const tokens = tokensOf(query)
  const scope = new Map<string, Scalar | Lambda>()
  const parser = new Parser(tokens, scope)
  while (parser.has('let')) {
    const name = parser.name()
    parser.take('=')
    scope.set(name, parser.next === '(' ? lambda(parser) : parser.primary()({}))
    parser.take(';')
  }
  const { rows } = query1(parser, tables, scope)
  if (parser.next !== '') throw new Error(`${parser.next} is left over`)
  return rows
}

function lambda(parser: Parser): Lambda {
  parser.take('(')
  const parameter = parser.name()
  parser.take(':')
  parser.name()
  parser.take('=')
  const otherwise = parser.primary()({})
  parser.take(')')
  parser.take('{')
  const from = parser.at
  while (parser.next !== '}') parser.take()
  const body = parser.tokens.slice(from, parser.at)
  parser.take('}')
  return { parameter, otherwise, body }
}

function query1(parser: Parser, tables: KqlTables, scope: ReadonlyMap<string, Scalar | Lambda>): Table {
  const name = parser.name()
  const bound = scope.get(name)
  if (typeof bound === 'object' && bound !== null && 'body' in bound) {
    parser.take('(')
    parser.take(bound.parameter)
    parser.take('=')
    const value = parser.primary()({})
    parser.take(')')
    const inner = new Map([...scope, [bound.parameter, value ?? bound.otherwise]])
    return piped(parser, query1(new Parser(bound.body, inner), tables, inner))
  }
  const table = tables[name]
  if (!table) throw new Error(`no table ${name}`)
  const names = Object.keys(table.columns)
  const whole = table.rows.map(row =>
    Object.fromEntries(names.map(each => [each, row[each] ?? empty(table.columns[each]!)])),
  )
  return piped(parser, { names, rows: whole })
}
