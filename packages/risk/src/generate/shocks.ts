// What several processes have in common, so that one thing strikes them in one year.
import type { Input, Plan, ScenarioKind, ShockPlan } from '../book.ts'
import type { Plant } from './plant.ts'
import { type Prior, shock } from './priors.ts'

/** What scenarios have in common: with each other, and maybe with those of other sites. */
export type Tie = {
  readonly id: string
  readonly key: string
  readonly values: Input['values']
  /** Ids. */
  readonly scenarios: readonly string[]
}

type Shared = { readonly shocks: ShockPlan[]; readonly inputs: Input[]; readonly ties: readonly Tie[] }

/**
 * A vendor, an engineering workstation, the office: whatever two scenarios or more share. `ties`: also what only one of
 * them has here, and others may have elsewhere.
 */
export function shocksOf(plants: readonly Plant[], plans: readonly Plan[]): Shared {
  const of = (processes: readonly string[], kinds: readonly ScenarioKind[]): string[] =>
    plans.filter(({ process, kind }) => processes.includes(process) && kinds.includes(kind)).map(({ id }) => id)
  const all = plants.map(({ process }) => process.name)
  const office: Tie = { id: 'office', key: 'shock.office', values: {}, scenarios: of(all, ['ransomware', 'worm']) }
  const vendors = sharers(plants, ({ vendors }) => vendors).map(([vendor, processes]) => ({
    ...{ id: `vendor.${vendor}`, key: 'shock.vendor', values: { vendor }, processes },
    scenarios: of(processes, ['wiper', 'denial']),
  }))
  const engineers = sharers(plants, ({ engineers }) => engineers).map(([asset, processes]) => ({
    ...{ id: `engineering.${asset}`, key: 'shock.engineering', values: { asset }, processes },
    scenarios: of(processes, ['engineering-workstation']),
  }))
  const ofSeveral = [...vendors, ...engineers].filter(({ processes }) => processes.length > 1)
  const common = [office, ...ofSeveral].filter(({ scenarios }) => scenarios.length > 1)
  return {
    shocks: common.map(({ id, scenarios }) => ({
      ...{ id, scenarios, chance: `shock.${id}.chance`, factor: `shock.${id}.factor` },
    })),
    inputs: common.flatMap(({ id, key, values }) => shockInputs(id, key, values)),
    // A workstation of one site changes nothing at another.
    ties: [office, ...vendors.map(({ id, key, values, scenarios }) => ({ id, key, values, scenarios }))],
  }
}

/** How likely a year is to have it, and how many times as frequent everything is then. */
export const shockInputs = (id: string, key: string, values: Input['values']): [Input, Input] => [
  input(`shock.${id}.chance`, `${key}.chance`, values, shock.chance),
  input(`shock.${id}.factor`, `${key}.factor`, values, shock.factor),
]

const input = (id: string, key: string, values: Input['values'], prior: Prior): Input => ({
  ...{ id, key, values },
  ...prior,
  ...{ owner: null, before: null },
})

/** Names that plants have, with the names of their processes. */
function sharers(plants: readonly Plant[], namesOf: (plant: Plant) => readonly string[]): [string, string[]][] {
  const byName = new Map<string, string[]>()
  for (const plant of plants)
    for (const name of namesOf(plant)) byName.set(name, [...(byName.get(name) ?? []), plant.process.name])
  return [...byName]
}
