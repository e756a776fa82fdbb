// A rule over what a site was told, before it goes live: the batches that the log still has, watched by this rule alone.
// Nothing is written.
import { decodeBatch } from '@nautilus/bus'
import { Baseline, type CustomRule, type Rule } from '@nautilus/detection'
import { Inventory, type VendorOf } from '@nautilus/inventory'
import {
  asTenant,
  batchesAfter,
  type Database,
  enabledRules,
  listSnapshots,
  type StoredBatch,
  siteModel,
  snapshotBody,
} from '@nautilus/store'
import { Detection } from '../detection.ts'
import { type Restored, restoredFrom, Unusable, unpackSnapshot } from '../platform/snapshot.ts'
import { hoursOf } from '../site/hours.ts'
import { loadModel } from '../site/load.ts'
import { compileSources, runningOf } from './sources.ts'
import { type FirstMatch, watched } from './trial.ts'

export type TryOut = {
  readonly tenant: string
  readonly site: string
  /** The rule's own id, so that it does not meet itself as it is now; null for one that is new. */
  readonly id: string | null
  readonly source: string
  /** µs */
  readonly from: number
  readonly to: number
}

export type Tried = {
  /** µs of what was looked at; null where nothing of that time is left. */
  readonly from: number | null
  readonly to: number | null
  readonly batches: number
  readonly operations: number
  /** There was more than may be looked at: what came later is missing. */
  readonly cut: boolean
  readonly rules: readonly {
    readonly id: string
    readonly title: string
    readonly level: string
    readonly matches: number
    /** How many findings that would be. */
    readonly findings: number
    readonly first: readonly FirstMatch[]
  }[]
}

export type Around = { readonly database: Database; readonly builtIn: readonly Rule[]; readonly vendorOf: VendorOf }

/** Batches of one trial, and ms that it may take. */
export const MOST_BATCHES = 5000
export const MOST_TIME = 20_000
/** Batches read at once. */
const AT_ONCE = 100
const TRIED = 'tried'

/** The source must be right: `compileSources` says so. `now`: ms, rising. */
export async function tryOut(asked: TryOut, around: Around, now: () => number): Promise<Tried> {
  const { database, builtIn } = around
  const { tenant, site } = asked
  const until = now() + MOST_TIME
  const { customs, others } = await rulesOf(asked, around)
  const trials = customs.map(custom => ({ custom, ...watched(custom) }))
  const running = trials.filter(({ custom }) => !custom.silent)
  // Rules about findings need those that make them.
  const wantsFindings = running.some(({ rule }) => rule.on.includes('finding'))
  const rules = [...(wantsFindings ? [...builtIn, ...others] : []), ...running.map(({ rule }) => rule)]
  const begun = await begin(asked, around, rules)
  const trial = new Period(asked, begun, () => now() > until)
  let after = 0
  while (!trial.cut) {
    const rows = await asTenant(database, tenant, scoped => batchesAfter(scoped, site, after, AT_ONCE))
    for (const row of rows) trial.look(row)
    if (rows.length < AT_ONCE) break
    after = rows.at(-1)!.number
  }
  const { findings } = begun.detection.result()
  return {
    ...trial.seen(),
    rules: running.map(({ custom: { rule }, trial: { matches, first } }) => ({
      ...{ id: rule.id, title: rule.title, level: rule.level, matches, first },
      findings: findings.filter(one => one.rule === rule.id).length,
    })),
  }
}

type Begun = { readonly inventory: Inventory; readonly detection: Detection; readonly known: number }

/** The batches of the time that is asked for. */
class Period {
  readonly #asked: TryOut
  readonly #begun: Begun
  readonly #isLate: () => boolean
  #from: number | null = null
  #to: number | null = null
  #batches = 0
  #operations = 0
  cut = false

  constructor(asked: TryOut, begun: Begun, isLate: () => boolean) {
    this.#asked = asked
    this.#begun = begun
    this.#isLate = isLate
  }

  look({ number, sensor, epoch, file, taught, body, failure }: StoredBatch): void {
    if (failure !== null || this.cut) return
    const batch = decodeBatch(body)
    const { inventory, detection, known } = this.#begun
    // The snapshot has learned from those before it.
    if (number > known) inventory.learn(batch)
    if (taught || batch.to < this.#asked.from || batch.from > this.#asked.to) return
    if (this.#batches >= MOST_BATCHES || this.#isLate()) {
      this.cut = true
      return
    }
    detection.watch(batch, file ?? '', file === null ? { sensor, epoch } : null)
    this.#batches++
    for (const { count } of batch.activities) this.#operations += count
    this.#from = Math.min(this.#from ?? batch.from, batch.from)
    this.#to = Math.max(this.#to ?? batch.to, batch.to)
  }

  seen() {
    return { from: this.#from, to: this.#to, batches: this.#batches, operations: this.#operations, cut: this.cut }
  }
}

type Rules = { readonly customs: readonly CustomRule[]; readonly others: readonly Rule[] }

async function rulesOf({ tenant, id, source }: TryOut, { database, builtIn }: Around): Promise<Rules> {
  const enabled = await asTenant(database, tenant, enabledRules)
  const compiled = new Map(compileSources([...enabled.filter(one => one.id !== id), { id: TRIED, source }], builtIn))
  const customs = compiled.get(TRIED)?.rules ?? []
  compiled.delete(TRIED)
  return { customs, others: runningOf(compiled) }
}

/** As the site knows its devices now. `known`: the number of the newest batch that is in it. */
async function begin({ tenant, site }: TryOut, { database, builtIn, vendorOf }: Around, rules: readonly Rule[]) {
  const { model, newest } = await asTenant(database, tenant, async scoped => {
    const [last] = await listSnapshots(scoped, site)
    const body = last ? await snapshotBody(scoped, site, last.number) : null
    return { model: await siteModel(scoped, site), newest: last && body ? { ...last, body } : null }
  })
  const options = model ? loadModel(model.source, builtIn) : { memory: new Baseline() }
  const { declaration: _, ...own } = { declaration: undefined, ...options }
  const restored = newest ? restoredOf(newest, 'site' in own ? (own.site?.zones ?? []) : []) : null
  const saved = restored?.inventory ?? null
  const inventory = new Inventory({ vendorOf, ...(saved ? { saved: saved.inventory } : {}) })
  const detection = new Detection(inventory, {
    ...own,
    rules,
    memory: restored?.memory ?? own.memory,
    ...(saved ? { savedPeople: saved.people } : {}),
  })
  return { inventory, detection, known: saved && newest ? newest.number : 0 }
}

function restoredOf({ format, body }: { format: number; body: Uint8Array }, zones: readonly string[]): Restored | null {
  try {
    return restoredFrom(unpackSnapshot(format, body), { clockOf: hoursOf, zones })
  } catch (error) {
    if (error instanceof Unusable) return null
    throw error
  }
}
