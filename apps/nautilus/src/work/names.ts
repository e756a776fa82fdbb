// What the devices, zones and lists of a site are called.

import type { Rule } from '@nautilus/detection'
import { assetNames, asTenant, type Database, siteModel } from '@nautilus/store'
import { readSite } from '../site/read-site.ts'
import { type Names, namesIn } from '../site/selectors.ts'
import { Yaml } from '../site/yaml.ts'
import type { Called } from './check.ts'

/** Devices whose names count. */
const MOST_NAMES = 50_000

/** Without a site.yaml nobody named anything. */
export const noNames: Names = { assets: new Map(), zones: [], lists: [] }

export async function namesOf(
  db: Database,
  { tenant, site }: { readonly tenant: string; readonly site: string },
  rules: readonly Rule[],
): Promise<{ readonly names: Names; readonly called: Called }> {
  return asTenant(db, tenant, async scoped => {
    const model = await siteModel(scoped, site)
    const called = new Map<string, string | null>()
    for (const { id, name } of await assetNames(scoped, site, MOST_NAMES)) {
      const key = name?.toLowerCase() ?? ''
      if (key !== '') called.set(key, called.has(key) ? null : id)
    }
    return { names: model ? namesIn(readSite(new Yaml('site.yaml', model.source), rules)) : noNames, called }
  })
}
