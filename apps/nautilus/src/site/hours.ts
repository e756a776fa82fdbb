// The hours of the week at a site, for what a baseline learns of them.
import { type BaselineClock, utcClock } from '@nautilus/detection'
import { clockOf, isTimeZone } from './clock.ts'

/** Null where it is no time zone. */
export function hoursOf(timeZone: string): BaselineClock | null {
  if (timeZone === utcClock.timeZone) return utcClock
  if (!isTimeZone(timeZone)) return null
  const wallTime = clockOf(timeZone)
  const localHour = (at: number): number => {
    const { weekday, hour } = wallTime(at)
    return (weekday - 1) * 24 + hour
  }
  return { timeZone, localHour }
}
