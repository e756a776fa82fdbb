// Interfaces through pipes of tcpdump, where the ring is not to be had. tcpdump only listens; nothing here can send.
import { type ChildProcess, spawn } from 'node:child_process'
import { CaptureReader, hasLink, linkFacts } from '@nautilus/capture'
import type { InterfaceSource } from '../config-sources.ts'
import { Counted, type Ear, type EarOptions, Rates, TURN } from './ear.ts'

/** kB that the kernel keeps while tcpdump is busy. */
const KERNEL_BUFFER = '65536'
/** ms between questions for its counters. */
const ASK = 5000

type Pipe = {
  readonly name: string
  readonly counted: Counted
  readonly child: ChildProcess
  dropped: number
  words: string
}

/** @param why a sentence on why it is not the ring */
export function pipeEar(source: InterfaceSource, why: string, options: EarOptions): Ear {
  const rates = new Rates()
  let isOver = false
  const end = (problem: string): void => {
    if (isOver) return
    isOver = true
    for (const { child } of pipes) child.kill()
    options.onEnd(problem)
  }
  const pipes = source.interfaces.map(name => pipeOf(name, source.filter, options, end))
  // It prints its counters when it gets this signal.
  const asking = setInterval(() => pipes.map(({ child }) => child.kill('SIGUSR1')), ASK)
  const turns = setInterval(options.onTurn, TURN)
  return {
    hearing: () => ({
      by: 'tcpdump',
      why,
      interfaces: pipes.map(({ name, counted, dropped }) => {
        const state = linkFacts(name) === null ? 'gone' : hasLink(name) ? 'up' : 'down'
        const packets = counted.frames
        return {
          name,
          state,
          packets,
          dropped,
          frozen: 0,
          fill: 0,
          rate: rates.of(name, packets),
          quiet: rates.quiet(name, packets),
        }
      }),
    }),
    stop(last) {
      isOver = true
      clearInterval(asking)
      clearInterval(turns)
      for (const { child } of pipes) child.kill()
      last()
    },
  }
}

function pipeOf(name: string, filter: string | null, options: EarOptions, end: (problem: string) => void): Pipe {
  // Without -U, which writes every packet by itself: it loses a third where much comes.
  const args = ['-i', name, '-w', '-', '-n', '-s', '0', '-B', KERNEL_BUFFER, ...(filter === null ? [] : [filter])]
  const child = spawn('tcpdump', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const pipe: Pipe = { name, counted: new Counted(options.sink), child, dropped: 0, words: '' }
  const reader = new CaptureReader(pipe.counted)
  child.stdout.on('data', (piece: Buffer) => reader.push(piece))
  child.stderr.on('data', (piece: Buffer) => {
    pipe.words = (pipe.words + piece).slice(-2000)
    for (const [, count] of pipe.words.matchAll(/(\d+) packets? dropped by kernel/g)) pipe.dropped = Number(count)
  })
  const install = 'install it (Debian package tcpdump), or give this program the capability CAP_NET_RAW'
  child.on('error', error => end(`tcpdump could not be started: ${error.message}; ${install}`))
  child.on('close', () => end(`watching ${name} through tcpdump ended: ${pipe.words.trim().split('\n').at(-1) ?? ''}`))
  return pipe
}
