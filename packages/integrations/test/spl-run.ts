// Runs searches of Splunk over events of the HTTP Event Collector: the part of SPL that our add-on uses, with its rules for
// missing and multi-valued fields (Splunk's search reference). What it does not know it refuses.
//
// Fields come as KV_MODE=json makes them: `a.b`, `a{}` of a list, `a{}.b` of a list of objects, and never the list itself.
// Known: terms field="x" and field!=x; dedup, stats (count, dc, max, latest, values, latest(*) as *) by, where, eval, table, sort,
// head, fieldformat, outputlookup; OR, AND, =, !=; coalesce, mvjoin, if, case, strftime. Not known: everything else, joins,
// sub-searches, macros, lookups, tstats.

export type Value = string | number | readonly (string | number)[]
export type Fields = Readonly<Record<string, Value>>
type Envelope = {
  readonly time: number
  readonly host: string
  readonly sourcetype: string
  readonly event: object
  readonly fields: object
}

/** As they are extracted at search time. */
export function extracted({ time, host, sourcetype, event, fields }: Envelope): Fields {
  const found = new Map<string, (string | number)[]>()
  const put = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) put(`${name}{}`, each)
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) put(`${name}.${key}`, each)
    else if (value !== null && value !== undefined)
      found.set(name, [...(found.get(name) ?? []), typeof value === 'number' ? value : String(value)])
  }
  for (const [name, value] of [...Object.entries(event), ...Object.entries(fields)]) put(name, value)
  const all = Object.fromEntries([...found].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]))
  return { ...all, _time: time, host, sourcetype }
}

const many = (value: Value | undefined): readonly (string | number)[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as string | number]

type Expression = (fields: Fields) => Value | boolean | undefined

const wordsOf = (text: string): string[] => {
  const found = text.matchAll(/\s+|("(?:[^"\\]|\\.)*"|'[^']*'|!=|[=(),]|-(?=\s)|[\w.{}*:-]+)/gy)
  const words: string[] = []
  let end = 0
  for (const match of found) {
    end = match.index + match[0].length
    if (match[1] !== undefined) words.push(match[1])
  }
  if (end < text.length) throw new Error(`not known here: ${text.slice(end, end + 20)}`)
  return words
}

class Words {
  at = 0
  readonly all: readonly string[]
  constructor(text: string) {
    this.all = wordsOf(text)
  }
  get next(): string {
    return this.all[this.at] ?? ''
  }
  take(wanted?: string): string {
    if (wanted !== undefined && this.next !== wanted)
      throw new Error(`${wanted} is wanted where ${this.next || 'the end'} is`)
    return this.all[this.at++] ?? ''
  }
  has(word: string): boolean {
    if (this.next.toUpperCase() !== word.toUpperCase()) return false
    this.at++
    return true
  }
  end(): void {
    if (this.next !== '') throw new Error(`${this.next} is left over`)
  }

  or(): Expression {
    let left = this.and()
    while (this.has('OR')) {
      const [a, b] = [left, this.and()]
      left = fields => a(fields) === true || b(fields) === true
    }
    return left
  }
  and(): Expression {
    let left = this.equal()
    while (this.has('AND')) {
      const [a, b] = [left, this.equal()]
      left = fields => a(fields) === true && b(fields) === true
    }
    return left
  }
  equal(): Expression {
    const left = this.value()
    const word = this.next
    if (word !== '=' && word !== '!=') return left
    this.take()
    const right = this.value()
    return fields => {
      const [a, b] = [left(fields), right(fields)]
      // What is missing is neither equal nor different.
      if (a === undefined || b === undefined) return false
      const isSame = many(a as Value).some(each => String(each) === String(b))
      return isSame === (word === '=')
    }
  }
  value(): Expression {
    const word = this.take()
    if (word === '(') {
      const inner = this.or()
      this.take(')')
      return inner
    }
    if (word.startsWith('"')) return () => word.slice(1, -1)
    if (word.startsWith("'")) return fields => fields[word.slice(1, -1)]
    if (/^\d+$/.test(word)) return () => Number(word)
    if (this.next === '(') return this.call(word)
    // Outside of quotes a name has no braces in an expression.
    if (!/^[A-Za-z_][\w.]*$/.test(word)) throw new Error(`${word} is no name: it needs single quotes`)
    return fields => fields[word]
  }
  call(name: string): Expression {
    this.take('(')
    const given: Expression[] = [this.or()]
    while (this.has(',')) given.push(this.or())
    this.take(')')
    const act = functions[name]
    if (!act) throw new Error(`the function ${name} is not known here`)
    return fields => act(given.map(each => each(fields)))
  }
}

const functions: Readonly<Record<string, (given: (Value | boolean | undefined)[]) => Value | undefined>> = {
  coalesce: given => given.find(each => each !== undefined) as Value | undefined,
  mvjoin: ([list, between]) => (list === undefined ? undefined : many(list as Value).join(String(between))),
  if: ([when, then, otherwise]) => (when === true ? then : otherwise) as Value | undefined,
  case: given => given.find((_, at) => at % 2 === 1 && given[at - 1] === true) as Value | undefined,
  strftime: ([time]) => (time === undefined ? undefined : new Date(Number(time) * 1000).toISOString()),
}

/** Of an expression of props.conf. */
export const evaluated = (text: string, fields: Fields): Value | undefined => {
  const words = new Words(text)
  const value = words.or()
  words.end()
  return value(fields) as Value | undefined
}

/** Terms before the first pipe; of event types too. */
export function holds(terms: string, fields: Fields): boolean {
  const words = new Words(terms)
  while (words.next !== '') {
    const name = words.take()
    const word = words.take()
    if (word !== '=' && word !== '!=') throw new Error(`the term ${name} ${word} is not known here`)
    const wanted = words.take().replaceAll('"', '')
    const values = many(fields[name])
    // A field that is missing is not different either.
    if (values.length === 0 || values.some(each => String(each) === wanted) !== (word === '=')) return false
  }
  return true
}

const listed = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)
const commands: Readonly<Record<string, (rows: readonly Fields[], rest: string) => readonly Fields[]>> = {
  dedup: (rows, text) => {
    const names = listed(text)
    const seen = new Set<string>()
    return rows.filter(row => {
      const value = JSON.stringify(names.map(name => row[name]))
      if (names.some(name => row[name] === undefined) || seen.has(value)) return false
      seen.add(value)
      return true
    })
  },
  where(rows, text) {
    const words = new Words(text)
    const wanted = words.or()
    words.end()
    return rows.filter(row => wanted(row) === true)
  },
  eval(rows, text) {
    const words = new Words(text)
    const made: [string, Expression][] = []
    do {
      const name = words.take()
      words.take('=')
      made.push([name, words.or()])
    } while (words.has(','))
    words.end()
    return rows.map(row => made.reduce((all, [name, value]) => set(all, name, value(all) as Value | undefined), row))
  },
  fieldformat: (rows, text) => commands.eval!(rows, text),
  table: (rows, text) =>
    rows.map(row =>
      Object.fromEntries(listed(text).flatMap(name => (row[name] === undefined ? [] : [[name, row[name]!]]))),
    ),
  head: (rows, most) => rows.slice(0, Number(most)),
  outputlookup: rows => rows,
  sort(rows, text) {
    // Without a number Splunk stops at 10,000 rows; 0 is all of them.
    const keys = text
      .replace(/^0\s+/, '')
      .split(',')
      .map(part => /^\s*(-?)\s*([\w.{}]+)\s*$/.exec(part) ?? fail(`sort ${part}`))
    return rows.toSorted((a, b) => {
      for (const [, sign, name = ''] of keys) {
        const [left, right] = [a[name], b[name]] as [string, string]
        const order =
          typeof left === 'number' && typeof right === 'number'
            ? left - right
            : String(left) < String(right)
              ? -1
              : String(left) > String(right)
                ? 1
                : 0
        if (order !== 0) return sign === '-' ? -order : order
      }
      return 0
    })
  },
  stats,
}

const set = (row: Fields, name: string, value: Value | undefined): Fields => {
  const { [name]: _, ...rest } = row
  return value === undefined ? rest : { ...rest, [name]: value }
}
function fail(what: string): never {
  throw new Error(`${what} is not known here`)
}

const aggregates: Readonly<Record<string, (rows: readonly Fields[], name: string) => Value | undefined>> = {
  latest: (rows, name) =>
    many(
      rows.filter(row => row[name] !== undefined).toSorted((a, b) => Number(b._time) - Number(a._time))[0]?.[name],
    ).at(-1),
  values: (rows, name) => {
    const all = [...new Set(rows.flatMap(row => many(row[name])).map(String))].sort()
    return all.length > 1 ? all : all[0]
  },
  max: (rows, name) => {
    const all = rows.flatMap(row => many(row[name])).map(Number)
    return all.length > 0 ? Math.max(...all) : undefined
  },
  dc: (rows, name) => new Set(rows.flatMap(row => many(row[name])).map(String)).size,
}

function stats(rows: readonly Fields[], text: string): readonly Fields[] {
  const [, made = '', by = ''] = /^(.*?)(?:\sby\s(.+))?$/.exec(text)!
  const names = listed(by)
  const groups = new Map<string, { readonly key: Fields; readonly rows: Fields[] }>()
  for (const row of rows)
    for (const key of keysOf(row, names)) {
      const id = JSON.stringify(key)
      const group = groups.get(id) ?? { key, rows: [] }
      groups.set(id, group)
      group.rows.push(row)
    }
  const asked = [...made.matchAll(/(\w+)(?:\(([^)]*)\))?(?:\s+as\s+([\w.*]+))?[\s,]*/gy)]
  if (asked.map(([whole]) => whole).join('') !== made) fail(`stats ${made}`)
  return [...groups.values()].map(({ key, rows: own }) => {
    let row: Fields = key
    for (const [, word = '', of, as] of asked) {
      if (word === 'count' && of === undefined) row = set(row, as ?? 'count', own.length)
      else if (of === '*' && as === '*')
        for (const name of new Set(own.flatMap(each => Object.keys(each))))
          row = name in key || name.startsWith('_') ? row : set(row, name, aggregateOf(word)(own, name))
      else row = set(row, as ?? `${word}(${of})`, aggregateOf(word)(own, of ?? ''))
    }
    return row
  })
}
const aggregateOf = (word: string) => aggregates[word] ?? fail(`the aggregate ${word}`)

/** One for each combination of values; none where one is missing. */
const keysOf = (row: Fields, names: readonly string[]): Fields[] =>
  names.reduce<Fields[]>(
    (keys, name) => keys.flatMap(key => many(row[name]).map(value => ({ ...key, [name]: value }))),
    [{}],
  )

export function runSpl(search: string, events: readonly Fields[]): readonly Fields[] {
  const [terms = '', ...pipes] = search.split(/\s*\|\s*(?=(?:[^"]*"[^"]*")*[^"]*$)/)
  // The latest first, as searches find them.
  let rows: readonly Fields[] = events
    .filter(each => holds(terms, each))
    .toSorted((a, b) => Number(b._time) - Number(a._time))
  for (const pipe of pipes) {
    const [, name = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(pipe) ?? []
    rows = (commands[name] ?? fail(`the command ${name}`))(rows, rest.trim())
  }
  return rows
}
