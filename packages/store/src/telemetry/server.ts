// The ClickHouse that comes with the program: started, watched and stopped here.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Trouble } from '../trouble.ts'

export type TelemetryServer = {
  /** With user and secret, for `@clickhouse/client`. */
  readonly url: string
  readonly pid: number
  /** Resolves when it ended without being asked to. */
  readonly crashed: Promise<string>
  stop(): Promise<void>
}

const SHIM = fileURLToPath(new URL('./shim.ts', import.meta.url))
/** Threads that wait for the engine: as many queries at once as there are threads. */
const THREADS = '16'
/** ms. The engine loads its tables first. */
const START_WITHIN = 60_000

/** `at`: where it answered before, for whoever knows it by that; otherwise anywhere. */
export async function startTelemetry(folder: string, at: string | null = null): Promise<TelemetryServer> {
  checkEngine()
  const data = join(resolve(folder), 'data')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const before = at === null ? null : new URL(at)
  const secret = before?.password ?? randomBytes(24).toString('base64url')
  const child = spawn(process.execPath, [SHIM, data, before?.port ?? '0'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, UV_THREADPOOL_SIZE: THREADS },
  })
  child.stdin.on('error', () => {})
  child.stdin.write(`${secret}\n`)
  let words = ''
  child.stderr.on('data', piece => {
    words = (words + piece).slice(-8192)
  })
  const port = await portOf(child, () => words, data)
  const url = `http://nautilus:${secret}@127.0.0.1:${port}`
  writeFileSync(addressIn(folder), url, { mode: 0o600 })
  let asked = false
  const crashed = new Promise<string>(tell => {
    child.once('exit', (code, signal) => {
      if (!asked) tell(`The telemetry store ended by itself (${signal ?? code}): ${words.trim().slice(-400)}`)
    })
  })
  const stop = () => {
    asked = true
    rmSync(addressIn(folder), { force: true })
    return end(child)
  }
  return { url, pid: child.pid!, crashed, stop }
}

/** Packages leave it out where it is not needed, and npm has none for some processors. */
function checkEngine(): void {
  try {
    createRequire(import.meta.url).resolve('chdb')
  } catch {
    throw new Trouble(
      `There is no ClickHouse for this machine (${process.platform}, ${process.arch}) here: install the package nautilus-stores, run npm install again, or set TELEMETRY_URL to a ClickHouse.`,
    )
  }
}

/** For whoever may read the folder: a backup asks the server that runs. The secret in it ends with the server. */
const addressIn = (folder: string): string => join(resolve(folder), 'address')

/** Where the server of this folder answers; null where none was started. */
export function telemetryUrl(folder: string): string | null {
  try {
    return readFileSync(addressIn(folder), 'utf8')
  } catch {
    return null
  }
}

function portOf(child: ChildProcess, words: () => string, data: string): Promise<number> {
  return new Promise((tell, fail) => {
    const refuse = (why: string) => fail(new Trouble(`The telemetry store in ${data} did not start: ${why}`))
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      refuse(`no answer within ${START_WITHIN / 1000} s`)
    }, START_WITHIN)
    child.once('exit', () => {
      clearTimeout(late)
      refuse(words().trim().slice(-400) || 'it ended at once')
    })
    child.stdout?.once('data', (piece: Buffer) => {
      clearTimeout(late)
      tell(Number.parseInt(piece.toString('utf8'), 10))
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>(done => child.once('exit', () => done()))
  child.stdin?.end()
  await ended
}
