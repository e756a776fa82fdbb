// Who is on call from when to when: for calendars. The same answers as `onCall`, moment by moment.
import { nextChange, type OnCall, onCall, type Roster } from './roster.ts'

/** Nobody reads more of them at once; a roster with a swap every minute is cut here. */
export const MAX_SHIFTS = 2_000

/** µs; the end does not belong to it. */
export type Shift = OnCall & { readonly from: number; readonly to: number }

/** From `from` to `to` (µs) without a hole: a time in which nobody is on call is a shift of nobody. */
export function shiftsOf(roster: Roster, from: number, to: number): readonly Shift[] {
  const shifts: Shift[] = []
  for (let at = from; at < to && shifts.length < MAX_SHIFTS; ) {
    const next = Math.min(to, nextChange(roster, at))
    const now = onCall(roster, at)
    const last = shifts.at(-1)
    if (last && isSame(last, now)) shifts[shifts.length - 1] = { ...last, to: next }
    else shifts.push({ ...now, from: at, to: next })
    at = next
  }
  return shifts
}

const isSame = (a: OnCall, b: OnCall): boolean => a.person === b.person && a.deputy === b.deputy && a.why === b.why
