// A sensor that reads one capture file, in a thread of its own.
import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readCapture } from '@nautilus/capture'
import { Sensor } from '@nautilus/sensor'
import { Channel } from './channel.ts'
import { healthOf } from './health.ts'

/** Bytes that each packed byte may unpack into. Captures of cyclic traffic pack 5 to 100 times. */
const MAX_SWELLING = 200
/** Bytes that any packed capture may unpack into. */
const LEAST_UNPACKED = 256 * 1024 * 1024

export type FileJob = { readonly file: string; readonly taught: boolean; readonly credit: SharedArrayBuffer }

const { file, taught, credit } = workerData as FileJob
const channel = new Channel(parentPort!, credit)
const sensor: Sensor = new Sensor({ onBatch: batch => channel.send(batch, taught, healthOf(sensor)) })
const reading = await readCapture(
  file,
  sensor,
  (read, total) => channel.tell({ kind: 'progress', read, total }),
  Math.max(LEAST_UNPACKED, MAX_SWELLING * statSync(file).size),
)
sensor.finish()
const problem = !reading.ok
  ? reading.message
  : reading.damage && `${file} is damaged: ${reading.damage.why}. What came before it was taken.`
channel.tell({ kind: 'end', problem, health: healthOf(sensor) })
