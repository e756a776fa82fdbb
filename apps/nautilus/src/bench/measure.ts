import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SiteCost } from './inventory.ts'

/** One program over one capture. Seconds and bytes; null where this system does not tell. */
export type Run = {
  /** Of the work itself: without the start of the program where it can tell the two apart. */
  readonly wall: number
  readonly cpu: number | null
  /** Of the whole process, start and end included. */
  readonly processCpu: number | null
  readonly memory: number | null
  /** What a child of ours says of its work. */
  readonly figures: Figures | null
}

export type Figures = {
  readonly ok: boolean
  readonly packets: number
  readonly flows: number
  readonly rows: number
  readonly wall: number
  readonly cpu: number
  readonly memory: number
}

/** Ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICK = 0.01
const POLL = 10

/** CPU seconds of all children that have ended: the difference around one child is what it used, threads and all. */
function childrenCpu(): number | null {
  const stat = read('/proc/self/stat')
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * TICK
}

function peakOf(pid: number | undefined): number {
  const status = read(`/proc/${pid}/status`)
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status ?? '')?.[1] ?? 0)
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

type Ended = { readonly ok: boolean; readonly missing: boolean; readonly text: string; readonly peak: number }

function ended(command: string, args: readonly string[]): Promise<Ended> {
  return new Promise(resolve => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    let text = ''
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid))
    }, POLL)
    child.stdout.on('data', piece => {
      text = (text + piece).slice(-65_536)
    })
    const end = (ok: boolean, missing: boolean) => {
      clearInterval(watch)
      resolve({ ok, missing, text, peak })
    }
    child.on('error', () => end(false, true))
    child.on('close', code => end(code === 0, false))
  })
}

/** Runs a program; `missing` when it is not installed, `failed` when it could not do it. */
export async function measure(command: string, args: readonly string[]): Promise<Run | 'missing' | 'failed'> {
  const before = childrenCpu()
  const began = performance.now()
  const { ok, missing, text, peak } = await ended(command, args)
  const wall = (performance.now() - began) / 1000
  if (missing) return 'missing'
  if (!ok) return 'failed'
  const after = childrenCpu()
  const cpu = before === null || after === null ? null : after - before
  const figures = text.startsWith('{') ? (JSON.parse(text) as Figures) : null
  if (figures) return { wall: figures.wall, cpu: figures.cpu, processCpu: cpu, memory: figures.memory, figures }
  return { wall, cpu, processCpu: cpu, memory: peak || null, figures: null }
}

const site = fileURLToPath(new URL('./inventory-child.ts', import.meta.url))

/** A large site, in a process of its own; null when that failed. */
export async function siteRun(assets: number, links: number): Promise<(SiteCost & { readonly peak: number }) | null> {
  const { ok, text } = await ended(process.execPath, ['--expose-gc', site, `${assets}`, `${links}`])
  return ok ? JSON.parse(text) : null
}

const child = fileURLToPath(new URL('./child.ts', import.meta.url))

export const nautilus = (file: string, repeat: 'on' | 'off') => measure(process.execPath, [child, file, repeat])

/** The run with the middle CPU time. */
export async function medianOf(
  runs: number,
  once: () => Promise<Run | 'missing' | 'failed'>,
): Promise<Run | 'missing' | 'failed'> {
  const done: Run[] = []
  for (let run = 0; run < runs; run++) {
    const result = await once()
    if (typeof result === 'string') return result
    done.push(result)
  }
  done.sort((a, b) => (a.cpu ?? a.wall) - (b.cpu ?? b.wall))
  return done[Math.floor(done.length / 2)]!
}
