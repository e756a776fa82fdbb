// site.yaml and the work orders of one call, together: orders name what the site declares.
import { basename } from 'node:path'
import { Baseline, type Rule } from '@nautilus/detection'
import type { Declaration } from '@nautilus/model'
import type { DetectionOptions } from '../detection.ts'
import { declarationOf } from './declaration.ts'
import { orderBookOf } from './order-book.ts'
import { readOrders } from './read-orders.ts'
import { readSite } from './read-site.ts'
import type { Names } from './selectors.ts'
import { siteOf } from './site.ts'
import { Yaml } from './yaml.ts'

const anyNames: Names = { assets: null, zones: null, lists: null }

/** What detection needs of both. Throws a refusal that names every fault. */
export function loadSite(
  { site, orders }: { readonly site: string | null; readonly orders: string | null },
  rules: readonly Rule[],
): DetectionOptions & { readonly declaration?: Declaration } {
  const document = site === null ? null : readSite(Yaml.read('--site', site), rules)
  const names: Names = document
    ? {
        assets: new Map(document.assets.map(({ name, at }) => [name, at])),
        zones: document.zones.map(({ name }) => name),
        lists: [...document.lists.keys()],
      }
    : anyNames
  const entries =
    orders === null ? null : readOrders(Yaml.read('--work-orders', orders), names, document?.timeZone ?? 'UTC')
  return {
    rules,
    memory: new Baseline(),
    ...(document
      ? { ...siteOf(document), settings: document.settings, declaration: declarationOf(document, basename(site!)) }
      : {}),
    orders: entries && orderBookOf(entries),
  }
}
