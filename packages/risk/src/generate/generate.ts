// From what is known of a site to its scenarios, each number with where it comes from. A person may replace any of them.
import { criticalities } from '@nautilus/model'
import type { Book, Input, InputSource, Plan, ScenarioKind } from '../book.ts'
import { fixed, pert, type Range } from '../range.ts'
import type { Measure } from '../what-if.ts'
import type { OwnTime, RiskAsset, RiskFacts, RiskProcess } from './facts.ts'
import { measuresFor } from './measures.ts'
import { kindsOf, needsOf, type Plant, plantOf } from './plant.ts'
import * as priors from './priors.ts'
import { shocksOf, type Tie } from './shocks.ts'

/** Processes that are looked at, the costliest first. */
export const MAX_PROCESSES = 40

export type Missing = { readonly key: string; readonly values: Readonly<Record<string, string | number>> }

export type Generated = {
  readonly book: Book
  readonly measures: readonly Measure[]
  /** What its scenarios may have in common with those of other sites. */
  readonly ties: readonly Tie[]
  /** What could not be counted, and what to declare. */
  readonly missing: readonly Missing[]
}

export function generate(facts: RiskFacts): Generated {
  const { priced, currency, missing } = pricedOf(facts)
  const plants = priced.map(process => plantOf(process, assetsOf(process, facts), facts))
  const possible = plants.map(plant => ({ plant, kinds: kindsOf(plant) }))
  const counts = new Map<ScenarioKind, number>()
  for (const { kinds } of possible) for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const used = possible.filter(({ kinds }) => kinds.length > 0)
  const ofPlants = used.flatMap(({ plant }) => inputsOfPlant(plant, facts))
  const inputs = [...siteInputs(facts), ...kindInputs(counts), ...ofPlants]
  const plans = used.flatMap(({ plant, kinds }) => kinds.map(kind => planOf(kind, plant, inputs)))
  const shared = shocksOf(
    used.map(({ plant }) => plant),
    plans,
  )
  const withShocks = [...inputs, ...shared.inputs]
  const { measures, inputs: costs } = measuresFor(
    { inputs: withShocks, plans },
    used.map(({ plant }) => needsOf(plant)),
  )
  const empty = possible.filter(({ kinds }) => kinds.length === 0).map(({ plant }) => plant.process.name)
  return {
    book: { currency, inputs: [...withShocks, ...costs], plans, shocks: shared.shocks },
    measures,
    ties: shared.ties,
    missing: [...missing, ...empty.map(process => ({ key: 'no-devices', values: { process } }))],
  }
}

type Priced = RiskProcess & { readonly costPerHour: number }

function pricedOf({ processes, entity, weaknesses, detect, decide }: RiskFacts) {
  const missing: Missing[] = []
  if (processes.length === 0) missing.push({ key: 'no-processes', values: {} })
  const known = processes.filter((process): process is Priced => (process.costPerHour ?? 0) > 0)
  for (const { name } of processes.filter(({ costPerHour }) => (costPerHour ?? 0) === 0))
    missing.push({ key: 'no-cost', values: { process: name } })
  const currency = commonest(known.map(process => process.currency ?? 'EUR'))
  const priced = known.filter(process => (process.currency ?? 'EUR') === currency)
  for (const { name, currency: other } of known.filter(process => !priced.includes(process)))
    missing.push({ key: 'other-currency', values: { process: name, currency: other ?? 'EUR' } })
  if (priced.length > MAX_PROCESSES) missing.push({ key: 'too-many', values: { count: priced.length } })
  if (weaknesses === null) missing.push({ key: 'no-advisories', values: {} })
  if (detect === null || decide === null) missing.push({ key: 'no-own-times', values: {} })
  if (!entity || !Object.hasOwn(priors.fineCaps, entity.class)) missing.push({ key: 'no-entity', values: {} })
  const sorted = priced.sort((a, b) => b.costPerHour - a.costPerHour || (a.name < b.name ? -1 : 1))
  return { priced: sorted.slice(0, MAX_PROCESSES), currency, missing }
}

function commonest(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'EUR'
}

/** With one process at the site, every device works for it. */
function assetsOf({ name }: RiskProcess, { assets, processes }: RiskFacts): readonly RiskAsset[] {
  return assets.filter(({ process }) => process === name || (process === null && processes.length === 1))
}

type Values = Readonly<Record<string, string | number>>

const given = (id: string, key: string, prior: priors.Prior, values: Values = {}): Input => ({
  ...{ id, key, values },
  ...prior,
  ...{ owner: null, before: null },
})

/** What was seen on the wire, turned into a factor by judgment. */
const observed = (unit: Input['unit'], range: Range, key: string, values: Values, date: string): priors.Prior => ({
  ...{ unit, range, date },
  source: { kind: 'observed', key, values },
  confidence: 'low',
})

function siteInputs({ detect, decide, entity, blind, today }: RiskFacts): Input[] {
  const cap = entity && priors.fineCaps[entity.class]
  const most = cap && Math.max(cap.amount, cap.share * (entity.turnover ?? 0))
  const law: InputSource = { kind: 'law', key: 'nis2-34', values: { class: entity?.class ?? '' } }
  return [
    given('site.attempts', 'site.attempts', priors.attempts),
    given('site.disrupts', 'site.disrupts', priors.disrupts),
    given('time.detect', 'time.detect', timeOf(detect, priors.detect, today), { blind }),
    given('time.decide', 'time.decide', timeOf(decide, priors.decide, today)),
    given('secondary.probability', 'secondary.probability', priors.secondary.probability),
    given('secondary.penalties', 'secondary.penalties', priors.secondary.penalties),
    given('secondary.competitive', 'secondary.competitive', priors.secondary.competitive),
    given('secondary.reputation', 'secondary.reputation', priors.secondary.reputation),
    given('appetite.loss', 'appetite.loss', priors.appetite.loss),
    given('appetite.chance', 'appetite.chance', priors.appetite.chance),
    ...(most
      ? [
          given('fine.probability', 'fine.probability', priors.fine.probability),
          given('fine.amount', 'fine.amount', {
            ...{ unit: 'money', range: pert(0, most / 100, most), source: law, date: '2022', confidence: 'low' },
          }),
        ]
      : []),
  ]
}

/** Own incidents that are too few say nothing. */
const FEWEST = 5
/** From the median to the 90th and the 95th percentile of a lognormal. */
const TO_P95 = 1.6448536269514722 / 1.2815515655446004

function timeOf(own: OwnTime | null, prior: priors.Prior, today: string): priors.Prior {
  if (!own || own.count < FEWEST || own.median <= 0) return prior
  const { count, median, p90, exercises } = own
  const wide = Math.max(1.05, p90 / median) ** TO_P95
  const key = exercises ? 'own-exercises' : 'own-incidents'
  return {
    unit: 'hours',
    range: { kind: 'percentiles', p5: median / wide, p50: median, p95: median * wide },
    source: { kind: 'measured', key, values: { count } },
    date: today,
    confidence: exercises ? 'low' : count >= 20 ? 'high' : 'medium',
  }
}

function kindInputs(counts: ReadonlyMap<ScenarioKind, number>): Input[] {
  return [...counts].flatMap(([kind, count]) => [
    given(`kind.${kind}.share`, 'kind.share', priors.judged('factor', priors.shares[kind]), { kind }),
    given(
      `kind.${kind}.split`,
      'kind.split',
      { ...priors.judged('factor', fixed(1 / count), 'even') },
      { kind, count },
    ),
    given(`kind.${kind}.recover`, 'kind.recover', priors.recover[kind], { kind }),
    given(`kind.${kind}.response`, 'kind.response', priors.response[kind], { kind }),
    given(`kind.${kind}.replacement`, 'kind.replacement', priors.replacement[kind], { kind }),
  ])
}

function inputsOfPlant(plant: Plant, { today }: RiskFacts): Input[] {
  const { process, ways, weak, isOpen, isSafety, findings } = plant
  const name = process.name
  const cost = process.costPerHour
  const make = (part: string, prior: priors.Prior): Input =>
    given(`process.${name}.${part}`, `process.${part}`, prior, { process: name })
  const declared: InputSource = { kind: 'declared', key: 'site-model', values: { amount: cost } }
  const perHour = { unit: 'money per hour', range: pert(0.6 * cost, cost, 1.5 * cost), source: declared } as const
  const output = process.redundant ? priors.outputLost.redundant : priors.outputLost.alone
  return [
    make('cost', { ...perHour, date: today, confidence: 'medium' }),
    make('share', priors.judged('share', output, process.redundant ? 'redundant' : 'judgment')),
    make('buffer', priors.judged('hours', fixed(0), 'nobody')),
    make('restart', priors.judged('money', pert(0, 2 * cost, 12 * cost), 'restart-hours')),
    make('exposure', observed('factor', exposureOf(ways), `ways-${nearest(ways)}`, ways, today)),
    make('weakness', observed('factor', weaknessOf(weak), `weak-${gravest(weak)}`, { count: weak?.count ?? 0 }, today)),
    make('protocols', openness(isOpen, today)),
    ...(ways.outside + ways.remote > 0
      ? [
          make(
            'vendor',
            observed('factor', priors.vendor.seen, 'vendor-seen', { ways: ways.outside + ways.remote }, today),
          ),
        ]
      : []),
    ...(findings > 0
      ? [make('findings', observed('factor', priors.suspicious, 'open-findings', { count: findings }, today))]
      : []),
    ...(isSafety ? [make('danger.safety', priors.danger.safety), make('danger.process', priors.danger.process)] : []),
  ]
}

const openness = (isOpen: boolean, today: string): priors.Prior =>
  observed('factor', isOpen ? priors.protocols.open : priors.protocols.other, isOpen ? 'open' : 'closed', {}, today)

type Ways = Plant['ways']
const nearest = ({ outside, remote, office }: Ways): keyof typeof priors.exposure =>
  outside > 0 ? 'outside' : remote + office > 0 ? 'office' : 'none'
const exposureOf = (ways: Ways): Range => priors.exposure[nearest(ways)]

const gravest = (weak: Plant['weak']): keyof typeof priors.weakness =>
  weak === null ? 'unknown' : weak.exploited > 0 ? 'exploited' : weak.count > 0 ? 'some' : 'none'
const weaknessOf = (weak: Plant['weak']): Range => priors.weakness[gravest(weak)]

/** Which of the factors of a process concern which scenario. */
const concerns: Readonly<
  Record<ScenarioKind, { readonly attempts: readonly string[]; readonly vulnerability: readonly string[] }>
> = {
  ransomware: { attempts: ['exposure', 'findings'], vulnerability: ['weakness'] },
  'engineering-workstation': { attempts: ['exposure', 'findings'], vulnerability: ['weakness', 'protocols'] },
  'vendor-access': { attempts: ['vendor', 'findings'], vulnerability: ['protocols'] },
  'safety-write': { attempts: ['exposure', 'findings'], vulnerability: ['weakness', 'protocols'] },
  wiper: { attempts: ['exposure', 'findings'], vulnerability: ['weakness', 'protocols'] },
  insider: { attempts: [], vulnerability: ['protocols'] },
  denial: { attempts: ['exposure', 'findings'], vulnerability: ['protocols'] },
  worm: { attempts: ['exposure'], vulnerability: ['weakness'] },
}

function planOf(kind: ScenarioKind, plant: Plant, inputs: readonly Input[]): Plan {
  const process = plant.process.name
  const known = new Set(inputs.map(({ id }) => id))
  const own = (names: readonly string[]): string[] =>
    names.map(name => `process.${process}.${name}`).filter(id => known.has(id))
  const { attempts, vulnerability } = concerns[kind]
  const danger = kind === 'safety-write' ? 'danger.safety' : 'danger.process'
  return {
    id: `${kind}.${process}`,
    ...{ kind, process },
    because: becauseOf(kind, plant),
    attempts: ['site.attempts', `kind.${kind}.share`, `kind.${kind}.split`, ...own(attempts)],
    vulnerability: ['site.disrupts', ...own(vulnerability)],
    detect: 'time.detect',
    decide: 'time.decide',
    recover: `kind.${kind}.recover`,
    buffer: `process.${process}.buffer`,
    costPerHour: `process.${process}.cost`,
    share: `process.${process}.share`,
    restart: `process.${process}.restart`,
    response: `kind.${kind}.response`,
    replacement: `kind.${kind}.replacement`,
    secondary: {
      probability: 'secondary.probability',
      penalties: 'secondary.penalties',
      competitive: 'secondary.competitive',
      reputation: 'secondary.reputation',
    },
    fine: known.has('fine.amount') ? { probability: 'fine.probability', amount: 'fine.amount' } : null,
    safety: plant.isSafety && endangers.has(kind) ? dangerOf(plant, `process.${process}.${danger}`) : null,
  }
}

/** Who changes what controllers do may put people in danger; who stops screens does not. */
const endangers: ReadonlySet<ScenarioKind> = new Set(['engineering-workstation', 'safety-write', 'wiper', 'insider'])
const dangerOf = ({ process }: Plant, probability: string) => ({ class: process.safetyClass, probability })

/** How much depends on a device; those nobody graded come last. */
const gravityOf = ({ criticality }: RiskAsset): number =>
  criticality === null ? -1 : criticalities.indexOf(criticality)

/** Devices that are named in one reason. */
const MAX_NAMED = 3

function becauseOf(kind: ScenarioKind, { hosts, controllers, ways, engineers, spreads, isOpen, findings }: Plant) {
  const named = (assets: readonly RiskAsset[]): Values => ({
    count: assets.length,
    names: assets
      .toSorted((a, b) => gravityOf(b) - gravityOf(a))
      .slice(0, MAX_NAMED)
      .map(({ label }) => label)
      .join(', '),
  })
  const reasons: Missing[] = []
  if (kind === 'ransomware' || kind === 'worm') reasons.push({ key: 'hosts', values: named(hosts) })
  else reasons.push({ key: 'controllers', values: named(controllers) })
  if (kind === 'engineering-workstation') reasons.push({ key: 'engineers', values: { count: engineers.length } })
  if (kind === 'worm' && spreads) reasons.push({ key: 'spreads', values: {} })
  if (ways.outside + ways.remote + ways.office > 0 && kind !== 'insider') reasons.push({ key: 'ways', values: ways })
  if (isOpen && concerns[kind].vulnerability.includes('protocols')) reasons.push({ key: 'open', values: {} })
  if (findings > 0) reasons.push({ key: 'findings', values: { count: findings } })
  return reasons
}
