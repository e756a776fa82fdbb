// A policy as the calls it makes, one after another.
import type { Duty } from '../duties.ts'
import type { Channel, Policy } from './policy.ts'

const MINUTE = 60e6

/** `who`: the one on call, his deputy, or both. `wait`: µs until the next slot, if nobody acknowledged. */
export type Slot = {
  /** `step-2.try-1`, `step-2.fallback`, `everybody.3`, `inform-1`. */
  readonly id: string
  readonly duties: readonly Duty[]
  readonly channels: readonly Channel[]
  readonly who: 'on call' | 'deputy' | 'both'
  readonly wait: number
}

export function slotsOf({ steps, everybody }: Policy): readonly Slot[] {
  const ofSteps = steps.flatMap(({ duties, channels, acknowledgeWithin, tries, fallback }, at): Slot[] => {
    const name = `step-${at + 1}`
    const wait = acknowledgeWithin * MINUTE
    const each = Array.from(
      { length: tries },
      (_, time): Slot => ({
        id: `${name}.try-${time + 1}`,
        duties,
        channels,
        who: 'on call',
        wait,
      }),
    )
    const deputies: Slot = { id: `${name}.deputy`, duties, channels, who: 'deputy', wait }
    const other = fallback
      ? [{ id: `${name}.fallback`, duties: [fallback], channels, who: 'on call', wait } as const]
      : []
    return [...each, deputies, ...other]
  })
  const last = Array.from(
    { length: everybody.tries },
    (_, time): Slot => ({
      id: `everybody.${time + 1}`,
      duties: everybody.duties,
      channels: everybody.channels,
      who: 'both',
      wait: everybody.every * MINUTE,
    }),
  )
  return [...ofSteps, ...last]
}
