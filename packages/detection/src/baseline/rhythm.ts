// When in the week a device does something, and how much in an hour.
import type { Volume as VolumeFact } from '../known.ts'
import { HOUR } from './limits.ts'
import { listOf, most, record, type Shape, sum, Unreadable } from './shape.ts'
import { add, newSketch, quantile, type Sketch, sketchShape } from './sketch.ts'

export const WEEK = 168

/** From µs UTC to the hour of the week of the site: 0 is Monday 0:00 to 1:00. 1970 began on a Thursday. */
export type LocalHour = (at: number) => number

/** A time zone by its name, and its hours. What was learned by one clock is read by no other. */
export type BaselineClock = { readonly timeZone: string; readonly localHour: LocalHour }
export const utcClock: BaselineClock = {
  timeZone: 'UTC',
  localHour: at => (Math.floor(at / HOUR) + 72) % WEEK,
}

/** By hour of the week: in how many weeks it acted. `hour` is the newest one counted, in hours since 1970. */
export type Rhythm = { hour: number; weeks: number[] }

export const newRhythm = (): Rhythm => ({ hour: -1, weeks: new Array<number>(WEEK).fill(0) })

export function beat(rhythm: Rhythm, at: number, localHour: LocalHour): void {
  const hour = Math.floor(at / HOUR)
  if (hour <= rhythm.hour) return
  rhythm.hour = hour
  rhythm.weeks[((localHour(at) % WEEK) + WEEK) % WEEK]!++
}

/** The share of the weeks since `since` in which it acted in this hour; null before a whole week was over. */
export function usualness(rhythm: Rhythm, since: number, at: number, localHour: LocalHour): number | null {
  const weeks = Math.floor((at - since) / (WEEK * HOUR))
  if (weeks < 1) return null
  return Math.min(1, rhythm.weeks[((localHour(at) % WEEK) + WEEK) % WEEK]! / weeks)
}

export const rhythmShape: Shape<Rhythm> = record<Rhythm>(newRhythm, {
  hour: most,
  weeks: {
    write: weeks => weeks,
    read(json, where) {
      const parts = listOf(json, where, WEEK)
      if (parts.length !== WEEK) throw new Unreadable(`${where} has not ${WEEK} hours`)
      return parts.map((part, at) => sum.read(part, where && `hour ${at} of ${where}`))
    },
    merge: (a, b) => a.map((weeks, at) => weeks + b[at]!),
  },
})

/** Totals by the hour. The hour that is running is not yet counted. */
export type Volume = { hour: number; running: number; most: number; hours: Sketch }

export const newVolume = (): Volume => ({ hour: -1, running: 0, most: 0, hours: newSketch() })

export function pour(volume: Volume, at: number, amount: number): void {
  const hour = Math.floor(at / HOUR)
  if (hour > volume.hour) {
    close(volume)
    volume.hour = hour
  }
  volume.running += amount
}

function close(volume: Volume): void {
  if (volume.hour < 0) return
  add(volume.hours, volume.running)
  volume.most = Math.max(volume.most, volume.running)
  volume.running = 0
}

/** Of whole hours in which there was any; null before the first was over. */
export const volumeOf = ({ hours, most: top }: Volume): VolumeFact | null =>
  hours.total === 0 ? null : { usual: quantile(hours, 0.5), high: quantile(hours, 0.95), most: top, hours: hours.total }

/** Running hours of two captures are over, whichever is joined first. */
export const volumeShape: Shape<Volume> = record<Volume>(
  newVolume,
  { hour: most, running: sum, most, hours: sketchShape },
  (a, b) => {
    close(a)
    close(b)
    a.hour = -1
    a.most = Math.max(a.most, b.most)
    a.hours = sketchShape.merge(a.hours, b.hours)
    return a
  },
)
