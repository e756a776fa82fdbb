// An installation of several processes, as it is run: real servers, real commands.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BusKeys, type BusServer, openBus, ownCredentials, startBusServers } from '@nautilus/nats'
import { busKeys } from '../../src/platform/cluster/join.ts'
import { openStores, type Stores } from '../../src/platform/stores.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export type Process = {
  readonly child: ChildProcess
  /** What it said so far. */
  readonly words: () => string
  /** Its exit code, or its signal. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Resolves when it said this. */
  said(text: string): Promise<void>
  stop(): Promise<void>
}

export type Installation = {
  readonly folder: string
  readonly stores: Stores
  readonly keys: BusKeys
  readonly server: BusServer
  /** A connection that may do everything. */
  readonly nc: Awaited<ReturnType<typeof openBus>>
  /** How processes find what they share. */
  readonly env: NodeJS.ProcessEnv
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Process
  end(): Promise<void>
}

export const SECRET = 'a secret of the test that is long enough for it'

export async function newInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-several-'))
  const stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  const keys = await busKeys(stores.state.db, SECRET)
  const [server] = (await startBusServers(keys, folder)) as [BusServer]
  const credentials = await ownCredentials(keys, 'test')
  const nc = await openBus({ servers: [server.url], credentials, name: 'test' })
  const running = new Set<Process>()
  const shared = {
    DATABASE_URL: stores.databaseUrl,
    TELEMETRY_URL: stores.telemetryUrl,
    NATS_URL: server.url,
    NAUTILUS_SECRET: SECRET,
    NAUTILUS_LOG: 'warn',
  }
  return {
    ...{ folder, stores, keys, server, nc, env: shared },
    run(args, env = {}) {
      const process = start(args, { ...shared, ...env })
      running.add(process)
      return process
    },
    async end() {
      await Promise.all([...running].map(each => each.stop()))
      await nc.close()
      await server.stop()
      await stores.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function start(args: readonly string[], env: NodeJS.ProcessEnv): Process {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  const waiting: { text: string; done: () => void; fail: (error: Error) => void }[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', piece => {
      words += piece
      for (const { text, done } of waiting) if (words.includes(text)) done()
    })
  const ended = new Promise<number | NodeJS.Signals>(resolve => {
    child.on('close', (code, signal) => {
      for (const { text, fail } of waiting) fail(new Error(`it ended before it said "${text}": ${words}`))
      resolve(code ?? signal ?? 1)
    })
  })
  return {
    ...{ child, ended },
    words: () => words,
    said: text =>
      new Promise((done, fail) => {
        if (words.includes(text)) done()
        else waiting.push({ text, done, fail })
      }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGCONT')
        child.kill('SIGTERM')
      }
      await ended
    },
  }
}
