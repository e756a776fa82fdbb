export { type DecisionView, decisionViewOf } from './decision-view.ts'
export { ORDER as PLAYBOOK_ORDER, type PlaybookChange, playbookDifference } from './difference.ts'
export { csfIds, guideSectionOf, withdrawnTechniques } from './frameworks.ts'
export { FIRST_OWN, headedPlaybook, type OwnPlace, ownIdFault, readOwnPlaybook } from './own.ts'
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
  readCommon,
  readPlaybook,
} from './read-playbook.ts'
export type { Common as PlaybookCommon } from './schema.ts'
export { type Seen, seenFacts, seenKeys } from './seen.ts'
