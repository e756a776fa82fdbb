// How much in an hour, by the hour of the week.
import { HOUR } from './limits.ts'
import { type LocalHour, WEEK } from './rhythm.ts'
import { listOf, most, nullable, record, type Shape, sum, Unreadable } from './shape.ts'
import { add, newSketch, quantile, type Sketch, sketchShape } from './sketch.ts'

/** Totals of hours that are over, by their hour of the week. `hour` is the running one, in hours since 1970. */
export type Week = { hour: number; running: number; hours: (Sketch | null)[]; place: number }

export const newWeek = (): Week => ({ hour: -1, running: 0, hours: new Array<null>(WEEK).fill(null), place: 0 })

export function pourWeek(week: Week, at: number, amount: number, localHour: LocalHour): void {
  const hour = Math.floor(at / HOUR)
  if (hour > week.hour) {
    close(week)
    week.hour = hour
    week.place = ((localHour(at) % WEEK) + WEEK) % WEEK
  }
  week.running += amount
}

function close(week: Week): void {
  if (week.hour < 0) return
  const sketch = week.hours[week.place] ?? newSketch()
  week.hours[week.place] = sketch
  add(sketch, week.running)
  week.running = 0
}

/** Weeks in which an hour must have been seen before it is judged by itself. */
const LEAST_WEEKS = 4
/** Hours of any kind that must have been seen before one is judged by all of them. */
const LEAST_HOURS = 72

export type Amount = { readonly usual: number; readonly high: number; readonly hours: number }

/** What is usual in the hour of this moment (median and 95th percentile): of this hour of the week, else of all hours. */
export function amountAt(week: Week, at: number, localHour: LocalHour): Amount | null {
  const own = week.hours[((localHour(at) % WEEK) + WEEK) % WEEK]
  if (own && own.total >= LEAST_WEEKS) return amountOf(own)
  const all = newSketch()
  for (const each of week.hours) if (each) sketchShape.merge(all, copyOf(each))
  return all.total >= LEAST_HOURS ? amountOf(all) : null
}

const copyOf = ({ level, total, keys, counts }: Sketch): Sketch => ({
  level,
  total,
  keys: [...keys],
  counts: [...counts],
})

const amountOf = (sketch: Sketch): Amount => ({
  usual: quantile(sketch, 0.5),
  high: quantile(sketch, 0.95),
  hours: sketch.total,
})

const hourShape = nullable(sketchShape)

/** Running hours of two captures are over, whichever is joined first. */
export const weekShape: Shape<Week> = record<Week>(
  newWeek,
  {
    hour: most,
    running: sum,
    hours: {
      write: hours => hours.map(each => hourShape.write(each)),
      read(json, where) {
        const parts = listOf(json, where, WEEK)
        if (parts.length !== WEEK) throw new Unreadable(`${where} has not ${WEEK} hours`)
        return parts.map((part, at) => hourShape.read(part, where && `hour ${at} of ${where}`))
      },
      merge: (a, b) => a.map((each, at) => hourShape.merge(each, b[at] ?? null)),
    },
    place: {
      write: place => place,
      read(json, where) {
        const place = sum.read(json, where)
        if (place >= WEEK) throw new Unreadable(`${where} is no hour of the week`)
        return place
      },
      merge: (_, b) => b,
    },
  },
  (a, b) => {
    close(a)
    close(b)
    Object.assign(a, { hour: -1, place: 0 })
    a.hours = a.hours.map((each, at) => hourShape.merge(each, b.hours[at] ?? null))
    return a
  },
)
