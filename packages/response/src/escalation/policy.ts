// Who is told of an incident, in which order, and how long each has to answer.
import type { Duty } from '../duties.ts'
import { type PlanFault, PlanFaults, planFaultText } from './fault.ts'
import { isLocalTime, isTimeZone } from './wall-time.ts'

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
export const policyFaults = (policy: Policy): readonly string[] =>
  faultsOfPolicy(policy).map(fault => `Policy ${policy.id}: ${planFaultText(fault)}`)

/** The same, each at its field. */
export function faultsOfPolicy({
  steps,
  everybody,
  inform,
  acknowledgementHolds,
  quiet,
}: Policy): readonly PlanFault[] {
  const faults = new PlanFaults()
  const { steps: most, tries, minutes } = policyLimits
  const isSpan = (span: number) => span > 0 && span <= minutes
  const isTries = (count: number) => Number.isInteger(count) && count >= 1 && count <= tries
  faults.expect(steps.length > 0 && steps.length <= most, 'steps', 'policy.steps', { most })
  steps.forEach((step, at) => {
    const [field, number] = [`steps.${at}`, at + 1]
    faults.expect(step.duties.length > 0, `${field}.duties`, 'policy.step-no-duty', { step: number })
    faults.expect(step.channels.length > 0, `${field}.channels`, 'policy.step-no-channel', { step: number })
    const waits = { step: number, most: minutes }
    faults.expect(isSpan(step.acknowledgeWithin), `${field}.acknowledgeWithin`, 'policy.step-wait', waits)
    faults.expect(isTries(step.tries), `${field}.tries`, 'policy.step-tries', { step: number, most: tries })
  })
  faults.expect(everybody.duties.length > 0, 'everybody.duties', 'policy.everybody-nobody')
  faults.expect(isSpan(everybody.every), 'everybody.every', 'policy.everybody-every', { most: minutes })
  faults.expect(isTries(everybody.tries), 'everybody.tries', 'policy.everybody-tries', { most: tries })
  inform.forEach(({ duty, after }, at) => {
    const good = after >= 0 && after <= minutes
    faults.expect(good, `inform.${at}.after`, 'policy.inform', { duty, most: minutes })
  })
  faults.expect(isSpan(acknowledgementHolds), 'acknowledgementHolds', 'policy.holds', { most: minutes })
  if (quiet) {
    faults.expect(isTimeZone(quiet.timeZone), 'quiet.timeZone', 'policy.quiet-zone', { zone: quiet.timeZone })
    for (const name of ['from', 'to'] as const)
      faults.expect(isLocalTime(quiet[name]), `quiet.${name}`, 'policy.quiet-time', { time: quiet[name] })
  }
  return faults.all
}
