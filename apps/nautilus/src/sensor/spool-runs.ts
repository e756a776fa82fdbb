// Which records of a spool are one run, numbered from 1 without gaps: a run of the source, or what is left of it behind a
// gap. And how far the bus has them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeNote } from './segments.ts'

export type Run = {
  /** The number in the spool of its first record. */
  readonly from: number
  /** As the platform knows it. */
  readonly epoch: string
  /** As the source called it. */
  readonly source: string
}

type Saved = {
  readonly done: number
  /** Behind the newest record that is noted here. */
  readonly next: number
  readonly runs: readonly Run[]
  readonly last: { readonly source: string; readonly seq: number }
}

const FILE = 'state.json'
const before: Run = { from: 1, epoch: 'none', source: 'none' }

export class Runs {
  readonly #folder: string
  readonly #path: string
  #saved: Saved = { done: 1, next: 1, runs: [], last: { source: '', seq: 0 } }

  constructor(folder: string) {
    this.#folder = folder
    this.#path = join(folder, FILE)
    try {
      this.#saved = JSON.parse(readFileSync(this.#path, 'utf8')) as Saved
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }

  /** Everything below is on the bus. */
  get done(): number {
    return this.#saved.done
  }

  get next(): number {
    return this.#saved.next
  }

  /** This batch of the source is in the spool, or was. */
  has(source: string, seq: number): boolean {
    const { last } = this.#saved
    return last.source === source && seq <= last.seq
  }

  /** A batch of the source that stands at this number from now on. */
  begin(source: string, seq: number, number: number): void {
    const { runs, last } = this.#saved
    const goesOn = last.source === source
    this.#saved = { ...this.#saved, last: { source, seq }, next: number + 1 }
    // What goes on needs no note: the record says it.
    if (!goesOn) this.#save([...runs, { from: number, epoch: this.#fresh(source, number), source }])
  }

  at(number: number): Run {
    return this.#saved.runs.findLast(({ from }) => from <= number) ?? before
  }

  sourceAt(number: number): { epoch: string; file: null } {
    return { epoch: this.at(number).source, file: null }
  }

  /** From this number on it is another run: what was before it was let go of. */
  split(number: number): void {
    const { source } = this.at(number)
    const others = this.#saved.runs.filter(({ from }) => from !== number)
    const run = { from: number, epoch: `${source}+${number}`, source }
    this.#save([...others, run].sort((a, b) => a.from - b.from))
  }

  /** Everything below this number is on the bus. */
  keep(done: number): void {
    const first = this.at(done)
    this.#saved = { ...this.#saved, done }
    this.#save(this.#saved.runs.filter(({ from }) => from >= first.from))
  }

  #fresh(source: string, number: number): string {
    return this.#saved.runs.some(({ epoch }) => epoch === source) ? `${source}+${number}` : source
  }

  #save(runs: readonly Run[]): void {
    this.#saved = { ...this.#saved, runs }
    writeNote(this.#folder, this.#path, Buffer.from(JSON.stringify(this.#saved)))
  }
}
