// A sensor on a live interface: what tcpdump hears, read from its pipe. tcpdump only listens; nothing here can send.
import { spawn } from 'node:child_process'
import { parentPort, workerData } from 'node:worker_threads'
import { CaptureReader } from '@nautilus/capture'
import type { RingOptions } from '@nautilus/ring'
import { Sensor } from '@nautilus/sensor'
import { Channel } from './channel.ts'
import { healthOf, healthTeller } from './health.ts'
import { keepFrames } from './kept-frames.ts'

export type LiveJob = {
  readonly interface: string
  readonly ring: RingOptions | null
  readonly credit: SharedArrayBuffer
}

/** ms between batches where something is ready; and where that is something which changes a device. */
const PACE = 1000
const URGENT = 200
/** kB that the kernel keeps for us while we are busy. */
const KERNEL_BUFFER = '65536'

const { interface: name, ring, credit } = workerData as LiveJob
const channel = new Channel(parentPort!, credit)
const tell = healthTeller(() => sensor)
const sensor: Sensor = new Sensor({
  onBatch: batch => channel.send(batch, false, { ...tell(batch.to), ...kept.told(), dropped }),
})
const kept = keepFrames(sensor, ring, message => channel.tell({ kind: 'trouble', message }))
const reader = new CaptureReader(kept.sink)
channel.lend(kept)
let dropped = 0
let words = ''

const options = ['-i', name, '-w', '-', '-U', '-n', '-s', '0', '--immediate-mode', '-B', KERNEL_BUFFER]
const child = spawn('tcpdump', options, { stdio: ['ignore', 'pipe', 'pipe'] })
child.stdout.on('data', (piece: Buffer) => reader.push(piece))
child.stderr.on('data', piece => {
  words = (words + piece).slice(-2000)
  dropped = Number(/(\d+) packets? dropped by kernel/.exec(words)?.[1] ?? dropped)
})
let looks = 0
const pace = setInterval(() => {
  looks++
  if (sensor.isUrgent || looks % (PACE / URGENT) === 0) sensor.tell()
}, URGENT)
child.on('error', error => end(`tcpdump could not be started: ${error.message}; install it (Debian package tcpdump)`))
child.on('close', () => end(`watching ${name} ended: ${words.trim().split('\n').at(-1) ?? ''}`))

function end(problem: string): void {
  clearInterval(pace)
  sensor.finish()
  channel.tell({ kind: 'end', problem, health: healthOf(sensor) })
}
