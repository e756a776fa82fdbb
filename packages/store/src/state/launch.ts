// PostgreSQL refuses to run as root. Where we are root, it runs as somebody without rights.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { accessSync, chownSync, constants } from 'node:fs'
import { Trouble } from '../trouble.ts'

/** A user id that owns nothing. */
const NOBODY = 65_534

type How = 'plain' | 'namespace' | 'nobody'
type Launched = {
  readonly command: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

let settled: How | null = null

/** In a user namespace of its own root is nobody, and still owns the files: nothing has to change hands. */
function how(): How {
  settled ??= process.getuid?.() !== 0 ? 'plain' : hasNamespaces() ? 'namespace' : 'nobody'
  return settled
}

const mapping = ['--user', '--map-user=1000', '--map-group=1000']
const hasNamespaces = (): boolean => spawnSync('unshare', [...mapping, 'true']).status === 0

function launch(program: string, args: readonly string[]): Launched {
  switch (how()) {
    case 'plain':
      return { command: program, args }
    case 'namespace':
      return { command: 'unshare', args: [...mapping, program, ...args] }
    case 'nobody':
      return { command: program, args, uid: NOBODY, gid: NOBODY }
  }
}

/** Gives the folder to whom the server runs as. */
export function hand(folder: string): void {
  if (how() !== 'nobody') return
  chownSync(folder, NOBODY, NOBODY)
}

/** Runs a program of PostgreSQL to its end; throws its last words. */
export function runToEnd(program: string, args: readonly string[]): void {
  accessSync(program, constants.X_OK)
  const { command, args: all, ...as } = launch(program, args)
  const { status, stderr, error } = spawnSync(command, all, { encoding: 'utf8', ...as, env: environment() })
  if (error) throw new Trouble(`${program} could not be started: ${error.message}`)
  if (status !== 0) throw new Trouble(`${program} failed: ${lastWords(stderr)}`)
}

/** Starts it in a process group of its own, so that Ctrl-C reaches us and we stop it in order. */
export function start(program: string, args: readonly string[]): ChildProcess {
  const { command, args: all, ...as } = launch(program, args)
  return spawn(command, all, { ...as, env: environment(), detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
}

/** The server reads settings of libpq from its environment; those are not meant for it. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries([...Object.entries(process.env).filter(([name]) => !name.startsWith('PG')), ['LC_ALL', 'C']])

export const lastWords = (text: string): string => text.trim().split('\n').slice(-3).join(' ').slice(-600)
