// Which devices are new.
import type { AssetRow } from '../../shared/wire.ts'
import { DAY } from './api.ts'

/** µs: what is seen in the first hour was there before we looked. */
const START = 3600e6

/** First seen within a day, the latest first. `since`: when the site was first watched, µs; null when it never was. */
export function newcomers(assets: readonly AssetRow[], since: number | null, now: number): AssetRow[] {
  const from = Math.max(now - DAY, since === null ? 0 : since + START)
  return assets.filter(({ first }) => (first ?? 0) >= from).sort((a, b) => (b.first ?? 0) - (a.first ?? 0))
}
