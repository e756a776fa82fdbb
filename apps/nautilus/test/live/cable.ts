// A cable between two network namespaces: the plant at one end, the sensor at the other, and nothing else on it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SENDER = fileURLToPath(new URL('../../src/bench/live/sender.ts', import.meta.url))
const EAR = fileURLToPath(new URL('./ear.ts', import.meta.url))
let cables = 0

/** Null where cables can be laid. On a machine that builds, they must be. */
export function whyNoCable(): string | null {
  if (process.env.CI) return null
  if (process.getuid?.() !== 0) return 'network namespaces take root'
  const probe = spawnSync('ip', ['netns', 'list'])
  return probe.error || probe.status !== 0 ? 'ip (iproute2) cannot make network namespaces here' : null
}

export const PLANT = 'plant0'
export const WATCH = 'watch0'

export type Cable = {
  readonly plant: string
  readonly watch: string
  /** Both ends, of so many more cables of the same names with other numbers. */
  lay(number?: number): void
  remove(): void
}

export function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`)
  return stdout
}

/** @param silent whether the ends are kept from speaking by themselves; the plant's end always is */
export function layCable(silent = true): Cable {
  const name = `nlive-${process.pid}-${cables++}`
  const [plant, watch] = [`${name}-p`, `${name}-w`]
  for (const space of [plant, watch]) run('ip', 'netns', 'add', space)
  const lay = (number = 0) => {
    const [left, right] = [PLANT.replace('0', `${number}`), WATCH.replace('0', `${number}`)]
    run('ip', '-n', plant, 'link', 'add', left, 'type', 'veth', 'peer', 'name', right, 'netns', watch)
    quiet(plant, left)
    if (silent) quiet(watch, right)
    run('ip', '-n', plant, 'link', 'set', left, 'up')
    run('ip', '-n', watch, 'link', 'set', right, 'up')
  }
  lay()
  const remove = () => {
    for (const space of [plant, watch]) spawnSync('ip', ['netns', 'delete', space])
  }
  return { plant, watch, lay, remove }
}

function quiet(space: string, link: string): void {
  run('ip', 'netns', 'exec', space, 'sysctl', '-qw', `net.ipv6.conf.${link}.disable_ipv6=1`)
  run('ip', '-n', space, 'link', 'set', link, 'arp', 'off', 'multicast', 'off')
}

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
