// What is wrong with a roster or a policy, at the field that it is about.

/** The sentence of a fault, by its code; `{name}` stands for a value. Whoever shows it says it in the language of the reader. */
export const planFaults = {
  'roster.no-zone': '{zone} is no time zone; write for example Europe/Berlin.',
  'roster.nobody': 'it names nobody.',
  'roster.no-date': '{date} is no date; write for example 2026-01-05.',
  'roster.no-time': '{time} is no time of day; write for example 06:00.',
  'roster.no-holiday': 'the holiday {date} is no date.',
  'roster.swap-backwards': 'the swap of {person} ends before it begins.',
  'roster.too-many-people': 'it names more than {most} people.',
  'roster.too-many-holidays': 'it has more than {most} holidays.',
  'roster.too-many-swaps': 'it has more than {most} swaps.',
  'roster.stranger': 'it names somebody who does not belong to this site.',
  'policy.steps': 'it has 1 to {most} steps.',
  'policy.step-no-duty': 'step {step} names no duty.',
  'policy.step-no-channel': 'step {step} names no channel.',
  'policy.step-wait': 'step {step} waits more than 0 and at most {most} minutes.',
  'policy.step-tries': 'step {step} is tried 1 to {most} times.',
  'policy.everybody-nobody': 'everybody is nobody: name the duties that are called last.',
  'policy.everybody-every': 'everybody is called again after more than 0 and at most {most} minutes.',
  'policy.everybody-tries': 'everybody is called 1 to {most} times.',
  'policy.inform': '{duty} is told within {most} minutes.',
  'policy.holds': 'an acknowledgement holds more than 0 and at most {most} minutes.',
  'policy.quiet-zone': '{zone} is no time zone; write for example Europe/Berlin.',
  'policy.quiet-time': '{time} is no time of day; write for example 22:00.',
} as const
export type PlanFaultCode = keyof typeof planFaults

/** `field`: `steps.0.tries`; its place in the document. */
export type PlanFault = {
  readonly field: string
  readonly code: PlanFaultCode
  readonly values: Readonly<Record<string, string | number>>
}

export const planFaultText = ({ code, values }: PlanFault): string =>
  planFaults[code].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** Keeps faults while a document is looked through. */
export class PlanFaults {
  readonly all: PlanFault[] = []

  expect(good: boolean, field: string, code: PlanFaultCode, values: PlanFault['values'] = {}): void {
    if (!good) this.all.push({ field, code, values })
  }
}
