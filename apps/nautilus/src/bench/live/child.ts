// One measured run of the packet path, in a process of its own: the frames of a file, or those of an interface until so
// many have come. argv: JSON of `Run`. Everything else is the same: what the sensor tells is packed as for the platform.
import '../../heap.ts'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { encodeBatch } from '@nautilus/bus'
import { CaptureReader, readCapture } from '@nautilus/capture'
import type { Batch, Verb } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { FrameRing } from '../../platform/frame-ring.ts'
import { healthOf } from '../../platform/health.ts'
import { droppedOf } from '../../platform/live/ear.ts'
import { openEar } from '../../platform/live/open-ear.ts'
import { Pace } from '../../platform/live/pace.ts'

/** A file at so many frames a second, in the turns in which an interface is read. */
type PacedRun = { readonly file: string; readonly frames: number; readonly rate: number; readonly warm: number }
/** `warm`: frames that are heard before the processor's time is counted. A file alone is read as fast as it goes. */
export type Run =
  | { readonly file: string }
  | PacedRun
  | { readonly interface: string; readonly frames: number; readonly warm?: number }
export type Result = {
  readonly packets: number
  readonly dropped: number
  readonly frozen: number
  /** s, of the processor, and on the clock, between the first frame and the last. */
  readonly cpu: number
  readonly wall: number
  /** Bytes, the most there was. */
  readonly memory: number
  /** Bytes, once a minute: what is held at rest must not grow. */
  readonly held: readonly number[]
  /** ms from frame to batch of what matters, sorted. */
  readonly latencies: readonly number[]
}

/** ms without a frame after which no more will come. */
const OVER = 3000
const MINUTE = 60_000
/** ms between two turns of a ring. */
const TURN = 100
/** Verbs that are rolled up. */
const cyclic: ReadonlySet<Verb> = new Set<Verb>(['read', 'report', 'subscribe', 'connect', 'discover'])

const asked = JSON.parse(process.argv[2]!) as Run
const latencies: number[] = []
const held: number[] = []
const isLive = 'interface' in asked
const sensor: Sensor = new Sensor({
  onBatch: batch => {
    encodeBatch({ ...batch, health: healthOf(sensor) })
    if (isLive) time(batch)
  },
})
const ring = new FrameRing(sensor)
const pace = new Pace(sensor)

function time({ activities }: Batch): void {
  const now = (performance.timeOrigin + performance.now()) * 1000
  for (const { verb, last } of activities) if (!cyclic.has(verb)) latencies.push((now - last) / 1000)
}

if ('interface' in asked) await listen(asked.interface, asked.frames, asked.warm ?? 0)
else if ('rate' in asked) await readAt(asked)
else await read(asked.file)

async function read(file: string): Promise<void> {
  const [before, began] = [process.cpuUsage(), performance.now()]
  await readCapture(file, ring)
  tell(process.cpuUsage(before), performance.now() - began, 0, 0)
}

/** What comes slowly costs more for each frame, also from a file: an interface is to be compared with that. */
async function readAt({ file, frames, rate, warm }: PacedRun): Promise<void> {
  const bytes = readFileSync(file)
  const reader = new CaptureReader(ring)
  const turn = Math.ceil((bytes.length / frames) * rate * (TURN / 1000))
  let [before, began] = [process.cpuUsage(), performance.now()]
  let from = 0
  for (let at = 0; at < bytes.length; at += turn) {
    await pause(Math.max(0, began + ((sensor.packets - from) * 1000) / rate - performance.now()))
    reader.push(bytes.subarray(at, at + turn))
    pace.turn()
    if (from === 0 && sensor.packets >= warm)
      [before, began, from] = [process.cpuUsage(), performance.now(), sensor.packets]
  }
  tell(process.cpuUsage(before), performance.now() - began, 0, 0)
}

async function listen(name: string, frames: number, warm: number): Promise<void> {
  const source = { kind: 'interface', interfaces: [name], filter: null, threads: 1, buffer: 64 } as const
  let [before, began, ended, seen] = [process.cpuUsage(), 0, 0, 0]
  let used = process.cpuUsage(before)
  // With the turns of the ear: timers of the measurement would be measured.
  const look = () => {
    const now = performance.now()
    if (sensor.packets <= warm) {
      before = process.cpuUsage()
      began = now
      return
    }
    if (sensor.packets > seen) {
      seen = sensor.packets
      ended = now
      used = process.cpuUsage(before)
      return
    }
    const hearing = ear.hearing()
    const dropped = droppedOf(hearing)
    if (seen + dropped < frames && now - ended < OVER) return
    ear.stop(() => tell(used, ended - began, dropped, hearing.interfaces[0]?.frozen ?? 0))
  }
  const ear = await openEar(source, null, {
    sink: ring,
    onTurn: () => {
      pace.turn()
      look()
    },
    onWord: word => process.stderr.write(`${word}\n`),
    onEnd: problem => {
      process.stderr.write(`${problem}\n`)
      process.exit(1)
    },
  })
  process.stderr.write('ready\n')
  setInterval(() => held.push(process.memoryUsage.rss()), MINUTE)
}

function tell({ user, system }: NodeJS.CpuUsage, ms: number, dropped: number, frozen: number): void {
  const memory = process.resourceUsage().maxRSS * 1024
  const times = { cpu: (user + system) / 1e6, wall: ms / 1000 }
  const sorted = latencies.toSorted((a, b) => a - b)
  const result: Result = { packets: sensor.packets, dropped, frozen, ...times, memory, held, latencies: sorted }
  process.stdout.write(JSON.stringify(result), () => process.exit())
}
