// site.yaml and the work orders of one call, together: orders name what the site declares.
import { Baseline, type Rule } from '@nautilus/detection'
import type { DetectionOptions } from '../detection.ts'
import { Refusal } from '../world.ts'
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
): DetectionOptions {
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
    ...(document ? { ...siteOf(document), settings: document.settings } : {}),
    orders: entries && orderBookOf(entries),
  }
}

/** The site.yaml of a site of the platform: text instead of a file. Throws a refusal that names every fault. */
export const loadModel = (source: string, rules: readonly Rule[]): Omit<DetectionOptions, 'rules' | 'memory'> => {
  const document = readSite(new Yaml('site.yaml', source), rules)
  return { ...siteOf(document), settings: document.settings }
}

/** Lines from 1; 0 where a sentence is about none. */
export type ModelFault = { readonly line: number; readonly message: string }

/** Empty when it is good. */
export function modelFaults(source: string, rules: readonly Rule[]): readonly ModelFault[] {
  try {
    loadModel(source, rules)
    return []
  } catch (error) {
    if (error instanceof Refusal) return error.message.split('\n').map(faultOf)
    throw error
  }
}

/** `site.yaml:4:3: sentence` */
function faultOf(text: string): ModelFault {
  const [, line, message] = /^site\.yaml:(\d+):\d+: (.*)$/s.exec(text) ?? []
  return line && message ? { line: Number(line), message } : { line: 0, message: text }
}
