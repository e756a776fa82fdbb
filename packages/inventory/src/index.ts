export type { VendorOf } from './assets.ts'
export type { ControlRow } from './control-table.ts'
export { Inventory } from './inventory.ts'
export type { Limits } from './limits.ts'
