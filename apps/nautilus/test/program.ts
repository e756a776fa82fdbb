// Runs the real program as a child process, as a user would.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodePcap, type PlantOptions, plantFrames, toldByDefault } from '@nautilus/simulator'
import { onTestFinished } from 'vitest'
import { run } from '../src/program.ts'
import type { World } from '../src/world.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))

export type Outcome = { readonly code: number | null; readonly out: string; readonly err: string }

type Surroundings = { cwd?: string; input?: Uint8Array; env?: Record<string, string> }

export function nautilus(args: readonly string[], { cwd, input, env }: Surroundings = {}): Outcome {
  const done = spawnSync(node, [main, ...args], {
    cwd,
    input,
    env: { PATH: process.env.PATH, ...env },
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

/** The same inside this process, which saves its start; for what concerns neither its streams nor its colours. */
export async function inside(args: readonly string[], { cwd, env = {} }: Surroundings = {}): Promise<Outcome> {
  const before = process.cwd()
  let out = ''
  let err = ''
  const world: World = {
    out: async text => {
      out += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')
    },
    err: text => {
      err += text
    },
    columns: Number(env.COLUMNS) || 100,
    colour: false,
    progress: false,
    terminal: false,
    clock: () => performance.now() * 1000,
    today: () => new Date().toISOString().slice(0, 10),
  }
  if (cwd !== undefined) process.chdir(cwd)
  try {
    return { code: await run(args, world), out, err }
  } finally {
    process.chdir(before)
  }
}

/** An empty directory, gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'nautilus-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Three minutes around 3 am, with all stories. */
export const night: PlantOptions = {
  seed: 7,
  start: Date.UTC(2026, 0, 12, 2, 59) * 1000,
  seconds: 180,
  stories: toldByDefault,
}

/** A capture of the simulated plant, as the bytes of a file. */
export const plant = (options: Partial<PlantOptions> = {}): Buffer =>
  Buffer.concat(Array.from(encodePcap(plantFrames({ ...night, ...options })), piece => Buffer.from(piece)))
