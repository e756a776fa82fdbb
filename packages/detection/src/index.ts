export { Baseline, type BaselineOptions, type Loaded } from './baseline/baseline.ts'
export type { Decision, FactName } from './baseline/decide.ts'
export { type Limits as BaselineLimits, READY } from './baseline/limits.ts'
export { type LocalHour, utcHour } from './baseline/rhythm.ts'
export type { Event, EventOf, Kind, Who } from './event.ts'
export {
  type Fact,
  type Known,
  type Link,
  nothingKnown,
  type Readiness,
  type Spoken,
  type TimingFact,
  type ValueFact,
} from './known.ts'
export { loadRules } from './load.ts'
export { type Context, defineRule, type Example, type Level, type Match, type Meta, type Rule } from './rule.ts'
export { type Conduit, type Site, undeclared } from './site.ts'
