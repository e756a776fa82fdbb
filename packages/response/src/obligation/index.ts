export { type Answer as ReportAnswer, answersIn, answerValue, ruleFactsOf } from './answers.ts'
export { type Applies, appliesTo } from './applies.ts'
export { isTimeZone as isZoneOfTime, momentAfter, momentText } from './calendar.ts'
export { type ClockState, clocksOf, type StageClock } from './clocks.ts'
export type {
  FieldState,
  Gap as ReportGap,
  ReportDocument,
  Section as ReportSection,
  Sentence as ReportSentence,
  SheetRow,
} from './draft/document.ts'
export { type DraftOptions, draft as draftReport } from './draft/draft.ts'
export {
  type DraftEdits,
  draftLimits,
  edited as editedReport,
  type FieldEdit,
  faultOfEdits,
  noEdits,
  type SentenceEdit,
  statedBy,
  withEdits,
} from './draft/edit.ts'
export { reportJson, reportText, sheetText } from './draft/render.ts'
export { plan as reportPlan } from './draft/sentences.ts'
export {
  type EntityClass,
  type EntityMarks,
  entityClasses,
  entityFacts,
  type LegalEntity,
  type Notifier,
} from './entity.ts'
export { type Evidence, entrySource, evidenceFacts } from './evidence.ts'
export {
  type FieldId,
  fieldIds,
  fieldOf,
  type Indicator,
  type ReportFacts,
  reportFields,
  type Source as ReportSource,
  type Stated,
} from './fields.ts'
export { type FindTemplate, obligationEntriesOf, startedIn } from './from-record.ts'
export {
  type Obligation,
  type ObligationEntry,
  obligationAfter,
  obligationOf,
  type Request as ReportRequest,
  type Submission as ReportSubmission,
} from './obligation.ts'
export {
  type ObligationOptions,
  type ObligationRead,
  type ObligationReplaced,
  readObligation,
  readObligationCommon,
  replaceObligation,
} from './read-obligation.ts'
export { type Facts as RuleFacts, type Rule as ObligationRule, truthOf, unknownOf } from './rule.ts'
export type { Common as ObligationCommon } from './schema.ts'
export { type Asked, type Significance, type Suggestion, significanceOf } from './significance.ts'
export { type Signature, type Signoff, signoffOf } from './signoff.ts'
export {
  type Anchor as ClockAnchor,
  anchors as clockAnchors,
  type Certainty,
  type Clock as ReportClock,
  type Criterion,
  draftLanguages,
  type FieldNeed,
  type ObligationTemplate,
  type Regime,
  type Stage as ReportStage,
  type StageKind,
  templateName,
} from './template.ts'
