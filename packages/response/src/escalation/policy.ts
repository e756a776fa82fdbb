// Who is told of an incident, in which order, and how long each has to answer.
import type { Duty } from '../duties.ts'

export const channels = ['phone', 'sms', 'push', 'mail', 'chat', 'pager', 'webhook'] as const
export type Channel = (typeof channels)[number]

/** Minutes everywhere. */
export type Step = {
  readonly duties: readonly Duty[]
  readonly channels: readonly Channel[]
  /** Until somebody of them must have acknowledged. */
  readonly acknowledgeWithin: number
  /** How often it is tried before the fallback; 1 or more. */
  readonly tries: number
  /** Called when they stay silent, besides their deputies; null: their deputies alone. */
  readonly fallback: Duty | null
}

export type Policy = {
  readonly id: string
  readonly steps: readonly Step[]
  /** When all steps stayed silent: everybody of these, again and again. */
  readonly everybody: {
    readonly duties: readonly Duty[]
    readonly channels: readonly Channel[]
    readonly every: number
    readonly tries: number
  }
  /** Told once, `after` so many minutes, whether somebody acknowledged or not. Nobody waits for them. */
  readonly inform: readonly { readonly duty: Duty; readonly channels: readonly Channel[]; readonly after: number }[]
  /** An acknowledgement holds so long: if the incident stays where it is, escalation goes on. */
  readonly acknowledgementHolds: number
  /** Nobody is woken for incidents no graver than `upTo`. `from` and `to` are wall times of the site, `22:00`. */
  readonly quiet: {
    readonly from: string
    readonly to: string
    readonly timeZone: string
    readonly upTo: 'recorded' | 'low'
  } | null
}

export const policyLimits = { steps: 20, tries: 20, minutes: 7 * 24 * 60 } as const

/** What is wrong with a policy, one sentence each; empty where nothing is. */
export function policyFaults({ id, steps, everybody, inform, acknowledgementHolds }: Policy): readonly string[] {
  const faults: string[] = []
  const expect = (good: boolean, fault: string) => {
    if (!good) faults.push(`Policy ${id}: ${fault}`)
  }
  const { steps: most, tries, minutes } = policyLimits
  const isSpan = (span: number) => span > 0 && span <= minutes
  const isTries = (count: number) => Number.isInteger(count) && count >= 1 && count <= tries
  expect(steps.length > 0 && steps.length <= most, `it has 1 to ${most} steps.`)
  steps.forEach((step, at) => {
    expect(step.duties.length > 0, `step ${at + 1} names no duty.`)
    expect(step.channels.length > 0, `step ${at + 1} names no channel.`)
    expect(isSpan(step.acknowledgeWithin), `step ${at + 1} waits more than 0 and at most ${minutes} minutes.`)
    expect(isTries(step.tries), `step ${at + 1} is tried 1 to ${tries} times.`)
  })
  expect(everybody.duties.length > 0, 'everybody is nobody: name the duties that are called last.')
  expect(isSpan(everybody.every) && isTries(everybody.tries), `everybody is called 1 to ${tries} times.`)
  for (const { duty, after } of inform)
    expect(after >= 0 && after <= minutes, `${duty} is told within ${minutes} minutes.`)
  expect(isSpan(acknowledgementHolds), `an acknowledgement holds more than 0 and at most ${minutes} minutes.`)
  return faults
}
