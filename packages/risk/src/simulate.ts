// Years that might be: in each, every scenario happens as often as chance has it, and each time costs what chance has it.
import { successOf } from './expected.ts'
import { readTable } from './pert.ts'
import { Streams } from './random.ts'
import { meanOf, pertTable, quantileIn, type Range } from './range.ts'
import { type Frequency, lossForms, type Portfolio, type Scenario, type Severity, type Shock } from './scenario.ts'

/** Years of one run, and events of one scenario in a year. */
export const MOST_TRIALS = 1_000_000
const MOST_EVENTS = 1000

/** Sums of one scenario over all years. */
export type ScenarioYears = {
  readonly id: string
  readonly events: number
  /** Years with a loss, ascending, and the loss of each. */
  readonly years: Int32Array
  readonly losses: Float64Array
  /** Money over all years, in the order of `lossForms`. */
  readonly forms: Float64Array
}

export type Simulation = {
  readonly trials: number
  readonly seed: number
  /** Money by year, without fines of regulators; and those fines. */
  readonly losses: Float64Array
  readonly fines: Float64Array
  readonly scenarios: readonly ScenarioYears[]
}

/** `trials`: 1 to `MOST_TRIALS`. The same portfolio, trials and seed give the same bits. */
export function simulate(
  { scenarios, shocks }: Portfolio,
  { trials, seed }: { readonly trials: number; readonly seed: number },
): Simulation {
  if (!Number.isInteger(trials) || trials < 1 || trials > MOST_TRIALS)
    throw new RangeError(`The number of years must be 1 to ${MOST_TRIALS}.`)
  const losses = new Float64Array(trials)
  const fines = new Float64Array(trials)
  const struck = new Map(shocks.map(shock => [shock.id, multipliersOf(shock, trials, seed)]))
  const years = scenarios.map(scenario => {
    const common = shocks.filter(shock => shock.scenarios.includes(scenario.id)).map(({ id }) => struck.get(id)!)
    return live(scenario, common, { seed, losses, fines })
  })
  return { trials, seed, losses, fines, scenarios: years }
}

/** How many times as frequent its scenarios are, by year; 1 in the mean. */
function multipliersOf({ id, chance, factor }: Shock, trials: number, seed: number): Float64Array {
  const streams = new Streams(seed, `shock ${id}`)
  const [chanceAt, factorAt] = [quantileIn(chance), quantileIn(factor)]
  const calm = 1 / (1 + meanOf(chance) * (meanOf(factor) - 1))
  return new Float64Array(trials).map((_, year) => {
    const random = streams.of(year)
    const happens = random.uniform() < chanceAt(random.uniform())
    return happens ? calm * factorAt(random.uniform()) : calm
  })
}

type Into = { readonly seed: number; readonly losses: Float64Array; readonly fines: Float64Array }

function live({ id, frequency, severity }: Scenario, common: readonly Float64Array[], into: Into): ScenarioYears {
  const streams = new Streams(into.seed, id)
  const rate = rateOf(frequency)
  const draw = drawerOf(severity)
  const forms = new Float64Array(lossForms.length)
  const years: number[] = []
  const losses: number[] = []
  let events = 0
  for (let year = 0; year < into.losses.length; year++) {
    const random = streams.of(year)
    let perYear = rate(random)
    for (let at = 0; at < common.length; at++) perYear *= common[at]![year]!
    const count = poisson(random.uniform(), perYear)
    if (count === 0) continue
    events += count
    let sum = 0
    for (let event = 0; event < count; event++) {
      const { loss, fine } = draw(random, forms)
      sum += loss
      into.fines[year]! += fine
    }
    if (sum === 0) continue
    years.push(year)
    losses.push(sum)
    into.losses[year]! += sum
  }
  return { id, events, years: Int32Array.from(years), losses: Float64Array.from(losses), forms }
}

type Draw = ReturnType<Streams['of']>

/** How many numbers are drawn does not hang on what they are, so that what is drawn next does not either. */
function rateOf(frequency: Frequency): (random: Draw) => number {
  if (frequency.kind === 'known') return productOf([frequency.perYear])
  const { attempts, vulnerability } = frequency
  const attempted = productOf(attempts)
  if (vulnerability.kind === 'strength') {
    const success = successOf(vulnerability.capability, vulnerability.resistance)
    return random => attempted(random) * success
  }
  const succeeds = productOf(vulnerability.factors)
  return random => attempted(random) * Math.min(1, succeeds(random))
}

/** This is asked in every year of every scenario: so tables in place of a call for each factor. */
function productOf(ranges: readonly Range[]): (random: Draw) => number {
  const constant = ranges.reduce((product, range) => (range.kind === 'fixed' ? product * range.value : product), 1)
  const tables = ranges.flatMap(range => (range.kind === 'pert' ? [pertTable(range)] : []))
  const others = ranges.flatMap(range => (range.kind === 'percentiles' ? [quantileIn(range)] : []))
  return random => {
    let product = constant
    for (let at = 0; at < tables.length; at++) product *= readTable(tables[at]!, random.uniform())
    for (let at = 0; at < others.length; at++) product *= others[at]!(random.uniform())
    return product
  }
}

/** By inversion: grows with both. */
export function poisson(u: number, mean: number): number {
  // Almost every year, and e⁻ᵐ is never below 1 − m.
  if (u <= 1 - mean) return 0
  let term = Math.exp(-Math.min(mean, 700))
  let sum = term
  let count = 0
  while (u > sum && count < MOST_EVENTS) {
    count++
    term *= mean / count
    sum += term
  }
  return count
}

type Event = { loss: number; fine: number }

/** One event; what it costs by form is added to `forms`. The answer is good until the next. */
function drawerOf(severity: Severity): (random: Draw, forms: Float64Array) => Event {
  const { secondary, fine } = severity
  const [detect, decide, recover, buffer] = [
    quantileIn(severity.detect),
    quantileIn(severity.decide),
    quantileIn(severity.recover),
    quantileIn(severity.buffer),
  ]
  const [cost, share, restart] = [
    quantileIn(severity.costPerHour),
    quantileIn(severity.share),
    quantileIn(severity.restart),
  ]
  const [response, replacement] = [quantileIn(severity.response), quantileIn(severity.replacement)]
  const follows = quantileIn(secondary.probability)
  const others = [secondary.penalties, secondary.competitive, secondary.reputation].map(quantileIn)
  const fined = fine && { probability: quantileIn(fine.probability), amount: quantileIn(fine.amount) }
  const event: Event = { loss: 0, fine: 0 }
  const add = (forms: Float64Array, form: number, money: number): void => {
    forms[form]! += money
    event.loss += money
  }
  return (random, forms) => {
    event.loss = 0
    const hours = detect(random.uniform()) + decide(random.uniform()) + recover(random.uniform())
    const paid = Math.max(0, hours - buffer(random.uniform()))
    add(forms, 0, paid * cost(random.uniform()) * share(random.uniform()) + restart(random.uniform()))
    add(forms, 1, response(random.uniform()))
    add(forms, 2, replacement(random.uniform()))
    const isFollowed = random.uniform() < follows(random.uniform())
    for (const [at, other] of others.entries()) {
      const money = other(random.uniform())
      if (isFollowed) add(forms, 3 + at, money)
    }
    const isFined = random.uniform() < (fined?.probability(random.uniform()) ?? 0)
    event.fine = isFined && fined ? fined.amount(random.uniform()) : 0
    return event
  }
}
