export * from './facts.ts'
export * from './incident-facts.ts'
export { dayIn, periodText } from './moments.ts'
export {
  type Asked,
  documentOf,
  type Known,
  type Report,
  type ReportAbout,
  type ReportKind,
  type ReportLanguage,
  reportKinds,
  type SiteName,
} from './report.ts'
export { type ReportFacts, reportOf } from './report-of.ts'
export { reportSections } from './sections.ts'
export { reportWords } from './words.ts'
