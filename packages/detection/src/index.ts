export { coverageOf, type Sight, techniques } from './attack.ts'
export { Baseline, type BaselineOptions, type Loaded, type LoadOptions } from './baseline/baseline.ts'
export type { Decision, FactName } from './baseline/decide.ts'
export { type Limits as BaselineLimits, READY } from './baseline/limits.ts'
export { type BaselineClock, type LocalHour, utcClock } from './baseline/rhythm.ts'
export type { Blind } from './engine/blindness.ts'
export { Engine, type EngineOptions, type Settings } from './engine/engine.ts'
export { eventsOf, type Teller, type WhoOf } from './engine/events.ts'
export { defaultLimits, type EngineLimits } from './engine/limits.ts'
export { forgetful, type Memory } from './engine/memory.ts'
export { isSavedEngine, type SavedEngine } from './engine/saved.ts'
export type { Event, EventOf, HealthEvent, Kind, Who, WhoAsset } from './event.ts'
export {
  faultLine,
  type Indicator,
  type IndicatorBook,
  type IndicatorFault,
  type IndicatorKind,
  indicatorBook,
  MAX_INDICATOR_FILE,
  MAX_INDICATORS,
  type ReadIndicators,
  readIndicators,
} from './indicators/index.ts'
export {
  type Fact,
  type Known,
  type Link,
  nothingKnown,
  type Readiness,
  type Spoken,
  type TimingFact,
  type ValueFact,
  type Volume,
} from './known.ts'
export { loadRules } from './load.ts'
export { playbooks } from './playbooks.ts'
export { type Context, defineRule, type Example, type Level, type Match, type Meta, type Rule } from './rule.ts'
export { type Circumstances, severityOf, UNSURE } from './severity/severity.ts'
export {
  type Category,
  type Compiled,
  type CompileOptions,
  type CustomRule,
  categories,
  compileRules,
  type Fault,
  type Field as RuleField,
  type FieldType,
  faultText,
  type LikeOf,
  MAX_DOCUMENTS,
  MAX_FILE,
  MAX_NESTING,
  modifiers,
  type Parsed as ParsedCondition,
  type Place,
  parseCondition,
  type RuleExample,
  type Tree,
} from './sigma/index.ts'
export { type Conduit, type Process, type Site, undeclared } from './site.ts'
export { isAddress, networkOf } from './work/network.ts'
export type { OrderBook, Selector, Window, WorkOrder } from './work/order.ts'
export { type Picks, picksOf } from './work/select.ts'
export { type Deed, judgeBy, noOrder } from './work/verdict.ts'
