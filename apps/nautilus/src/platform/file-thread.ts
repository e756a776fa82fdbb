// A sensor that reads one capture file, in a thread of its own.
import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readCapture } from '@nautilus/capture'
import { Sensor } from '@nautilus/sensor'
import { Channel } from './channel.ts'
import { healthOf } from './health.ts'

/** Bytes that each packed byte may unpack into. Captures of cyclic traffic pack 5 to 100 times. */
const MAX_SWELLING = 200

export type FileJob = {
  readonly file: string
  readonly taught: boolean
  /** Bytes that packed data may unpack into in any case. */
  readonly unpacked: number
  readonly credit: SharedArrayBuffer
}

const { file, taught, unpacked, credit } = workerData as FileJob
const channel = new Channel(parentPort!, credit)
const sensor: Sensor = new Sensor({ onBatch: batch => channel.send(batch, taught, healthOf(sensor)) })
const reading = await readCapture(
  file,
  sensor,
  (read, total) => channel.tell({ kind: 'progress', read, total }),
  Math.max(unpacked, MAX_SWELLING * statSync(file).size),
)
sensor.finish()
const problem = !reading.ok
  ? reading.message
  : reading.damage && `${file} is damaged: ${reading.damage.why}. What came before it was taken.`
channel.tell({ kind: 'end', problem, health: healthOf(sensor) })
