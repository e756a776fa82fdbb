// Programs that run in the machines of the plant, and what they say.
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { NOBODY, type Space } from './spaces.ts'

const MAIN = fileURLToPath(new URL('../../apps/nautilus/src/main.ts', import.meta.url))
const STATIONS = fileURLToPath(new URL('../peers/stations/', import.meta.url))
/** ms, on a machine that does other things besides. */
const PATIENCE = 120_000
const STOPS_WITHIN = 45_000

export type Program = {
  readonly child: ChildProcess
  /** What it said so far. */
  words(): string
  /** Resolves when it said this, or ended. */
  said(text: string): Promise<void>
  /** Its exit code, or its signal. */
  readonly ended: Promise<number | string>
  stop(): Promise<void>
}

type How = { readonly env?: NodeJS.ProcessEnv; readonly asNobody?: boolean }

export function start(space: Space, command: readonly string[], { env = {}, asNobody = false }: How = {}): Program {
  const whole = asNobody ? [...NOBODY, ...command] : command
  const child = space.spawn(whole, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let words = ''
  const waiting = new Set<() => void>()
  const hear = (piece: Buffer) => {
    words += piece
    for (const look of waiting) look()
  }
  child.stdout!.on('data', hear)
  child.stderr!.on('data', hear)
  const ended = new Promise<number | string>(resolve => child.on('close', (code, signal) => resolve(code ?? signal!)))
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${command.join(' ')} ${why} before it said "${text}": ${words}`))
      const late = setTimeout(() => fail('hung'), PATIENCE)
      const look = () => {
        if (!words.includes(text)) return
        clearTimeout(late)
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      void ended.then(() => {
        clearTimeout(late)
        fail('ended')
      })
      look()
    })
  const stop = async () => {
    const late = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
    clearTimeout(late)
  }
  return { child, words: () => words, said, ended, stop }
}

export const nautilus = (space: Space, args: readonly string[], how: How = {}): Program =>
  start(space, [process.execPath, MAIN, ...args], how)

/** To its end; throws where that is none of these codes. */
export async function done(program: Program, ...codes: readonly number[]): Promise<string> {
  const code = await program.ended
  if (!(codes.length > 0 ? codes : [0]).includes(code as number))
    throw new Error(`ended with ${code}: ${program.words()}`)
  return program.words()
}

/** A real stack in a role; resolves when it is at work. */
export async function station(space: Space, stack: string, ...args: readonly string[]): Promise<Program> {
  const program = start(space, [process.execPath, `${STATIONS}${stack}.mjs`, ...args])
  await program.said('ready')
  return program
}

export const command = { node: process.execPath, main: MAIN, laptop: `${STATIONS}laptop.mjs` }
