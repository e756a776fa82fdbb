// YAML that people wrote, read strictly: what is wrong is told with file, line and the nearest valid word.
import { readFileSync, statSync } from 'node:fs'
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { nearest } from '../nearest.ts'
import { Refusal } from '../world.ts'

/** Bytes of one file. A site of thousands of devices needs a few hundred kB. */
const MAX_BYTES = 4_000_000
/** Faults told at once. */
const MAX_FAULTS = 20

export type Fields = ReadonlyMap<string, Node>
/** A name with what stands under it. */
export type Named = { readonly name: string; readonly key: Node; readonly value: Node | null }

/** One file, and what was found wrong with it so far. */
export class Yaml {
  readonly file: string
  readonly root: Node | null
  readonly #lines = new LineCounter()
  readonly #faults: string[] = []
  #more = 0

  constructor(file: string, text: string) {
    this.file = file
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: true })
    for (const { pos, message } of document.errors) this.#tell(pos[0], `${message.replace(/\.?$/, '')}.`)
    this.root = document.contents
  }

  static read(option: string, file: string): Yaml {
    try {
      if (statSync(file).size > MAX_BYTES) throw new Refusal(`${file} is larger than ${MAX_BYTES} bytes; split it.`)
      return new Yaml(file, readFileSync(file, 'utf8'))
    } catch (error) {
      if (error instanceof Refusal) throw error
      const { code, message } = error as NodeJS.ErrnoException
      const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : message
      throw new Refusal(`${option} ${file} cannot be read: ${why}; check the name.`)
    }
  }

  fault(node: Node | null | undefined, sentence: string): void {
    this.#tell(node?.range?.[0] ?? 0, sentence)
  }

  #tell(offset: number, sentence: string): void {
    if (this.#faults.length >= MAX_FAULTS) {
      this.#more++
      return
    }
    const { line, col } = this.#lines.linePos(offset)
    this.#faults.push(`${this.file}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${sentence}`)
  }

  /** Throws when anything was wrong, so that nothing is applied by half. */
  check(): void {
    if (this.#faults.length === 0) return
    const more = this.#more > 0 ? [`… and ${this.#more} more faults.`] : []
    throw new Refusal([...this.#faults, ...more].join('\n'))
  }

  /** What is named under a node, by people. */
  named(node: Node | null | undefined, what: string): Named[] {
    if (!isMap(node)) {
      if (node !== null && node !== undefined) this.fault(node, `${what} must be a list of \`name: value\`.`)
      return []
    }
    return node.items.flatMap(({ key, value }): Named[] => {
      const name = isScalar(key) ? String(key.value) : null
      if (name === null) this.fault(node, `A name in ${what} must be plain text.`)
      if (isAlias(value)) this.fault(value, 'Aliases are not understood; write it out.')
      return name === null || isAlias(value) ? [] : [{ name, key: key as Node, value: value as Node | null }]
    })
  }

  /** The same where only these names are known. */
  fields(node: Node | null | undefined, what: string, known: readonly string[]): Fields {
    const fields = new Map<string, Node>()
    for (const { name, key, value } of this.named(node, what)) {
      if (known.includes(name)) {
        if (value !== null) fields.set(name, value)
      } else this.fault(key, `${what} has no \`${name}\`; ${likeOf(name, known)}`)
    }
    return fields
  }

  text(node: Node | undefined, what: string): string | null {
    if (node === undefined) return null
    if (isScalar(node) && (typeof node.value === 'string' || typeof node.value === 'number'))
      return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
    this.fault(node, `${what} must be text.`)
    return null
  }

  number(node: Node | undefined, what: string): number | null {
    if (node === undefined) return null
    if (isScalar(node) && typeof node.value === 'number' && Number.isFinite(node.value) && node.value >= 0)
      return node.value
    this.fault(node, `${what} must be a number, 0 or more.`)
    return null
  }

  flag(node: Node | undefined, what: string): boolean {
    if (node === undefined) return false
    if (isScalar(node) && typeof node.value === 'boolean') return node.value
    this.fault(node, `${what} must be \`true\` or \`false\`.`)
    return false
  }

  /** One of a closed list of words. */
  word<T extends string>(node: Node | undefined, what: string, words: readonly T[]): T | null {
    const text = this.text(node, what)
    const found = words.find(word => word === text)
    if (text !== null && !found) this.fault(node, `${what} is \`${text}\`; ${likeOf(text, words)}`)
    return found ?? null
  }

  list(node: Node | null | undefined, what: string): Node[] {
    if (node === null || node === undefined) return []
    if (isSeq(node)) return node.items as Node[]
    this.fault(node, `${what} must be a list: \`- one\` a line, or \`[one, other]\`.`)
    return []
  }

  texts(node: Node | null | undefined, what: string): { readonly text: string; readonly node: Node }[] {
    return this.list(node, what).flatMap(item => {
      const text = this.text(item, `An entry of ${what}`)
      return text === null ? [] : [{ text, node: item }]
    })
  }
}

const MOST_WORDS = 12

/** `did you mean \`zones\`?`, or what there is. */
export function likeOf(typed: string, words: readonly string[]): string {
  const like = nearest(typed, words)
  if (like !== null) return `did you mean \`${like}\`?`
  if (words.length === 0) return 'there is none.'
  const shown = words.slice(0, MOST_WORDS).map(word => `\`${word}\``)
  return `there ${words.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${words.length > MOST_WORDS ? ' and more' : ''}.`
}
