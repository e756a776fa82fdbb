// site.yaml and the work orders of one call, together: orders name what the site declares.
import { basename } from 'node:path'
import { Baseline, type BaselineClock, type Process, type Rule, utcClock } from '@nautilus/detection'
import type { Declaration } from '@nautilus/model'
import type { DetectionOptions } from '../detection.ts'
import type { Declare } from '../people.ts'
import { Refusal } from '../world.ts'
import { declarationOf } from './declaration.ts'
import type { SiteDocument } from './document.ts'
import { hoursOf } from './hours.ts'
import { orderBookOf } from './order-book.ts'
import { readOrders } from './read-orders.ts'
import { readSite } from './read-site.ts'
import { type Names, namesIn } from './selectors.ts'
import { siteOf } from './site.ts'
import { Yaml } from './yaml.ts'

const anyNames: Names = { assets: null, zones: null, lists: null }

/** What detection needs, and what the inventory is told. */
export type SiteOptions = DetectionOptions & { readonly memory: Baseline; readonly declaration?: Declaration }
export type ModelOptions = SiteOptions & { readonly names?: Names }

/** What detection needs of both. Throws a refusal that names every fault. */
export function loadSite(
  { site, orders }: { readonly site: string | null; readonly orders: string | null },
  rules: readonly Rule[],
): SiteOptions {
  const document = site === null ? null : readSite(Yaml.read('--site', site), rules)
  const names: Names = document ? namesIn(document) : anyNames
  const entries =
    orders === null ? null : readOrders(Yaml.read('--work-orders', orders), names, document?.timeZone ?? 'UTC')
  return {
    rules,
    memory: new Baseline(surroundingsBy(document)),
    ...(document
      ? { ...siteOf(document), settings: document.settings, declaration: declarationOf(document, basename(site!)) }
      : {}),
    orders: entries && orderBookOf(entries),
  }
}

/** What a baseline must know of a site: its hours, its zones, and who its devices are. */
export type Surroundings = {
  readonly clock: BaselineClock
  readonly zones: readonly string[]
  readonly declare: Declare | null
}

function surroundingsBy(document: SiteDocument | null): Surroundings {
  if (document === null) return { clock: utcClock, zones: [], declare: null }
  const { site, declare } = siteOf(document)
  return { clock: hoursOf(document.timeZone) ?? utcClock, zones: site.zones, declare }
}

export const surroundingsOf = (site: string | null, rules: readonly Rule[]): Surroundings =>
  surroundingsBy(site === null ? null : readSite(Yaml.read('--site', site), rules))

/** The site.yaml of a site of the platform: text instead of a file. Throws a refusal that names every fault. */
export function loadModel(source: string, rules: readonly Rule[]): ModelOptions {
  const document = readSite(new Yaml('site.yaml', source), rules)
  const memory = new Baseline(surroundingsBy(document))
  const declaration = declarationOf(document, 'the site model')
  return { rules, memory, ...siteOf(document), settings: document.settings, declaration, names: namesIn(document) }
}

/** The processes that a site.yaml of the platform declares. */
export const processesIn = (source: string): readonly Process[] => readSite(new Yaml('site.yaml', source), []).processes

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
