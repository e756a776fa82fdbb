// A sensor that reads one capture file, in a thread of its own.
import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readCapture } from '@nautilus/capture'
import { Sensor } from '@nautilus/sensor'
import { isLesson, type SensorSettings } from '../sensor/settings.ts'
import { dissectorsFor, withoutVlans } from '../sensor/tuned.ts'
import { Channel } from './channel.ts'
import { healthOf, viewOf } from './health.ts'

/** Bytes that each packed byte may unpack into. Captures of cyclic traffic pack 5 to 100 times. */
const MAX_SWELLING = 200

export type FileJob = {
  readonly file: string
  readonly taught: boolean
  /** Bytes that packed data may unpack into in any case. */
  readonly unpacked: number
  readonly credit: SharedArrayBuffer
  /** Of a sensor that is told what to look at. */
  readonly settings?: SensorSettings
}

const { file, taught, unpacked, credit, settings = null } = workerData as FileJob
const channel = new Channel(parentPort!, credit)
let last = 0
const sensor: Sensor = new Sensor({
  onBatch: batch => {
    last = batch.to
    channel.send(batch, taught || isLesson(settings, batch.to), healthOf(sensor))
  },
  ...dissectorsFor(settings),
})
const reading = await readCapture(
  file,
  withoutVlans(sensor, settings?.ignoreVlans ?? []),
  (read, total) => channel.tell({ kind: 'progress', read, total }),
  Math.max(unpacked, MAX_SWELLING * statSync(file).size),
)
sensor.finish()
// What this capture does not show can be said when all of it was read.
if (sensor.packets > 0) {
  const nothing = { from: last, to: last, activities: [], connections: [], sightings: [], notices: [] }
  channel.send(nothing, taught, { ...healthOf(sensor), view: viewOf(sensor) })
}
const problem = !reading.ok
  ? reading.message
  : reading.damage && `${file} is damaged: ${reading.damage.why}. What came before it was taken.`
channel.tell({ kind: 'end', problem, health: healthOf(sensor) })
