// The platform on its own machine, as somebody sets it up who follows docs/operations.md: stores of its own, a bus, the
// first person, and a token for a sensor.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer, Call } from './caller.ts'
import { done, nautilus, type Program, start } from './programs.ts'
import { HUB_ADDRESS, type Space } from './spaces.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const CALLER = fileURLToPath(new URL('./caller.ts', import.meta.url))
const PORT = 8400
export const ORIGIN = `http://${HUB_ADDRESS}:${PORT}`
export const person = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'rain valve copper moss 7' }

// biome-ignore lint/suspicious/noExplicitAny: answers are read by what a test expects of them
type Loose = any

export class Hub {
  readonly #caller: ChildProcess
  readonly #programs: Program[] = []
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #calls = 0
  #cookie = ''
  /** Of the site that is there from the start. */
  readonly site = '/api/tenants/main/sites/site-1'

  private constructor(space: Space) {
    const args = ['netns', 'exec', space.name, process.execPath, CALLER]
    this.#caller = spawn('ip', args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.#caller.on('message', (answer: Answer) => {
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
  }

  /** @param folder where it keeps what it keeps */
  static async start(space: Space, folder: string): Promise<Hub> {
    const built = spawnSync(process.execPath, [join(PROJECT, 'scripts/console.mjs')], { encoding: 'utf8' })
    if (built.status !== 0) throw new Error(`The console could not be built: ${built.stderr}`)
    const hub = new Hub(space)
    try {
      await hub.#run(space, folder)
      return hub
    } catch (error) {
      await hub.stop()
      throw error
    }
  }

  async #run(space: Space, folder: string): Promise<void> {
    const data = join(folder, 'platform')
    mkdirSync(data)
    const env = { NAUTILUS_SECRET: 'a secret of the hub that is long enough for it', NAUTILUS_LOG: 'warn' }
    const bus = ['admin', 'bus', join(folder, 'bus'), '--data', data, '--store', join(folder, 'nats')]
    await done(nautilus(space, bus, { env }))
    const server = start(space, ['nats-server', '-c', join(folder, 'bus', 'bus.conf')])
    this.#programs.push(server)
    await server.said('Server is ready')
    const config = join(folder, 'nautilus.yaml')
    writeFileSync(config, `bus:\n  servers: [nats://${HUB_ADDRESS}:4222]\n`)
    const args = ['up', '--empty', '--config', config, '--data', data, '--host', HUB_ADDRESS, '--port', `${PORT}`]
    const platform = nautilus(space, args, { env })
    this.#programs.push(platform)
    await platform.said('token=')
    const token = /token=([\w-]+)/.exec(platform.words())![1]!
    await this.post('/api/setup', { token, ...person })
    const { email, password } = person
    await this.post('/api/auth/sign-in/email', { email, password })
  }

  /** What the platform and the bus said. */
  words(): string {
    return this.#programs.map(program => program.words()).join('\n')
  }

  async call(method: string, path: string, body: object | null = null): Promise<{ status: number; body: Buffer }> {
    const id = ++this.#calls
    const headers = { origin: ORIGIN, cookie: this.#cookie, ...(body ? { 'content-type': 'application/json' } : {}) }
    const asked: Call = { id, method, url: `${ORIGIN}${path}`, headers, body: body && JSON.stringify(body) }
    const answer = await new Promise<Answer>(resolve => {
      this.#waiting.set(id, resolve)
      this.#caller.send(asked)
    })
    if (answer.cookies.length > 0) this.#cookie = answer.cookies.map(cookie => cookie.split(';')[0]).join('; ')
    return { status: answer.status, body: Buffer.from(answer.body, 'base64') }
  }

  async #json(method: string, path: string, given: object | null): Promise<Loose> {
    const { status, body } = await this.call(method, path, given)
    if (status < 200 || status > 299) throw new Error(`${method} ${path} answers ${status}: ${body}`)
    return body.length > 0 ? JSON.parse(body.toString()) : null
  }

  get(path: string): Promise<Loose> {
    return this.#json('GET', path, null)
  }

  post(path: string, body: object): Promise<Loose> {
    return this.#json('POST', path, body)
  }

  put(path: string, body: object): Promise<Loose> {
    return this.#json('PUT', path, body)
  }

  async stop(): Promise<void> {
    for (const program of this.#programs.toReversed()) await program.stop()
    if (this.#caller.connected) this.#caller.disconnect()
  }
}
