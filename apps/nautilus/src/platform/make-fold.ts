// The fold of a site of the platform: by what people declared, empty or as it was saved.
import { Baseline, type Rule } from '@nautilus/detection'
import type { VendorOf } from '@nautilus/inventory'
import { asTenant, type Database, siteModel } from '@nautilus/store'
import { hoursOf } from '../site/hours.ts'
import { loadModel } from '../site/load.ts'
import { feedBookOf } from './feed-book.ts'
import type { Place } from './site-calls.ts'
import { SiteFold } from './site-fold.ts'
import type { MakeFold } from './site-history.ts'
import { restoredFrom } from './snapshot.ts'

type Around = {
  readonly database: Database
  readonly rules: readonly Rule[]
  readonly vendorOf: VendorOf
  readonly onTrouble?: (message: string) => void
}

export const makerOf =
  ({ tenant, site }: Place, { database, rules, vendorOf, onTrouble = () => {} }: Around): MakeFold =>
  async saved => {
    const model = await asTenant(database, tenant, scoped => siteModel(scoped, site))
    const { declaration, names, ...detection } = model
      ? loadModel(model.source, rules)
      : { rules, memory: new Baseline() }
    // The week of a restored baseline stays that of the time zone in which it was learned.
    const restored = saved && restoredFrom(saved, { clockOf: hoursOf, zones: detection.site?.zones ?? [] })
    const feeds = restored?.given?.feeds ?? []
    const fold = new SiteFold({
      vendorOf,
      detection: { ...detection, memory: restored?.memory ?? detection.memory },
      ...(declaration ? { declared: declaration } : {}),
      ...(names ? { names } : {}),
      indicators: await feedBookOf(database, tenant, feeds, onTrouble),
      ...(restored ? { restored } : {}),
    })
    return { fold, restored }
  }
