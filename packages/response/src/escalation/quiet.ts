import type { Policy } from './policy.ts'
import { dateAt, dayAfter, momentOf } from './wall-time.ts'

type Quiet = NonNullable<Policy['quiet']>

/** The end of the quiet hours that a moment (µs) lies in; the moment itself where it lies in none. */
export function endOfQuiet({ from, to, timeZone }: Quiet, at: number): number {
  const today = dateAt(at, timeZone)
  for (const day of [dayAfter(today, -1), today]) {
    const begins = momentOf(day, from, timeZone)
    const ends = momentOf(to > from ? day : dayAfter(day), to, timeZone)
    if (at >= begins && at < ends) return ends
  }
  return at
}
