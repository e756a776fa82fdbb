// Questions in whatever terminal there is, a serial line of 80 columns too: one line is asked, one line is answered.
import { createInterface, type Interface } from 'node:readline'
import { Refusal } from '../world.ts'

/** Answers that cannot be used, one after the other, before it is given up. */
const MOST_TRIES = 20

export class Questions {
  readonly #lines: AsyncIterator<string>
  readonly #reader: Interface
  readonly #say: (text: string) => Promise<void>

  constructor(input: NodeJS.ReadableStream, say: (text: string) => Promise<void>) {
    this.#reader = createInterface({ input, terminal: false })
    this.#lines = this.#reader[Symbol.asyncIterator]()
    this.#say = say
  }

  /** Asks until `use` takes the answer; the refusals that it throws are told. An empty line is `otherwise`. */
  async ask<T>(question: string, otherwise: string, use: (answer: string) => T | Promise<T>): Promise<T> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await this.#say(`${question}${otherwise === '' ? '' : ` [${otherwise}]`}: `)
      const { value, done } = await this.#lines.next()
      if (done) throw new Refusal('The answers ended early. Nothing more was changed; start again whenever you like.')
      try {
        return await use(printable(value) || otherwise)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        await this.#say(`  ${error.message}\n`)
      }
    }
    throw new Refusal('That was not understood too often. Start again whenever you like.')
  }

  yes(question: string, otherwise: boolean): Promise<boolean> {
    return this.ask(`${question} (y/n)`, otherwise ? 'y' : 'n', answer => {
      if (/^(y|yes)$/i.test(answer)) return true
      if (/^(n|no)$/i.test(answer)) return false
      throw new Refusal('Type y or n.')
    })
  }

  close(): void {
    this.#reader.close()
  }
}

/** Keys that move the cursor write sequences into the line: they are no part of an answer. */
const printable = (line: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  line.replaceAll(/\x1b\[[0-9;]*[A-Za-z~]|[\x00-\x1f\x7f]/g, '').trim()
