// What it costs to live through many years of many scenarios.
import {
  type Book,
  figuresOf,
  fixed,
  type Portfolio,
  percentiles,
  pert,
  runBook,
  type Scenario,
  simulate,
} from '@nautilus/risk'
import { grouped } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import type { World } from '../world.ts'

const SCENARIOS = 50
const TRIALS = 100_000

const none = fixed(0)
const scenario = (at: number): Scenario => ({
  id: `scenario ${at}`,
  frequency: {
    kind: 'threat',
    attempts: [pert(0.05, 0.1, 0.2 + at / 100), pert(0.5, 1, 2)],
    vulnerability: { kind: 'factors', factors: [pert(0.3, 0.4, 0.5), pert(0.6, 0.8, 1)] },
  },
  severity: {
    ...{ detect: percentiles(0.1, 4, 72), decide: percentiles(0.5, 4, 24), recover: percentiles(8, 36, 240) },
    ...{ buffer: none, costPerHour: pert(15_000, 39_000, 60_000), share: pert(0.5, 0.9, 1), restart: none },
    ...{ response: percentiles(150_000, 500_000, 2_000_000), replacement: none },
    secondary: { probability: fixed(0.3), penalties: pert(0, 5e4, 5e5), competitive: none, reputation: none },
    fine: null,
  },
  safety: null,
})

const portfolio: Portfolio = {
  scenarios: Array.from({ length: SCENARIOS }, (_, at) => scenario(at)),
  shocks: [
    { id: 'vendor', chance: pert(0.01, 0.02, 0.05), factor: pert(3, 6, 12), scenarios: ['scenario 1', 'scenario 2'] },
  ],
}

const empty: Book = { currency: 'EUR', inputs: [], plans: [], shocks: [] }

export async function riskCosts(world: World): Promise<number> {
  const seconds = <T>(work: () => T): readonly [T, number] => {
    const from = world.clock()
    const made = work()
    return [made, (world.clock() - from) / 1e6]
  }
  // What is compiled once is not counted.
  runBook(empty, { trials: 1000, seed: 1, measures: [] })
  const before = process.cpuUsage()
  const [lived, living] = seconds(() => simulate(portfolio, { trials: TRIALS, seed: 1 }))
  const { user, system } = process.cpuUsage(before)
  const [figures, telling] = seconds(() => figuresOf(lived))
  const again = simulate(portfolio, { trials: TRIALS, seed: 1 })
  const same = Buffer.from(lived.losses.buffer).equals(Buffer.from(again.losses.buffer))
  const style = styleOf(world.colour)
  const rows = [
    ['Lived through', `${grouped(TRIALS)} years, ${SCENARIOS} scenarios`],
    ['Time', `${living.toFixed(2)} s`],
    ['Of it on a processor', `${((user + system) / 1e6).toFixed(2)} s`],
    ['Figures from it', `${telling.toFixed(2)} s`],
    ['Events', grouped(lived.scenarios.reduce((sum, { events }) => sum + events, 0))],
    ['Mean loss of a year', grouped(Math.round(figures.expected))],
    ['The same seed', same ? 'the same bits' : 'OTHER BITS'],
  ]
  const lines = table([{ title: 'Risk' }, { title: '', right: true }], rows, { width: world.columns, style })
  await world.out(`${style.title('Cost of a run')}\n${lines.join('\n')}\n`)
  return same ? 0 : 1
}
