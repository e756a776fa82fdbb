export { type Due, due, type Page } from './due.ts'
export { type Channel, channels, type Policy, policyFaults, policyLimits, type Step } from './policy.ts'
export { MAX_DAYS, type NotReady, notReady } from './ready.ts'
export { nextChange, type OnCall, onCall, type Roster, rosterFaults, rosterLimits } from './roster.ts'
