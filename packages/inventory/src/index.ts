export { isDeviceIp, isDeviceMac, isPublic, looksLikeBroadcast } from './address.ts'
export type { VendorOf } from './assets.ts'
export type { ControlRow } from './control-table.ts'
export { type CoverageInput, coverageOf } from './coverage/coverage.ts'
export { readCsv, separatorOf } from './expected/csv.ts'
export { MAX_DOCUMENT, readExpected } from './expected/read.ts'
export type { MacAccount } from './identity/accounts.ts'
export type { IdentityRule } from './identity/rules.ts'
export { Inventory } from './inventory.ts'
export type { Limits } from './limits.ts'
export { CsvStream, MAX_STREAM_ROWS } from './lists/csv-stream.ts'
export {
  guessedMapping,
  type ListField,
  type ListKind,
  type ListMapping,
  listFields,
  listKinds,
  missingFields,
  neededFields,
  titleRowOf,
} from './lists/fields.ts'
export { actionOf, endsOf, type FirewallRule, ruleFor, servicesOf } from './lists/firewall.ts'
export { type Comparable, type Matched, matchRules, type RowMatcher, rowMatcher } from './lists/matching.ts'
export { type ListRow, rowOf } from './lists/rows.ts'
export type { SiteMap } from './map.ts'
export { isSavedInventory, type SavedInventory } from './saved.ts'
