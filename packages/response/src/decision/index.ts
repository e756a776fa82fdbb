export { checkDecision } from './check.ts'
export { isAnswer, UNKNOWN, unanswered } from './facts.ts'
export { MAX_COUNT, missing } from './matching.ts'
export { keepRunning, optionsOf, playbookOf, safetyClassOf } from './options.ts'
export type {
  Fact as DecisionFact,
  FindPlaybook,
  Need as DecisionNeed,
  Option as DecisionOption,
  Playbook as DecisionPlaybook,
} from './playbook.ts'
export { APPROVAL_HOLDS, MAX_APPROVAL_HOLDS, mayApprove, type OptionReadiness, readinessOf } from './readiness.ts'
