// Why something may not be. Whoever shows it says it by its code, in the language of the reader.
import type { Sentence } from '../sentence.ts'

/**
 * `noun.problem`, and what stands in its sentence. Once given, a code means the same for good: records and other programs
 * name it.
 */
export const refusals = {
  'action.no-date': [],
  'action.not-open': [],
  'approval.facts-unanswered': ['facts'],
  'approval.not-awaiting': [],
  'approval.not-yours': ['option'],
  'attachment.hash': [],
  'attachment.too-large': ['most'],
  'decision.no-option': [],
  'decision.no-playbook': [],
  'decision.not-approved': ['option', 'who'],
  'entry.in-the-past': [],
  'entry.no-time': [],
  'entry.not-yours': ['kind'],
  'entry.nothing-said': ['field'],
  'entry.person-needed': ['kind'],
  'entry.too-long': ['field', 'most'],
  'entry.too-many': ['field', 'most'],
  'entry.unknown': ['kind'],
  'escalation.not-running': [],
  'fact.not-yours': ['fact'],
  'fact.person-needed': ['fact'],
  'fact.plain-answer': ['fact'],
  'fact.unknown': ['playbook', 'fact'],
  'finding.not-here': ['finding'],
  'incident.clocks-run': [],
  'incident.full': ['most', 'what'],
  'incident.in-work': [],
  'incident.merged': ['incident'],
  'incident.not-open': [],
  'incident.not-yours': ['state'],
  'incident.open-already': ['incident'],
  'option.unknown': ['playbook', 'option'],
  'override.incomplete': ['facts'],
  'override.needless': [],
  'override.not-asked': ['option'],
  'override.same-person': [],
  'override.too-wide': ['facts'],
  'playbook.in-use': ['state'],
  'report.no-severity': [],
  'state.no-outcome': [],
  'state.no-reason': ['to'],
  'state.no-review': [],
  'state.no-such-way': ['from', 'to'],
  'state.not-yours': ['to'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type RefusalCode = keyof typeof refusals

type Values<C extends RefusalCode> = Readonly<Record<(typeof refusals)[C][number], Sentence['values'][string]>>

/** `message`: one sentence in English that says what to do. `values`: what stands in the sentence of the code. */
export type Refusal = {
  readonly code: RefusalCode
  readonly message: string
  readonly values: Sentence['values']
}

export const refusal = <C extends RefusalCode>(
  code: C,
  message: string,
  ...[values]: (typeof refusals)[C]['length'] extends 0 ? [] : [Values<C>]
): Refusal => ({ code, message, values: values ?? {} })
