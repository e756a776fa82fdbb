// YAML that people wrote as plain trees with places. What cannot be a rule, whatever it says, is told here.
import type { Fault, Place, Tree } from '@nautilus/detection'
import { MAX_DOCUMENTS, MAX_NESTING } from '@nautilus/detection'
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml'

const TOO_DEEP = `Lists and maps may be ${MAX_NESTING} deep; write it flatter.`

export type Trees = { readonly trees: readonly Tree[]; readonly faults: readonly Fault[] }

/** The documents of one file. Any text gives trees or faults; `what` is the word for one document. */
export function treesOf(file: string, text: string, what = 'rule'): Trees {
  const lines = new LineCounter()
  const reader = new Reader(file, lines, what)
  if (isTooOpen(text)) {
    reader.fault(0, TOO_DEEP)
    return reader
  }
  try {
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
    return reader.read(Array.isArray(documents) ? (documents as readonly Document[]) : [])
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    reader.fault(0, TOO_DEEP)
    return reader
  }
}

/** Brackets that are open at once, in quotes or not: far more than any rule has, and found before the parser meets them. */
const MAX_OPEN = 1000

function isTooOpen(text: string): boolean {
  let open = 0
  for (const char of text) {
    if (char === '[' || char === '{') open++
    else if ((char === ']' || char === '}') && open > 0) open--
    if (open > MAX_OPEN) return true
  }
  return false
}

class Reader {
  readonly trees: Tree[] = []
  readonly faults: Fault[] = []
  readonly #file: string
  readonly #lines: LineCounter
  readonly #what: string

  constructor(file: string, lines: LineCounter, what: string) {
    this.#file = file
    this.#lines = lines
    this.#what = what
  }

  read(documents: readonly Document[]): Trees {
    if (documents.length > MAX_DOCUMENTS)
      this.fault(0, `A file may hold ${MAX_DOCUMENTS} ${this.#what}s; this one has ${documents.length}. Split it.`)
    for (const { errors, contents } of documents.slice(0, MAX_DOCUMENTS)) {
      this.#tell(errors)
      const tree = contents && !isEmpty(contents) && errors.length === 0 ? this.#tree(contents, 0) : null
      if (tree) this.trees.push(tree)
    }
    if (this.trees.length === 0 && this.faults.length === 0) this.fault(0, `There is no ${this.#what} in this file.`)
    return this
  }

  /** What follows from the first fault of a document helps nobody. */
  #tell(errors: Document['errors']): void {
    const [first] = errors
    if (!first) return
    // The parser runs out of stack on thousands of brackets, and says so as of any fault.
    const isTooDeep = errors.some(({ message }) => /call stack/i.test(message))
    this.fault(first.pos[0], isTooDeep ? TOO_DEEP : `${first.message.replace(/\.?$/, '')}.`)
  }

  fault(offset: number, message: string): void {
    this.faults.push({ place: this.#place(offset), message })
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset)
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  #tree(node: Node, depth: number): Tree | null {
    const [start = 0] = node.range ?? []
    if (depth > MAX_NESTING) return this.#refuse(start, TOO_DEEP)
    if (isScalar(node)) return this.#scalar(node.value, node.source, this.#place(start + (isQuoted(node.type) ? 1 : 0)))
    if (isMap(node)) {
      const names = new Set<string>()
      const entries = node.items
        .flatMap(pair => this.#entry(pair as Pair<Node, Node | null>, start, depth) ?? [])
        .filter(entry => this.#isNew(entry, names))
      return { kind: 'map', place: this.#place(start), entries }
    }
    if (!isSeq(node)) return this.#refuse(start, 'Aliases (`*name`) are not understood; write it out.')
    const items = (node.items as Node[]).flatMap(item => this.#tree(item, depth + 1) ?? [])
    return { kind: 'list', place: this.#place(start), items }
  }

  #scalar(value: unknown, source: string | undefined, place: Place): Tree {
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    const text = typeof value === 'string' ? value : (source ?? String(value ?? ''))
    return { kind: 'scalar', place, value: value === null ? null : isPlain ? value : text, text }
  }

  #entry({ key, value }: Pair<Node, Node | null>, start: number, depth: number) {
    const at = key?.range?.[0] ?? start
    if (!isScalar(key)) return this.#refuse(at, 'A name must be plain text.')
    const place = this.#place(at)
    const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value ?? ''))
    const tree = value ? this.#tree(value, depth + 1) : this.#scalar(null, '', place)
    return tree && { key: name, place, value: tree }
  }

  /** The parser could tell, but compares each with each. */
  #isNew({ key, place }: { readonly key: string; readonly place: Place }, names: Set<string>): boolean {
    const isNew = !names.has(key)
    names.add(key)
    if (!isNew) this.faults.push({ place, message: `\`${key.slice(0, 60)}\` stands here twice; put both into one.` })
    return isNew
  }

  #refuse(offset: number, message: string): null {
    this.fault(offset, message)
    return null
  }
}

const isEmpty = (node: Node): boolean => isScalar(node) && node.value === null

const isQuoted = (type: string | undefined): boolean => type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE'
