// Work of engineering at a time at which nobody works.
import type { OperationEvent } from './event.ts'
import type { Context } from './rule.ts'

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export type OffHours = { readonly when: string; readonly baseline: string }

/** By the declared shifts; where none are declared by the hours at which engineering was seen. Null: a usual time. */
export function offHours({ client, at }: OperationEvent, { site, known }: Context): OffHours | null {
  const { hour, weekday } = site.localTime(at)
  const when = `on ${days[weekday - 1]} after ${String(hour).padStart(2, '0')}:00`
  const inShift = site.inShift(at)
  if (inShift !== null)
    return inShift ? null : { when, baseline: 'It is outside of the shifts that site.yaml declares.' }
  if (known.engineeringHours(client, at) !== 0) return null
  const place = known.segment(client)?.name ?? 'this network'
  return { when, baseline: `In ${place}, nobody was ever seen to do such work in this hour of the week.` }
}
