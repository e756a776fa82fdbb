// The PostgreSQL that comes with the program: it listens on a Unix socket in its data folder, and on nothing else.
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Trouble } from '../trouble.ts'
import { findBinaries } from './binaries.ts'
import { hand, lastWords, runToEnd, start } from './launch.ts'

export type StateServer = {
  /** For `pg`: the folder of the socket as host. */
  readonly url: string
  readonly pid: number
  /** Resolves with a sentence when it ended without being asked to. */
  readonly crashed: Promise<string>
  /** Waits for what runs, writes a checkpoint, ends. */
  stop(): Promise<void>
}

const USER = 'nautilus'
const PORT = 5432
/** ms. Recovery after a crash replays at most `max_wal_size`. */
const START_WITHIN = 60_000
const LOOK_EVERY = 20
/** Bytes of a socket's path, sun_path of unix(7), less the name of the socket. */
const LONGEST_SOCKET_FOLDER = 90

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(PORT),
  // Each process of a cluster may take 30.
  max_connections: '200',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  jit: 'off',
  log_min_messages: 'warning',
  timezone: 'UTC',
}

/**
 * Starts the server of `folder`, or takes over the one that a killed predecessor left running there. Throws a `Trouble`
 * when the folder belongs to another version, is damaged, or is in use.
 */
export async function startState(folder: string): Promise<StateServer> {
  const root = resolve(folder)
  const data = join(root, 'data')
  const socket = socketFolder(root)
  mkdirSync(socket, { recursive: true, mode: 0o700 })
  hand(socket)
  const url = stateUrl(root)
  const binaries = await findBinaries()
  const orphan = await stopOrphan(data)
  if (orphan) process.emitWarning(`A database process ${orphan} that an earlier run left behind was stopped in order.`)
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(binaries.initdb, root, data)
  const options = Object.entries({ ...settings, unix_socket_directories: socket }).flatMap(([k, v]) => [
    '-c',
    `${k}=${v}`,
  ])
  const child = start(binaries.postgres, ['-D', data, ...options])
  const words = listen(child)
  await ready(child, url, words, data)
  let asked = false
  const crashed = new Promise<string>(tell => {
    child.once('exit', (code, signal) => {
      if (!asked) tell(`The database ended by itself (${signal ?? code}): ${lastWords(words())}`)
    })
  })
  return {
    url,
    pid: child.pid!,
    crashed,
    stop() {
      asked = true
      return stop(child)
    },
  }
}

/** Where the server of this folder answers while it runs: to whoever may open the folder, and nobody else. */
export const stateUrl = (folder: string): string =>
  `postgresql://${USER}@/postgres?host=${encodeURIComponent(socketFolder(resolve(folder)))}&port=${PORT}`

/** A long path has no room for a socket: then it stands in the folder for temporary files. */
function socketFolder(root: string): string {
  const own = join(root, 'socket')
  if (own.length <= LONGEST_SOCKET_FOLDER) return own
  const name = Buffer.from(root).toString('base64url').slice(-24)
  return join('/tmp', `nautilus-${process.getuid?.() ?? 0}-${name}`)
}

function initialise(initdb: string, root: string, data: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 })
  // What an interrupted first start left is no database yet.
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
  hand(data)
  // Who reaches the socket is let in: its folder is open to its owner alone.
  const rights = ['--auth-local=trust', '--auth-host=reject']
  runToEnd(initdb, ['-D', data, '-U', USER, ...rights, '-E', 'UTF8', '--locale=C', '--no-instructions'])
}

/** After a kill -9 of ours the server lives on. Its process id, when one had to be stopped. */
async function stopOrphan(data: string): Promise<number | null> {
  const pid = pidOf(data)
  if (pid === null || !isPostgres(pid, data)) return null
  process.kill(pid, 'SIGINT')
  await gone(pid)
  return pid
}

function pidOf(data: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10)
    return Number.isInteger(pid) && pid > 1 ? pid : null
  } catch {
    return null
  }
}

/** Numbers of processes are used again: it must be a postgres of this very folder. */
function isPostgres(pid: number, data: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words[0]?.endsWith('postgres') === true && words.includes(data)
  } catch {
    return false
  }
}

async function gone(pid: number): Promise<void> {
  const until = Date.now() + START_WITHIN
  while (isAlive(pid)) {
    if (Date.now() > until)
      throw new Trouble(`The database process ${pid} of an earlier run does not end: stop it by hand.`)
    await pause(LOOK_EVERY)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Its last words, for when it does not come up. */
function listen(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', piece => {
    text = (text + piece).slice(-8192)
  })
  return () => text
}

async function ready(child: ChildProcess, url: string, words: () => string, data: string): Promise<void> {
  const until = Date.now() + START_WITHIN
  while (true) {
    if (child.exitCode !== null) throw new Trouble(`The database in ${data} did not start: ${lastWords(words())}`)
    if (await answers(url)) return
    if (Date.now() > until) {
      child.kill('SIGINT')
      throw new Trouble(`The database in ${data} did not answer within ${START_WITHIN / 1000} s: ${lastWords(words())}`)
    }
    await pause(LOOK_EVERY)
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** SIGINT: connections are closed, a checkpoint is written. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGINT')
  await ended
}
