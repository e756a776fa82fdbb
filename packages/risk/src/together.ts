// Several sites as one book: each with its own numbers, and with what may strike them in the same year. Worst years are
// lived through together and never added.
import type { Book, Input, Plan, ShockPlan } from './book.ts'
import { shockInputs, type Tie } from './generate/shocks.ts'

export type SiteBook = {
  readonly site: string
  /** As people call it. */
  readonly name: string
  readonly book: Book
  /** What its scenarios may have in common with those of other sites, with the ids of these. */
  readonly ties: readonly Tie[]
}

export type Together = {
  readonly book: Book
  /** Whose money is another: they are not in it. */
  readonly leftOut: readonly string[]
  /** What strikes several sites at once. */
  readonly shared: readonly (Pick<Tie, 'key' | 'values'> & { readonly sites: readonly string[] })[]
}

/** A name that none of one site can be mistaken for. */
const at = (site: string, id: string): string => `${site}/${id}`

/** The site of a plan of such a book. */
export const siteOfPlan = (id: string): string => id.slice(0, id.indexOf('/'))

/** In the currency of the most sites. */
export function together(all: readonly SiteBook[]): Together {
  const currency = commonest(all.map(({ book }) => book.currency))
  const sites = all.filter(({ book }) => book.currency === currency)
  const ties = tiesOf(sites)
  const across = ties.filter(tie => tie.sites.length > 1)
  const tied = new Set(across.map(({ id }) => id))
  const common = across.map(
    ({ id, scenarios }): ShockPlan => ({
      ...{ id, scenarios },
      chance: `shock.${id}.chance`,
      factor: `shock.${id}.factor`,
    }),
  )
  return {
    book: {
      currency,
      inputs: [...sites.flatMap(inputsAt), ...across.flatMap(tie => saidOf(tie, sites))],
      plans: sites.flatMap(({ site, name, book }) => book.plans.map(plan => planAt(site, name, plan))),
      // What is shared by sites is one event for all of them, and none of each.
      shocks: [...sites.flatMap(({ site, book }) => shocksAt(site, book, tied)), ...common],
    },
    leftOut: all.filter(({ book }) => book.currency !== currency).map(({ site }) => site),
    shared: across.map(({ key, values, sites: of }) => ({ key, values, sites: of })),
  }
}

type Across = Tie & { readonly sites: readonly string[] }

function tiesOf(sites: readonly SiteBook[]): Across[] {
  const byId = new Map<string, Across>()
  for (const { site, ties } of sites)
    for (const { id, key, values, scenarios } of ties) {
      if (scenarios.length === 0) continue
      const known = byId.get(id)
      const own = scenarios.map(scenario => at(site, scenario))
      byId.set(id, {
        ...{ id, key, values },
        scenarios: [...(known?.scenarios ?? []), ...own],
        sites: [...(known?.sites ?? []), site],
      })
    }
  return [...byId.values()]
}

/** As people of one of the sites said it, or as it is assumed where nobody did. */
function saidOf({ id, key, values }: Across, sites: readonly SiteBook[]): Input[] {
  return shockInputs(id, key, values).map(assumed => {
    const known = sites.flatMap(({ book }) => book.inputs.filter(input => input.id === assumed.id))
    return known.find(({ owner, before }) => owner !== null || before !== null) ?? assumed
  })
}

const inputsAt = ({ site, book }: SiteBook): Input[] => book.inputs.map(input => ({ ...input, id: at(site, input.id) }))

function planAt(site: string, name: string, plan: Plan): Plan {
  const { secondary, fine, safety } = plan
  const to = (id: string) => at(site, id)
  return {
    ...plan,
    id: to(plan.id),
    process: `${name} · ${plan.process}`,
    attempts: plan.attempts.map(to),
    vulnerability: plan.vulnerability.map(to),
    detect: to(plan.detect),
    decide: to(plan.decide),
    recover: to(plan.recover),
    buffer: to(plan.buffer),
    costPerHour: to(plan.costPerHour),
    share: to(plan.share),
    restart: to(plan.restart),
    response: to(plan.response),
    replacement: to(plan.replacement),
    secondary: {
      probability: to(secondary.probability),
      penalties: to(secondary.penalties),
      competitive: to(secondary.competitive),
      reputation: to(secondary.reputation),
    },
    fine: fine && { probability: to(fine.probability), amount: to(fine.amount) },
    safety: safety && { ...safety, probability: to(safety.probability) },
  }
}

const shocksAt = (site: string, { shocks }: Book, tied: ReadonlySet<string>): ShockPlan[] =>
  shocks
    .filter(({ id }) => !tied.has(id))
    .map(({ id, chance, factor, scenarios }) => ({
      id: at(site, id),
      chance: at(site, chance),
      factor: at(site, factor),
      scenarios: scenarios.map(scenario => at(site, scenario)),
    }))

function commonest(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'EUR'
}
