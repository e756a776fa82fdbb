// Regular expressions that cannot run away: a machine that walks all alternatives at once, one step of each for every
// character (Thompson 1968). Time is length of text times length of expression, whatever both are.
import { MAX_SUBJECT } from './limits.ts'
import { type Program, programOf } from './regex-program.ts'
import { parseRegex, type Syntax } from './regex-syntax.ts'

export type Flags = { readonly ignoreCase: boolean; readonly multiline: boolean; readonly dotAll: boolean }
export type Regex = { readonly ok: true; readonly test: (text: string) => boolean } | Refused
type Refused = { readonly ok: false; readonly message: string }

/** What Sigma allows: `. ^ $ * + ? {n,m} [] () |` and escapes. It is looked for anywhere in the text. */
export function regexOf(text: string, flags: Flags): Regex {
  const syntax: Syntax = parseRegex(flags.ignoreCase ? lowered(text) : text)
  if (!syntax.ok) return syntax
  const program = programOf(syntax.node)
  if (!program.ok) return program
  return { ok: true, test: subject => run(program, subject, flags) }
}

/** Lower case, but for the letter behind a backslash: `\D` is not `\d`. */
const lowered = (text: string): string =>
  text.replaceAll(/\\.|[^\\]+/gsu, part => (part[0] === '\\' ? part : part.toLowerCase()))

function run({ steps }: Program, subject: string, flags: Flags): boolean {
  const cut = subject.slice(0, MAX_SUBJECT)
  const text = flags.ignoreCase ? cut.toLowerCase() : cut
  const walk = new Walk(steps, text, flags.multiline)
  let current: number[] = []
  for (let at = 0; at <= text.length; at++) {
    walk.begin(at)
    const next: number[] = []
    for (const step of current) walk.enter(step, next)
    walk.enter(0, next)
    if (walk.done) return true
    current = []
    const char = text[at]
    if (char === undefined) return false
    for (const step of next) {
      const { set } = steps[step] as { readonly set: (char: string, dotAll: boolean) => boolean }
      if (set(char, flags.dotAll)) current.push(step + 1)
    }
  }
  return false
}

/** Follows everything that reads no character, each step once for a place. */
class Walk {
  readonly #steps: Program['steps']
  readonly #text: string
  readonly #multiline: boolean
  readonly #entered: Int32Array
  #at = 0
  done = false

  constructor(steps: Program['steps'], text: string, multiline: boolean) {
    this.#steps = steps
    this.#text = text
    this.#multiline = multiline
    this.#entered = new Int32Array(steps.length).fill(-1)
  }

  begin(at: number): void {
    this.#at = at
  }

  enter(first: number, reading: number[]): void {
    const waiting = [first]
    for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
      if (this.#entered[step] === this.#at) continue
      this.#entered[step] = this.#at
      const what = this.#steps[step]!
      if (what.kind === 'read') reading.push(step)
      else if (what.kind === 'done') this.done = true
      else if (what.kind === 'split') waiting.push(...what.to)
      else if (what.kind === 'start' ? this.#isStart() : this.#isEnd()) waiting.push(step + 1)
    }
  }

  #isStart(): boolean {
    return this.#at === 0 || (this.#multiline && this.#text[this.#at - 1] === '\n')
  }

  #isEnd(): boolean {
    return this.#at === this.#text.length || (this.#multiline && this.#text[this.#at] === '\n')
  }
}
