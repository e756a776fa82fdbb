// A sensor on live traffic, in a thread of its own: from interfaces, or from streams of somebody who captures.
import { parentPort, workerData } from 'node:worker_threads'
import type { Hearing } from '@nautilus/model'
import type { RingOptions } from '@nautilus/ring'
import { Sensor } from '@nautilus/sensor'
import { isLesson, type SensorSettings } from '../sensor/settings.ts'
import { dissectorsFor, withoutVlans } from '../sensor/tuned.ts'
import { Channel, type StopListening } from './channel.ts'
import type { LiveSource } from './config-sources.ts'
import { healthOf, healthTeller } from './health.ts'
import { keepFrames } from './kept-frames.ts'
import { droppedOf, type Ear } from './live/ear.ts'
import { MirrorCounter } from './live/mirror.ts'
import { openEar } from './live/open-ear.ts'
import { Pace } from './live/pace.ts'

export type LiveJob = {
  readonly source: LiveSource
  /** The number that threads share which listen to the same. */
  readonly group: number | null
  readonly ring: RingOptions | null
  readonly credit: SharedArrayBuffer
  /** Of a sensor that is told what to look at. */
  readonly settings?: SensorSettings
}

/** ms after which it says how it stands, where no batch does. */
const WORD = 5000
/** ms over which it is measured how much of the time it works. */
const LEAST_LOOK = 2000

const { source, group, ring, credit, settings = null } = workerData as LiveJob
const channel = new Channel(parentPort!, credit)
const tell = healthTeller(() => sensor)
let ear: Ear | null = null
/** The last that was heard of it. */
let hearing: Hearing | null = null
let spoke = performance.now()

const sensor: Sensor = new Sensor({
  onBatch: batch => {
    spoke = performance.now()
    channel.send(batch, isLesson(settings, batch.to), withHearing(tell(batch.to)))
  },
  ...dissectorsFor(settings),
})
const kept = keepFrames(sensor, ring, sentence => channel.tell({ kind: 'word', sentence }))
channel.lend(kept)
const mirror = new MirrorCounter(withoutVlans(kept.sink, settings?.ignoreVlans ?? []))
let worked = performance.eventLoopUtilization()
/** Of the last moments. */
let load = 0

const pace = new Pace(sensor)

parentPort!.on('message', ({ kind }: Partial<StopListening>) => {
  if (kind === 'stop') end(null)
})

try {
  ear = await openEar(source, group, {
    sink: mirror,
    onTurn: () => {
      pace.turn()
      if (performance.now() - spoke >= WORD) say()
    },
    onWord: sentence => {
      channel.tell({ kind: 'word', sentence })
      say()
    },
    onEnd: end,
  })
  say()
} catch (error) {
  end((error as Error).message)
}

function say(): void {
  spoke = performance.now()
  channel.tell({ kind: 'health', health: withHearing(healthOf(sensor)) })
}

function withHearing<Health extends ReturnType<typeof healthOf>>(health: Health): Health {
  if (ear) hearing = ear.hearing()
  const { both, oneSided } = sensor.sight
  const told = { ...health, ...kept.told(), mirror: { ...mirror.told(), both, oneSided }, load: loadNow() }
  return hearing ? { ...told, dropped: droppedOf(hearing), hearing } : told
}

/** Too short a time says nothing. */
function loadNow(): number {
  const { idle, active, utilization } = performance.eventLoopUtilization(worked)
  if (idle + active < LEAST_LOOK) return load
  worked = performance.eventLoopUtilization()
  load = Math.min(1, Math.max(0, utilization))
  return load
}

/** What is still open is told; then nothing more comes. */
function end(problem: string | null): void {
  const ended = ear
  const health = withHearing(healthOf(sensor))
  ear = null
  ended?.stop(() => sensor.finish())
  channel.tell({ kind: 'end', problem, health })
  parentPort!.unref()
}
