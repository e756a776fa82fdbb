// Programs at the two ends of a cable.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { whyNoCable as why } from '../../src/bench/live/cable.ts'

export { type Cable, layCable, PLANT, run, WATCH } from '../../src/bench/live/cable.ts'

const SENDER = fileURLToPath(new URL('../../src/bench/live/sender.ts', import.meta.url))
const EAR = fileURLToPath(new URL('./ear.ts', import.meta.url))

/** On a machine that builds, cables must be laid. */
export const whyNoCable = (): string | null => (process.env.CI ? null : why())

/** Nobody, who may do nothing. */
const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']

type Inside = { readonly path?: string; readonly asNobody?: boolean }

/** A program of ours in a namespace. `path`: a folder in which programs are looked for first. */
export function inside(space: string, file: string, args: readonly string[], how: Inside = {}): ChildProcess {
  const who = how.asNobody ? NOBODY : []
  return spawn('ip', ['netns', 'exec', space, ...who, process.execPath, file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, PATH: how.path ? `${how.path}:${process.env.PATH}` : process.env.PATH },
  })
}

/** Sends so many frames of a capture at so many a second (0: as fast as it goes). */
export async function play(space: string, link: string, file: string, count = 0, rate = 0): Promise<number> {
  const child = inside(space, SENDER, [link, file, `${count}`, `${rate}`])
  let [out, words] = ['', '']
  child.stdout!.on('data', piece => {
    out += piece
  })
  child.stderr!.on('data', piece => {
    words += piece
  })
  const code = await new Promise(resolve => child.on('close', resolve))
  if (code !== 0) throw new Error(words)
  return JSON.parse(out).sent
}

/** The sensor's end: what `ear.ts` does there, asked message by message. */
export class Ear {
  readonly #child: ChildProcess
  readonly #answers: ((answer: unknown) => void)[] = []
  #words = ''

  constructor(
    space: string,
    source: object,
    options: { readonly group?: number; readonly keep?: string } & Inside = {},
  ) {
    this.#child = inside(space, EAR, [JSON.stringify({ source, ...options })], options)
    this.#child.on('message', answer => this.#answers.shift()?.(answer))
    this.#child.stderr!.on('data', piece => {
      this.#words += piece
    })
    this.#child.on('exit', code => {
      for (const answer of this.#answers.splice(0)) answer({ problem: `ended with ${code}: ${this.#words}` })
    })
  }

  // biome-ignore lint/suspicious/noExplicitAny: what each question answers stands in ear.ts
  ask(question: object): Promise<any> {
    return new Promise(resolve => {
      this.#answers.push(resolve)
      this.#child.send(question)
    })
  }

  // biome-ignore lint/suspicious/noExplicitAny: see above
  async until(done: (heard: any) => boolean): Promise<any> {
    for (;;) {
      const heard = await this.ask({ do: 'hearing' })
      if (heard.problem) throw new Error(heard.problem)
      if (done(heard)) return heard
    }
  }

  end(): void {
    this.#child.kill()
  }
}
