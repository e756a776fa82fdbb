// `nautilus up` as a child, and somebody who is signed in to it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
/** ms after which a platform that was told to stop is killed. */
const STOPS_WITHIN = 90_000
/** Characters of its log that are kept for whoever asks why it ended. */
const KEPT = 20_000

export type RunningPlatform = {
  readonly child: ChildProcess
  readonly origin: string
  /** Of the link for the first person; null where there is one. */
  readonly token: string | null
  /** The end of what it said. */
  readonly said: () => string
  /** In order; resolves with the exit code. */
  stop(): Promise<number | null>
}

/** Resolves when it serves. Rejects with what it said where it ends before. */
export function runPlatform(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [MAIN, 'up', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let text = ''
  return new Promise<RunningPlatform>((resolve, reject) => {
    const read = (piece: Buffer) => {
      text = (text + piece).slice(-KEPT)
      const address = /(?:running: |\n\s*)(https?:\/\/\S+)\s*\n/.exec(text)?.[1]
      if (!address) return
      const { origin, searchParams } = new URL(address)
      resolve({ child, origin, token: searchParams.get('token'), said: () => text, stop: () => stopped(child) })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`nautilus up ended with ${code}: ${text}`)))
  })
}

async function stopped(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN)
  await gone
  clearTimeout(late)
  return child.exitCode
}

export type Asked = { readonly method?: string; readonly body?: object; readonly key?: string }
/** Asks a path under `/api`; throws where the answer is no success. */
export type Ask = <T>(path: string, asked?: Asked) => Promise<T>

const someone = { name: 'Bench', email: 'bench@nautilus.example', password: 'wide pumps under quiet water 71' }

/** Signs the first person up where nobody is there, and in. */
export async function signedIn({ origin, token }: Pick<RunningPlatform, 'origin' | 'token'>): Promise<Ask> {
  const headers = { 'content-type': 'application/json', origin }
  const sent = (path: string, body: object) =>
    fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (token !== null) await good(await sent('/api/setup', { token, ...someone }))
  const { email, password } = someone
  const answer = await good(await sent('/api/auth/sign-in/email', { email, password }))
  const cookie = answer.headers.getSetCookie().map(one => one.split(';')[0])
  const known = { ...headers, cookie: cookie.join('; ') }
  return async <T>(path: string, { method = 'GET', body, key }: Asked = {}): Promise<T> => {
    const { 'content-type': type, ...others } = known
    const init = {
      method,
      headers: { ...others, ...(body ? { 'content-type': type } : {}), ...(key ? { 'idempotency-key': key } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }
    const answered = await good(await fetch(`${origin}${path}`, init))
    return (answered.status === 204 ? undefined : await answered.json()) as T
  }
}

export class Refused extends Error {
  readonly status: number

  constructor(status: number, text: string) {
    super(`${status} ${text}`)
    this.status = status
  }
}

async function good(answer: Response): Promise<Response> {
  if (answer.ok) return answer
  throw new Refused(answer.status, `${new URL(answer.url).pathname}: ${(await answer.text()).slice(0, 300)}`)
}
