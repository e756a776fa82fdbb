export {
  type Act,
  type ActKind,
  type ActOf,
  type EscalationAct,
  type FindingCopy,
  type IncidentAct,
  type LinkedKind,
  linkedKinds,
  type ObligationAct,
  type PlaybookAct,
} from './act.ts'
export { type Actor, system } from './actor.ts'
export { answersSeen } from './answer-seen.ts'
export { check } from './check.ts'
export { checkAdded } from './check-added.ts'
export type { Entry } from './entry.ts'
export { fold } from './fold.ts'
export { followActs } from './follow.ts'
export * from './grouping/index.ts'
export {
  type Acknowledgement,
  type Approval,
  type Attachment,
  assetsOf,
  type Comment,
  type Decision as IncidentDecision,
  type Escalation,
  type FactAnswer as IncidentAnswer,
  type FollowUp,
  type Incident,
  keptIncident,
  type LinkedThing,
  type Member,
  type Override,
  type PageSent,
  type RefusedEntry,
  type Reported,
  type Review,
  type Run as IncidentRun,
  type Stamp,
  since,
  type Transition,
  type Watched,
} from './incident.ts'
export { incidentLimits } from './limits.ts'
export { type ActsOfTwo, mergeActs, splitActs } from './merge.ts'
export type { Reason } from './reason.ts'
export { reasonSentence } from './reason-sentence.ts'
export { type Refusal, type RefusalCode, refusals } from './refusal.ts'
export { type Outcome, outcomes, type State, states } from './states.ts'
export { type Line, MAX_LINES, type Part, type Timeline, timelineOf } from './timeline.ts'
export { type ActRule, mayAct, type TransitionRule, transitionOf, transitions } from './who-may.ts'
