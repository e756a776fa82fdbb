// What an inventory knows, as plain data: objects, lists, maps, sets, numbers and texts.
import type { SavedAddresses } from './addresses.ts'
import type { SavedClaims } from './claims.ts'
import type { SavedSigns } from './identity/signs.ts'
import type { SavedPoints } from './saved-points.ts'
import type { SavedExternal } from './topology/external.ts'
import type { SavedHearsay } from './topology/hearsay.ts'
import type { SavedTraffic } from './traffic.ts'

/** Rises with every change of what is saved, or of what it means. */
export const SAVED_INVENTORY = 2
/** It differs in its points, which are still understood. */
const BEFORE = 1

/** Rules, limits and what people declared are no part of it: they may be others when it is restored. */
export type SavedInventory = {
  readonly version: typeof SAVED_INVENTORY | typeof BEFORE
  readonly addresses: SavedAddresses
  readonly claims: SavedClaims
  readonly traffic: SavedTraffic
  readonly points: SavedPoints
  readonly signs: SavedSigns
  readonly hearsay: SavedHearsay
  readonly external: SavedExternal
}

/** Whether this program can go on with it. What `save` gave is believed: whoever stores it guards it. */
export function isSavedInventory(saved: unknown): saved is SavedInventory {
  if (typeof saved !== 'object' || saved === null) return false
  const { version } = saved as { readonly version?: unknown }
  return version === SAVED_INVENTORY || version === BEFORE
}
