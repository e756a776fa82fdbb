// Programs of a measurement, each in its namespace.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../../world.ts'

export const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
export const SENDER = fileURLToPath(new URL('./sender.ts', import.meta.url))

/** `ready`: it says that it listens. `done`: its standard output, when it ended well. */
export type Started = { readonly ready: Promise<void>; readonly done: Promise<string> }

export function started(args: readonly string[], space?: string): Started {
  const all = [process.execPath, ...args]
  const [program = '', ...rest] = space === undefined ? all : ['ip', 'netns', 'exec', space, ...all]
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, words] = ['', '']
  const ready = new Promise<void>(resolve => {
    child.stderr.on('data', piece => {
      words += piece
      if (words.includes('ready\n')) resolve()
    })
  })
  child.stdout.on('data', piece => {
    out += piece
  })
  const done = new Promise<string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(out)
      else reject(new Refusal(`a part of the measurement failed: ${words.trim().split('\n').at(-1)}`))
    })
  })
  return { ready, done }
}
