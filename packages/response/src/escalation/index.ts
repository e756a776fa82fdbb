export { type Due, due, type Page } from './due.ts'
export { type PlanFault, type PlanFaultCode, planFaults, planFaultText } from './fault.ts'
export { type Channel, channels, faultsOfPolicy, type Policy, policyFaults, policyLimits, type Step } from './policy.ts'
export { MAX_DAYS, type NotReady, notReady } from './ready.ts'
export { MAX_REHEARSED, type Rehearsal, type Rehearsed, rehearse } from './rehearse.ts'
export {
  faultsOfRoster,
  nextChange,
  type OnCall,
  onCall,
  type Roster,
  rosterFaults,
  rosterLimits,
} from './roster.ts'
export { MAX_SHIFTS, type Shift, shiftsOf } from './shifts.ts'
export { overdueQuestions, REMIND_AFTER, type Waiting, waitingQuestions } from './unanswered.ts'
export { dateAt, dayAfter, type LocalDate, momentOf } from './wall-time.ts'
