// Measures that could be taken here, with the inputs that each would change.
import type { Book, Input, ScenarioKind } from '../book.ts'
import { pert, type Range } from '../range.ts'
import type { Change, Measure, MeasureKind } from '../what-if.ts'
import { judged, type Prior } from './priors.ts'

type Effect = { readonly factor: Range; readonly cost: Range; readonly source: Measure['source'] }

const judgment: Measure['source'] = { kind: 'judgment', key: 'judgment', values: {} }
/** Upper bounds of the mean reduction in a model of insurance claims; the likely effect is half of it. */
const claims: Measure['source'] = { kind: 'published', key: 'marsh-controls', values: {} }

const effects: Readonly<Record<MeasureKind, Effect>> = {
  'close-path': { factor: pert(0.2, 0.35, 0.6), cost: pert(2000, 10_000, 40_000), source: judgment },
  patch: { factor: pert(0.6, 0.75, 0.95), cost: pert(5000, 20_000, 80_000), source: judgment },
  segment: { factor: pert(0.5, 0.7, 0.95), cost: pert(20_000, 80_000, 300_000), source: judgment },
  'faster-decision': { factor: pert(0.3, 0.5, 0.8), cost: pert(2000, 8000, 30_000), source: judgment },
  'jump-host': { factor: pert(0.3, 0.5, 0.8), cost: pert(10_000, 30_000, 90_000), source: judgment },
  'protect-logic': { factor: pert(0.5, 0.7, 0.9), cost: pert(2000, 10_000, 40_000), source: judgment },
  'tested-recovery': { factor: pert(0.5, 0.7, 0.9), cost: pert(10_000, 40_000, 120_000), source: judgment },
  'response-plan': { factor: pert(0.815, 0.9075, 1), cost: pert(10_000, 30_000, 80_000), source: claims },
  architecture: { factor: pert(0.8291, 0.9146, 1), cost: pert(50_000, 200_000, 800_000), source: claims },
  monitoring: { factor: pert(0.8353, 0.9177, 1), cost: pert(30_000, 100_000, 300_000), source: claims },
}

/** In each year, of what it costs once. */
const UPKEEP = { low: 0.02, likely: 0.1, high: 0.25 }

/** What the plant tells of each process. */
export type ProcessNeeds = {
  readonly process: string
  readonly isReached: boolean
  readonly isWeak: boolean
  readonly hasVendor: boolean
  readonly isOpen: boolean
}

export type Offered = { readonly measures: readonly Measure[]; readonly inputs: readonly Input[] }

export function measuresFor(book: Pick<Book, 'inputs' | 'plans'>, needs: readonly ProcessNeeds[]): Offered {
  const known = new Set(book.inputs.map(({ id }) => id))
  const kinds = new Set(book.plans.map(({ kind }) => kind))
  const offered = [...ofProcesses(needs), ...ofSite(kinds)]
    .map(({ inputs, ...rest }) => ({ ...rest, inputs: inputs.filter(input => known.has(input)) }))
    .filter(({ inputs }) => inputs.length > 0)
  return {
    measures: offered.map(({ id, kind, values, inputs }) => {
      const { factor, source } = effects[kind]
      const changes = inputs.map((input): Change => ({ input, factor }))
      return { ...{ id, kind, values, changes, source }, cost: `measure.${id}.cost`, upkeep: `measure.${id}.upkeep` }
    }),
    inputs: offered.flatMap(({ id, kind, values }) => costsOf(id, kind, values)),
  }
}

type Offer = {
  readonly id: string
  readonly kind: MeasureKind
  readonly values: Measure['values']
  readonly inputs: readonly string[]
}

function ofProcesses(needs: readonly ProcessNeeds[]): Offer[] {
  return needs.flatMap(({ process, isReached, isWeak, hasVendor, isOpen }) => {
    const offer = (kind: MeasureKind, input: string): Offer => ({
      ...{ id: `${kind}.${process}`, kind },
      values: { process },
      inputs: [input],
    })
    return [
      ...(isReached ? [offer('close-path', `process.${process}.exposure`)] : []),
      ...(isWeak ? [offer('patch', `process.${process}.weakness`)] : []),
      ...(hasVendor ? [offer('jump-host', `process.${process}.vendor`)] : []),
      ...(isOpen ? [offer('protect-logic', `process.${process}.protocols`)] : []),
    ]
  })
}

function ofSite(kinds: ReadonlySet<ScenarioKind>): Offer[] {
  const site = (kind: MeasureKind, inputs: readonly string[]): Offer => ({ id: kind, kind, values: {}, inputs })
  return [
    site('segment', ['kind.ransomware.share', 'kind.worm.share']),
    site('faster-decision', ['time.decide']),
    site(
      'tested-recovery',
      [...kinds].map(kind => `kind.${kind}.recover`),
    ),
    site('response-plan', ['site.disrupts']),
    site('architecture', ['site.disrupts']),
    site('monitoring', ['site.disrupts']),
  ]
}

function costsOf(id: string, kind: MeasureKind, values: Measure['values']): Input[] {
  const { cost } = effects[kind]
  if (cost.kind !== 'pert') return []
  const { low, mode, high } = cost
  const upkeep = pert(UPKEEP.low * low, UPKEEP.likely * mode, UPKEEP.high * high)
  const input = (name: 'cost' | 'upkeep', prior: Prior): Input => ({
    ...{ id: `measure.${id}.${name}`, key: `measure.${name}`, values: { ...values, measure: kind } },
    ...prior,
    ...{ owner: null, before: null },
  })
  return [input('cost', judged('money', cost)), input('upkeep', judged('money', upkeep))]
}
