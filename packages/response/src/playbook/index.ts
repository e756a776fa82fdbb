export { type ApprovalState, needsOf } from './approval.ts'
export { type Enrichment, factsOf, holds, type KnownFact } from './facts.ts'
export { csfIds, guideSectionOf, withdrawnTechniques } from './frameworks.ts'
export {
  type Answer,
  type ApprovalRule,
  answers,
  type Condition,
  type Decision,
  type Effect,
  effects,
  type Fact,
  type Need,
  type Notify,
  nameOf,
  type Option,
  type Outcome,
  type Phase,
  type PhaseName,
  type Playbook,
  phaseNames,
  type Risk,
  type SafetyClass,
  type Step,
} from './playbook.ts'
export {
  type PlaybookRead,
  type ReadOptions,
  type Refused,
  type Replaced,
  readCommon,
  readPlaybook,
  replacePlaybook,
} from './read-playbook.ts'
export { type Approval, type FactAnswer, type Run, type RunEntry, runAfter, runOf } from './run.ts'
export type { Common } from './schema.ts'
export {
  type Call,
  callsOf,
  type Now,
  type OptionState,
  type Reason,
  type Staffing,
  type Status,
  statusOf,
  unreadiness,
} from './status.ts'
