export {
  type Book,
  type Confidence,
  confidences,
  type Input,
  type InputSource,
  inputFault,
  inputsOf,
  type Plan,
  portfolioOf,
  type ScenarioKind,
  type ShockPlan,
  scenarioKinds,
  type Unit,
} from './book.ts'
export { expectedForms, expectedFrequency, expectedLoss, expectedOf, successOf } from './expected.ts'
export { type Band, type CurvePoint, type Figures, figuresOf, quantile, type ScenarioFigures } from './figures.ts'
export type { OwnTime, RiskAsset, RiskFacts, RiskProcess } from './generate/facts.ts'
export { type Generated, generate, MAX_PROCESSES, type Missing } from './generate/generate.ts'
export { type IncidentLoss, incidentLoss, type Standstill } from './incident-loss.ts'
export { kindOf } from './kind-of.ts'
export { fixed, lognormal90, meanOf, partsOf, percentiles, pert, quantileIn, type Range, rangeFault } from './range.ts'
export { type Replacement, replaced } from './replaced.ts'
export {
  type Gain,
  INTERACTIVE_TRIALS,
  type InherentFigures,
  type PlanFigures,
  REPORT_TRIALS,
  RISK_CODE,
  type RiskResult,
  runBook,
} from './run.ts'
export type { SafetyFigure } from './safety.ts'
export { type LossForm, lossForms, type Portfolio, type Scenario, type Severity, type Shock } from './scenario.ts'
export { MOST_TRIALS, simulate } from './simulate.ts'
export { type SiteBook, siteOfPlan, type Together, together } from './together.ts'
export type { Swing } from './tornado.ts'
export { applied, type Effect, type Measure, type MeasureKind, type Moved } from './what-if.ts'
