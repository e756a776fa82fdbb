// What several processes have in common, so that one thing strikes them in one year.
import type { Input, Plan, ScenarioKind, ShockPlan } from '../book.ts'
import type { Plant } from './plant.ts'
import { type Prior, shock } from './priors.ts'

type Group = {
  readonly id: string
  readonly key: string
  readonly values: Input['values']
  readonly scenarios: string[]
}

/** A vendor, an engineering workstation, the office: whatever two processes or more share. */
export function shocksOf(plants: readonly Plant[], plans: readonly Plan[]): { shocks: ShockPlan[]; inputs: Input[] } {
  const of = (processes: readonly string[], kinds: readonly ScenarioKind[]): string[] =>
    plans.filter(({ process, kind }) => processes.includes(process) && kinds.includes(kind)).map(({ id }) => id)
  const all = plants.map(({ process }) => process.name)
  const vendors = sharers(plants, ({ vendors }) => vendors)
  const engineers = sharers(plants, ({ engineers }) => engineers)
  const groups: Group[] = [
    { id: 'office', key: 'shock.office', values: {}, scenarios: of(all, ['ransomware', 'worm']) },
    ...vendors.map(([vendor, processes]) => ({
      ...{ id: `vendor.${vendor}`, key: 'shock.vendor', values: { vendor } },
      scenarios: of(processes, ['wiper', 'denial']),
    })),
    ...engineers.map(([asset, processes]) => ({
      ...{ id: `engineering.${asset}`, key: 'shock.engineering', values: { asset } },
      scenarios: of(processes, ['engineering-workstation']),
    })),
  ]
  const common = groups.filter(({ scenarios }) => scenarios.length > 1)
  return {
    shocks: common.map(({ id, scenarios }) => ({
      ...{ id, scenarios, chance: `shock.${id}.chance`, factor: `shock.${id}.factor` },
    })),
    inputs: common.flatMap(({ id, key, values }) => [
      input(`shock.${id}.chance`, `${key}.chance`, values, shock.chance),
      input(`shock.${id}.factor`, `${key}.factor`, values, shock.factor),
    ]),
  }
}

const input = (id: string, key: string, values: Input['values'], prior: Prior): Input => ({
  ...{ id, key, values },
  ...prior,
  ...{ owner: null, before: null },
})

/** Names that two plants or more have, with the names of their processes. */
function sharers(plants: readonly Plant[], namesOf: (plant: Plant) => readonly string[]): [string, string[]][] {
  const byName = new Map<string, string[]>()
  for (const plant of plants)
    for (const name of namesOf(plant)) byName.set(name, [...(byName.get(name) ?? []), plant.process.name])
  return [...byName].filter(([, processes]) => processes.length > 1)
}
