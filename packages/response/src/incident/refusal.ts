// Why something may not be. Whoever shows it says it by its code, in the language of the reader.
import type { Sentence } from '../sentence.ts'

/** `noun.problem`. Once given, a code means the same for good: records and other programs name it. */
export const refusalCodes = [
  'action.no-date',
  'action.not-open',
  'approval.facts-unanswered',
  'approval.not-awaiting',
  'approval.not-yours',
  'attachment.hash',
  'attachment.too-large',
  'decision.no-option',
  'decision.no-playbook',
  'decision.not-approved',
  'entry.in-the-past',
  'entry.no-time',
  'entry.not-yours',
  'entry.nothing-said',
  'entry.person-needed',
  'entry.too-long',
  'entry.too-many',
  'entry.unknown',
  'escalation.not-running',
  'fact.not-yours',
  'fact.person-needed',
  'fact.plain-answer',
  'fact.unknown',
  'finding.not-here',
  'incident.clocks-run',
  'incident.full',
  'incident.in-work',
  'incident.merged',
  'incident.not-open',
  'incident.not-yours',
  'incident.open-already',
  'option.unknown',
  'override.incomplete',
  'override.needless',
  'override.not-asked',
  'override.same-person',
  'override.too-wide',
  'playbook.in-use',
  'report.no-severity',
  'state.no-outcome',
  'state.no-reason',
  'state.no-review',
  'state.no-such-way',
  'state.not-yours',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** `message`: one sentence in English that says what to do. `values`: what stands in the sentence of the code. */
export type Refusal = {
  readonly code: RefusalCode
  readonly message: string
  readonly values: Sentence['values']
}

export const refusal = (code: RefusalCode, message: string, values: Sentence['values'] = {}): Refusal => ({
  code,
  message,
  values,
})
