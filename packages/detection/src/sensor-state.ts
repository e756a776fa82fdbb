// What rules about sensors share.
import type { HealthEvent } from './event.ts'
import type { Match } from './rule.ts'

/** µs a sensor may be away, and still be the same to a rule: what went on is over when it comes back. */
export const REMEMBERED = 366 * 24 * 3600e6

/** It happens, or (`ended`, µs) is over: one finding for each sensor, which is no asset of the site. */
export const ofSensor = ({ sensor }: HealthEvent, summary: string, ended?: number): Match => ({
  summary,
  source: null,
  target: null,
  verb: null,
  dedup: sensor,
  ...(ended === undefined ? {} : { ended }),
})

/** `3 min`, `2 h`: whole ones, of µs. */
export const lengthOf = (us: number): string => {
  const minutes = Math.max(0, Math.round(us / 60e6))
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
