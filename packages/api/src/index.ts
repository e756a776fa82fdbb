export { newSecret } from './access.ts'
export { type App, defaultLimits, type Limits } from './app.ts'
export { type Auth, openAuth } from './auth.ts'
export { addressUnder } from './brand/address.ts'
export { brandOf } from './brand/brand-book.ts'
export { type Letterhead, letterheadOf } from './brand/letterhead.ts'
export { breachedBy, PWNED_PASSWORDS } from './breached.ts'
export type { Doors, Mapping, Provider } from './doors.ts'
export type {
  Fetched,
  IntelligencePort,
  InwardPort,
  ListOrder,
  ListPort,
  ReadIntelligence,
  ReadList,
  RuleUse,
  SourceKind,
  SourcePort,
  Unallowed,
} from './inward-port.ts'
export { caseOf, obligationIn } from './obligations/case.ts'
export { ask, Forbidden, isPublicAddress, type Outgoing, type OutgoingRules, type Through } from './outgoing.ts'
export { type Dialled, dial, secured } from './outgoing-dial.ts'
export type { DestinationKind, Look, Looked, OutwardFigures, OutwardPort, StixAsked } from './outward-port.ts'
export { type Permission, permissions, type Role, roles } from './permissions.ts'
export type {
  AttachmentFiles,
  BundleAbout,
  BundleFile,
  CheckedRule,
  ContactPlace,
  Decision,
  EscalationPort,
  Fault,
  Figures,
  Laws,
  Library,
  LiveEvent,
  PlacedFault,
  PlatformPort,
  Playbooks,
  RemoteBatch,
  ReportForm,
  ReportStamp,
  RuleTrial,
  Seal,
  SensorHearing,
  Story,
  Taken,
} from './port.ts'
export { openPost, type Post } from './post.ts'
export { Problem } from './problem.ts'
export { type MadeForm, type MadeReport, madeForms, type ReportAsked, type ReportPort } from './report-port.ts'
export { mayRead, reportTypes, storeReport } from './report-store.ts'
export { riskOf } from './risk-book.ts'
export type { RiskJob, RiskPort } from './risk-port.ts'
export type { BusAccess, BusPort, PacketPort, PacketsAround, SensorName } from './sensor-port.ts'
export { createServer, type ServerOptions } from './server.ts'
export { callbackOf } from './sign-on.ts'
export type {
  CalendarOrder,
  CheckedWork,
  ExercisePort,
  ExerciseStory,
  FeedPort,
  FoundWork,
  Occurrence,
  ReadFeed,
  WorkFile,
  WorkPort,
} from './work-port.ts'
