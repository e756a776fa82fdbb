// Runs a script of real protocol stacks in a network namespace of its own and captures what they say there. Nothing leaves
// the machine: the namespace has a loopback interface and nothing else.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MARK } from './traffic/mark.ts'

const POLL = 20 // milliseconds
const PATIENCE = 60_000
// In immediate mode each frame takes a slot of 256 KiB: the default of 2 MiB has room for eight, and a busy machine loses
// the ninth.
const BUFFER = `${64 * 1024}` // KiB

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0

/** Whether this user may make a network namespace and capture in it. */
export function canRecord(): boolean {
  if (!has('tcpdump', '--version')) return false
  const name = `nautilus-try-${process.pid}`
  const made = has('ip', 'netns', 'add', name)
  if (made) spawnSync('ip', ['netns', 'delete', name])
  return made
}

/** The capture of what the script said, and what to do when it is no longer needed. */
export async function record(script: string): Promise<{ path: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-peers-'))
  const name = `nautilus-${script}-${process.pid}`
  const path = join(folder, 'talk.pcap')
  run('ip', 'netns', 'add', name)
  try {
    run('ip', '-n', name, 'link', 'set', 'lo', 'up')
    const capture = inside(name, 'tcpdump', '-i', 'lo', '-B', BUFFER, '-U', '--immediate-mode', '-w', path)
    await said(capture, 'listening on')
    const program = fileURLToPath(new URL(`./traffic/${script}.mjs`, import.meta.url))
    await ended(inside(name, process.execPath, program, folder), script)
    await until(() => readFileSync(path).includes(MARK))
    capture.kill('SIGINT')
    const told = await ended(capture, 'tcpdump')
    if (!told.includes('\n0 packets dropped by kernel')) throw new Error(`${script}: not all was captured: ${told}`)
    if (statSync(path).size === 0) throw new Error(`${script}: nothing was captured`)
  } finally {
    spawnSync('ip', ['netns', 'delete', name])
  }
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}

const inside = (name: string, ...command: string[]): ChildProcess =>
  spawn('ip', ['netns', 'exec', name, ...command], { stdio: ['ignore', 'ignore', 'pipe'] })

function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stderr!.setEncoding('utf8').on('data', piece => {
      text += piece
      if (text.includes(words)) resolve()
    })
    child.on('close', code => reject(new Error(`ended with ${code}: ${text}`)))
  })
}

/** What it wrote to standard error. */
function ended(child: ChildProcess, what: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
    child.stderr!.setEncoding('utf8').on('data', piece => {
      text += piece
    })
    child.on('error', reject)
    child.on('close', code => {
      clearTimeout(late)
      if (code === 0) resolve(text)
      else reject(new Error(`${what} ended with ${code}: ${text}`))
    })
  })
}

function until(condition: () => boolean): Promise<void> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (condition()) resolve()
      else if (performance.now() - began > PATIENCE) reject(new Error('the end of the traffic was never captured'))
      else setTimeout(look, POLL)
    }
    look()
  })
}
