export { type ApprovalState, needsOf as approvalNeedsOf } from './approval.ts'
export {
  type Enrichment as SeenFacts,
  factsOf as knownFactsOf,
  holds as conditionHolds,
  type KnownFact,
} from './facts.ts'
export { csfIds, guideSectionOf, withdrawnTechniques } from './frameworks.ts'
export {
  type Answer as FactAnswerWord,
  type ApprovalRule,
  answers as factAnswerWords,
  type Condition as FactCondition,
  type Decision as PlaybookDecision,
  type Effect as OptionEffect,
  effects as optionEffects,
  type Fact as PlaybookFact,
  type Need as ApprovalNeed,
  type Notify as PlaybookCall,
  nameOf as playbookName,
  type Option as PlaybookOption,
  type Outcome as PlaybookOutcome,
  type Phase as PlaybookPhase,
  type PhaseName,
  type Playbook,
  phaseNames,
  type Risk as OptionRisk,
  type SafetyClass,
  type Step as PlaybookStep,
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
export {
  type Approval as OptionApproval,
  type FactAnswer as PlaybookAnswer,
  type Run as PlaybookRun,
  type RunEntry,
  runAfter,
  runOf,
} from './run.ts'
export type { Common as PlaybookCommon } from './schema.ts'
export {
  type Call as DueCall,
  callsOf as dueCallsOf,
  type Now as RunNow,
  type OptionState,
  type Reason as WhyNot,
  type Staffing,
  type Status as RunStatus,
  statusOf,
  unreadiness,
} from './status.ts'
