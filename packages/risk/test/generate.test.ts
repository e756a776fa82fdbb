import { describe, expect, test } from 'vitest'
import {
  applied,
  expectedFrequency,
  type Generated,
  generate,
  inputFault,
  inputsOf,
  meanOf,
  partsOf,
  pert,
  portfolioOf,
  type RiskAsset,
  type RiskFacts,
  replaced,
  runBook,
} from '../src/index.ts'
import { expectedTotal, tornadoOf } from '../src/tornado.ts'

const asset = (id: string, role: string, process: string | null, more: Partial<RiskAsset> = {}): RiskAsset => ({
  ...{ id, label: id.toUpperCase(), role, criticality: null, safety: false, process, vendor: null },
  protocols: ['modbus server'],
  ...more,
})
const nothing: RiskFacts = {
  ...{ processes: [], assets: [], paths: [], external: [], reach: [], weaknesses: null, findings: [], blind: 0 },
  ...{ detect: null, decide: null, entity: null, today: '2026-03-01' },
}
const process = (name: string, costPerHour: number | null, currency: string | null = 'EUR') => ({
  ...{ name, costPerHour, currency },
  ...{ safetyClass: null, redundant: false },
})
const way = (to: string, origin: 'outside' | 'office' | 'remote access') =>
  ({ from: 'x', to, origin, shortest: true, steps: [] }) as RiskFacts['paths'][number]
const plant: RiskFacts = {
  ...nothing,
  processes: [{ ...process('Filling', 20_000), safetyClass: 'SIL 2' }, process('Drying', 8000)],
  assets: [
    asset('hmi', 'HMI', 'Filling', { protocols: ['modbus client', 'smb client'] }),
    asset('plc', 'controller', 'Filling', { vendor: 'Acme' }),
    asset('ews', 'engineering workstation', null),
    asset('plc2', 'controller', 'Drying', { vendor: 'Acme' }),
  ],
  paths: [way('plc', 'office'), way('plc2', 'outside')],
  reach: [
    { controller: 'plc', direct: [{ asset: 'ews', protocols: ['s7comm'], verbs: ['download'] }], indirect: [] },
    { controller: 'plc2', direct: [{ asset: 'ews', protocols: ['s7comm'], verbs: ['download'] }], indirect: [] },
  ],
}
const idsOf = ({ book }: Generated) => book.plans.map(({ id }) => id).sort()
const inputOf = ({ book }: Pick<Generated, 'book'>, id: string) => book.inputs.find(input => input.id === id)!

describe('scenarios follow from what is there', () => {
  test('of a filling line with a workstation, and of a dryer with a way from outside', () => {
    expect(idsOf(generate(plant))).toEqual([
      'denial.Drying',
      'denial.Filling',
      'engineering-workstation.Drying',
      'engineering-workstation.Filling',
      'insider.Drying',
      'insider.Filling',
      'ransomware.Filling',
      'safety-write.Filling',
      'vendor-access.Drying',
      'wiper.Drying',
      'wiper.Filling',
      'worm.Filling',
    ])
  })

  test('the devices that most depends on are named first', () => {
    const plcs = ['a', 'b', 'c', 'd'].map((id, at) =>
      asset(id, 'controller', 'Drying', { criticality: [null, 'low', 'critical', 'high'][at] as never }),
    )
    const { book } = generate({ ...plant, assets: plcs, reach: [] })
    expect(book.plans[0]!.because[0]).toEqual({ key: 'controllers', values: { count: 4, names: 'C, D, B' } })
  })

  test('no screens, no ransomware; no way from outside, no vendor; no safety, no write to it', () => {
    const bare = { ...plant, paths: [], assets: plant.assets.filter(({ role }) => role === 'controller') }
    const kinds = generate({ ...bare, processes: [process('Filling', 1)], reach: [] }).book.plans.map(
      ({ kind }) => kind,
    )
    expect(kinds.sort()).toEqual(['denial', 'insider', 'wiper'])
  })

  test('danger to people is said where controllers of a protected process change, and has no money', () => {
    const { book } = generate(plant)
    const safe = book.plans.filter(({ safety }) => safety !== null).map(({ id }) => id)
    expect(safe.sort()).toEqual([
      'engineering-workstation.Filling',
      'insider.Filling',
      'safety-write.Filling',
      'wiper.Filling',
    ])
    const { safety } = runBook(book, { trials: 1000, seed: 1, measures: [] })
    for (const { perYear, low, high } of safety) {
      expect(perYear).toBeGreaterThan(0)
      expect(low).toBeLessThanOrEqual(perYear)
      expect(high).toBeGreaterThanOrEqual(perYear)
    }
    const dearer = book.inputs.map(input =>
      input.id.includes('danger') ? { ...input, range: pert(0.9, 0.95, 1) } : input,
    )
    expect(expectedTotal({ ...book, inputs: dearer })).toBe(expectedTotal(book))
  })

  test('what two processes share is one shock', () => {
    expect(generate(plant).book.shocks.map(({ id, scenarios }) => [id, scenarios.length])).toEqual([
      ['office', 2],
      ['vendor.Acme', 4],
      ['engineering.ews', 2],
    ])
  })
})

test('with nothing but the priors, disruptions are as frequent as insurers and surveys say', () => {
  const { book } = generate({ ...plant, paths: [way('plc', 'remote access'), way('plc2', 'remote access')] })
  const raw = book.inputs.map(input =>
    /exposure|weakness|protocols|vendor/.test(input.id) && input.id.startsWith('process.')
      ? { ...input, range: pert(1, 1, 1) }
      : input,
  )
  const { scenarios } = portfolioOf({ ...book, inputs: raw })
  const perYear = scenarios.reduce((sum, { frequency }) => sum + expectedFrequency(frequency), 0)
  // Mean of PERT(0.02, 0.04, 0.09).
  expect(perYear / 0.045).toBeCloseTo(1, 1)
})

test('every number says what it is, where it comes from, how sure it is; and none is out of bounds', () => {
  const { book, measures } = generate({
    ...{ ...plant, weaknesses: [{ asset: 'plc', exploited: true }], findings: [{ id: 'f', assets: ['plc'] }] },
    entity: { class: 'essential', turnover: 2e9 },
  })
  const ids = new Set(book.inputs.map(({ id }) => id))
  expect(ids.size).toBe(book.inputs.length)
  for (const input of book.inputs) {
    expect(inputFault(input.unit, input.range), input.id).toBeNull()
    expect(input.source.key, input.id).not.toBe('')
    if (['published', 'observed', 'law', 'measured'].includes(input.source.kind)) expect(input.date).not.toBeNull()
    if (input.source.kind === 'judgment') expect(input.confidence).toBe('low')
  }
  for (const plan of book.plans) for (const id of inputsOf(plan)) expect(ids, plan.id).toContain(id)
  for (const { changes, cost, upkeep } of measures)
    for (const id of [cost, upkeep, ...changes.map(({ input }) => input)]) expect(ids).toContain(id)
})

test('the cap of a fine goes by the class of the entity, and is never the fine itself', () => {
  const capOf = (kind: string, turnover: number | null) => {
    const found = generate({ ...plant, entity: { class: kind, turnover } }).book.inputs.find(
      ({ id }) => id === 'fine.amount',
    )
    return found ? partsOf(found.range) : null
  }
  expect(capOf('essential', 2e9)).toEqual([0, 400_000, 40_000_000])
  expect(capOf('essential', null)).toEqual([0, 100_000, 10_000_000])
  expect(capOf('important', 1e9)).toEqual([0, 140_000, 14_000_000])
  expect(capOf('out', 1e9)).toBeNull()
})

describe('times that were measured', () => {
  const detectOf = (own: RiskFacts['detect']) => inputOf(generate({ ...plant, detect: own }), 'time.detect')
  test('go before the prior from five incidents on', () => {
    const { range, source, confidence } = detectOf({ count: 6, median: 2, p90: 8, exercises: false })
    expect(source).toEqual({ kind: 'measured', key: 'own-incidents', values: { count: 6 } })
    expect(confidence).toBe('medium')
    expect(partsOf(range)[1]).toBe(2)
    expect(partsOf(range)[2]).toBeGreaterThan(8)
    expect(detectOf({ count: 4, median: 2, p90: 8, exercises: false }).source.kind).toBe('judgment')
  })

  test('of exercises are told as such', () => {
    expect(detectOf({ count: 30, median: 1, p90: 1, exercises: true })).toMatchObject({
      source: { key: 'own-exercises' },
      confidence: 'low',
    })
  })
})

test('what is missing is asked for', () => {
  expect(generate(nothing).missing.map(({ key }) => key)).toEqual([
    'no-processes',
    'no-advisories',
    'no-own-times',
    'no-entity',
  ])
  const odd = {
    ...plant,
    processes: [process('A', null), process('B', 5, 'USD'), process('C', 5), process('D', 6), process('E', 0)],
  }
  expect(generate(odd).missing).toEqual(
    expect.arrayContaining([
      { key: 'no-cost', values: { process: 'A' } },
      { key: 'no-cost', values: { process: 'E' } },
      { key: 'other-currency', values: { process: 'B', currency: 'USD' } },
      { key: 'no-devices', values: { process: 'D' } },
    ]),
  )
})

describe('measures', () => {
  const given = generate({ ...plant, weaknesses: [{ asset: 'plc', exploited: false }] })
  const run = (ids: readonly string[]) =>
    runBook(given.book, { trials: 20_000, seed: 1, measures: given.measures.filter(({ id }) => ids.includes(id)) })

  test('are those that help here', () => {
    expect(given.measures.map(({ id }) => id).sort()).toEqual([
      'architecture',
      'close-path.Drying',
      'close-path.Filling',
      'faster-decision',
      'jump-host.Drying',
      'monitoring',
      'patch.Filling',
      'protect-logic.Drying',
      'protect-logic.Filling',
      'response-plan',
      'segment',
      'tested-recovery',
    ])
  })

  test('change inputs and nothing else, and say which by how much', () => {
    const { plan } = run(['faster-decision'])
    expect(plan!.moved.map(({ input }) => input)).toEqual(['time.decide'])
    const [{ before, after, by }] = plan!.moved as [NonNullable<typeof plan>['moved'][number]]
    expect(by).toEqual([{ measure: 'faster-decision', factor: expect.closeTo(0.52, 1) }])
    expect(meanOf(after) / meanOf(before)).toBeCloseTo(by[0]!.factor, 9)
  })

  test('save more with more effect, never less than nothing, and two save more than one', () => {
    const one = run(['response-plan']).plan!
    const two = run(['response-plan', 'close-path.Filling']).plan!
    for (const { expected } of [one, two]) {
      expect(expected.least).toBeGreaterThanOrEqual(0)
      expect(expected.likely).toBeGreaterThanOrEqual(expected.least)
      expect(expected.most).toBeGreaterThanOrEqual(expected.likely)
    }
    expect(two.expected.likely).toBeGreaterThan(one.expected.likely)
    expect(two.cost[1]).toBeGreaterThan(one.cost[1])
    // By formula: the likely effect of the claims' model is half of its upper bound.
    expect(one.expected.likely / run([]).figures.expected).toBeCloseTo(0.0925, 1)
  })

  test('on one input are multiplied', () => {
    const both = given.measures.filter(({ id }) => id === 'response-plan' || id === 'monitoring')
    const [moved] = applied(given.book, both, 'likely').moved
    const [a, b] = moved!.by
    expect(partsOf(moved!.after)[1]! / partsOf(moved!.before)[1]!).toBeCloseTo(a!.factor * b!.factor, 9)
  })

  test('that save less than they cost each year never pay for themselves', () => {
    const upkeep = given.book.inputs.map(input =>
      input.id === 'measure.monitoring.upkeep' ? { ...input, range: pert(1e8, 1e8, 1e8) } : input,
    )
    const measures = given.measures.filter(({ id }) => id === 'monitoring')
    const { plan } = runBook({ ...given.book, inputs: upkeep }, { trials: 2000, seed: 1, measures })
    expect(plan!.payback).toEqual([null, null, null])
  })
})

test('the tornado is what a change by hand gives', () => {
  const { book } = generate(plant)
  const swings = tornadoOf(book, 100)
  const { low, high } = swings.find(({ input }) => input === 'process.Filling.cost')!
  expect(low).toBeLessThan(expectedTotal(book))
  expect(high).toBeGreaterThan(expectedTotal(book))
  for (const [at, swing] of swings.entries())
    expect(Math.abs(swing.high - swing.low)).toBeLessThanOrEqual(
      Math.abs((swings[at - 1]?.high ?? Number.POSITIVE_INFINITY) - (swings[at - 1]?.low ?? 0)),
    )
  // An input that no scenario uses moves nothing.
  expect(swings.some(({ input }) => input.startsWith('measure.') || input.startsWith('appetite'))).toBe(false)
})

test('what a person says goes before, and what was assumed stays to be seen', () => {
  const { book } = generate(plant)
  const known = {
    source: 'Controlling',
    owner: 'Finance',
    confidence: 'high',
    by: 'cfo@example.com',
    date: '2026-04-01',
  } as const
  const changed = replaced(book, [
    { input: 'process.Filling.cost', range: pert(30_000, 31_000, 32_000), ...known },
    { input: 'site.disrupts', range: pert(0.5, 1, 2), ...known },
    { input: 'no.such', range: pert(0, 1, 2), ...known },
  ])
  const cost = inputOf({ book: changed }, 'process.Filling.cost')
  expect(cost).toMatchObject({ owner: 'Finance', confidence: 'high', source: { kind: 'person' } })
  expect(cost.before).toEqual(pert(12_000, 20_000, 30_000))
  expect(inputOf({ book: changed }, 'site.disrupts').source.kind).toBe('published')
  expect(changed.inputs).toHaveLength(book.inputs.length)
})
