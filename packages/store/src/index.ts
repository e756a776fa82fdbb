export { joinWriters, type Pause, withoutWriters } from './backup/cut.ts'
export {
  cutState,
  loadState,
  prepareState,
  refusalOfState,
  type StateCut,
  type StateLoad,
  type StateTable,
  tablesIn,
} from './backup/state.ts'
export {
  cutTelemetry,
  loadTelemetry,
  type TelemetryCut,
  type TelemetryLoad,
  type TelemetryTable,
} from './backup/telemetry.ts'
export { type KeptDays, type KeptKind, keptDaysOf, keptKinds, LEAST_AUDIT_DAYS, untilOf } from './retention/days.ts'
export { type Over, removeOver, wantedFiles } from './retention/state.ts'
export { type OverTelemetry, removeTelemetry } from './retention/telemetry.ts'
export { isAway, patiently } from './state/away.ts'
export {
  alone,
  asOwner,
  asTenant,
  connectTo,
  type Database,
  type OpenDatabase,
  openDatabase,
  type Scoped,
} from './state/database.ts'
export { addAcceptance, endAcceptance, listAcceptances, type NewAcceptance } from './state/nouns/acceptances.ts'
export * from './state/nouns/answers.ts'
export { assetNames, assetsOfZones, type Holder, pointHolders } from './state/nouns/asset-edits.ts'
export * from './state/nouns/assets.ts'
export * from './state/nouns/audit-chain.ts'
export * from './state/nouns/batches.ts'
export * from './state/nouns/brands.ts'
export * from './state/nouns/ceremonies.ts'
export * from './state/nouns/contacts.ts'
export * from './state/nouns/dead-letters.ts'
export * from './state/nouns/decisions.ts'
export * from './state/nouns/destination-refs.ts'
export * from './state/nouns/destinations.ts'
export * from './state/nouns/devices.ts'
export * from './state/nouns/directory.ts'
export * from './state/nouns/duties.ts'
export * from './state/nouns/entities.ts'
export * from './state/nouns/evidence.ts'
export * from './state/nouns/exercises.ts'
export * from './state/nouns/expected.ts'
export * from './state/nouns/feeds.ts'
export * from './state/nouns/findings.ts'
export * from './state/nouns/identities.ts'
export * from './state/nouns/incident-desk.ts'
export * from './state/nouns/incident-queue.ts'
export * from './state/nouns/incident-runs.ts'
export * from './state/nouns/incidents.ts'
export * from './state/nouns/installation.ts'
export * from './state/nouns/intelligence.ts'
export * from './state/nouns/invitations.ts'
export * from './state/nouns/inward-sources.ts'
export * from './state/nouns/keys.ts'
export * from './state/nouns/leases.ts'
export * from './state/nouns/list-views.ts'
export * from './state/nouns/lists.ts'
export * from './state/nouns/obligations.ts'
export * from './state/nouns/outbox.ts'
export * from './state/nouns/outward.ts'
export * from './state/nouns/outward-assets.ts'
export * from './state/nouns/outward-findings.ts'
export * from './state/nouns/outward-incidents.ts'
export * from './state/nouns/outward-recent.ts'
export * from './state/nouns/packet-questions.ts'
export { cursorOf, MOST_COUNTED, MOST_ROWS, type Page, pageOf, readCursor, type Total } from './state/nouns/page.ts'
export * from './state/nouns/passkeys.ts'
export * from './state/nouns/people.ts'
export * from './state/nouns/playbooks.ts'
export * from './state/nouns/policies.ts'
export * from './state/nouns/provider-queue.ts'
export * from './state/nouns/providers.ts'
export * from './state/nouns/report-runs.ts'
export * from './state/nouns/report-schedules.ts'
export * from './state/nouns/reports.ts'
export * from './state/nouns/results.ts'
export * from './state/nouns/risk.ts'
export * from './state/nouns/role-mappings.ts'
export * from './state/nouns/rosters.ts'
export * from './state/nouns/rules.ts'
export * from './state/nouns/saved.ts'
export * from './state/nouns/sensor-settings.ts'
export * from './state/nouns/sensors.ts'
export * from './state/nouns/sessions.ts'
export * from './state/nouns/site-events.ts'
export * from './state/nouns/sites.ts'
export * from './state/nouns/survey.ts'
export * from './state/nouns/tenants.ts'
export * from './state/nouns/told.ts'
export * from './state/nouns/uploads.ts'
export * from './state/nouns/usage.ts'
export * from './state/nouns/vulnerabilities.ts'
export * from './state/nouns/ways.ts'
export * from './state/nouns/work-orders.ts'
export { type Sealer, sealerOf } from './state/seal.ts'
export { type StateServer, startState, stateUrl } from './state/server.ts'
export type { Tables } from './state/tables.ts'
export * from './telemetry/hunt.ts'
export { huntSql, MOST_SQL_ROWS, type SqlAnswer, type SqlHunt, type SqlLimits } from './telemetry/hunt-sql.ts'
export { type Placed, type TelemetryRows, telemetryRows } from './telemetry/rows.ts'
export { startTelemetry, type TelemetryServer, telemetryUrl } from './telemetry/server.ts'
export { tables as sqlTables } from './telemetry/sql-words.ts'
export { openTelemetry, type Telemetry } from './telemetry/telemetry.ts'
export { Trouble } from './trouble.ts'
