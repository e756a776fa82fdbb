// The demonstration plant: the simulator's frames at the pace of the clock, watched by an ordinary sensor.
import { parentPort, workerData } from 'node:worker_threads'
import { CaptureReader } from '@nautilus/capture'
import type { RingOptions } from '@nautilus/ring'
import { Sensor } from '@nautilus/sensor'
import { encodePcap, LivePlant, type Story } from '@nautilus/simulator'
import { Channel } from './channel.ts'
import { healthTeller } from './health.ts'
import { keepFrames } from './kept-frames.ts'

export type DemoJob = {
  readonly seed: number
  /** ms of normal operation before now that teach what is normal; 0 where that is known. */
  readonly learn: number
  readonly ring: RingOptions | null
  readonly credit: SharedArrayBuffer
}
/** What a person tells the plant. */
export type ToDemo = { readonly tell: Exclude<Story, 'normal'> }

/** ms */
const PACE = 250
/** µs between the last lesson and now: what happened in between is watched. */
const FRESH = 60e6

const { seed, learn, ring, credit } = workerData as DemoJob
const channel = new Channel(parentPort!, credit)
const now = (): number => Date.now() * 1000
const start = now() - Math.max(learn * 1000, 0) - (learn > 0 ? FRESH : 0)
const taughtUntil = learn > 0 ? start + learn * 1000 : 0
const plant = new LivePlant({ seed, start })
const tell = healthTeller(() => sensor)
const sensor: Sensor = new Sensor({
  onBatch: batch => channel.send(batch, batch.to <= taughtUntil, { ...tell(batch.to), ...kept.told() }),
})
const kept = keepFrames(sensor, ring, sentence => channel.tell({ kind: 'word', sentence }))
const reader = new CaptureReader(kept.sink)
channel.lend(kept)
let isFirst = true

/** The sensor reads what a capture program would pipe into it: one file header, then records. */
function watch(until: number): void {
  let header = isFirst ? 0 : HEADER
  for (const chunk of encodePcap(plant.until(until))) {
    reader.push(chunk.subarray(header))
    header = 0
  }
  isFirst = false
}
/** Of a pcap file. */
const HEADER = 24

parentPort!.on('message', ({ tell }: Partial<ToDemo>) => {
  if (tell) plant.tell(tell)
})
if (taughtUntil > 0) watch(taughtUntil)
watch(now())
setInterval(() => {
  watch(now())
  sensor.tell()
}, PACE)
