// Several sites: each is as it is alone, what they share strikes them in the same year, and nothing is counted twice.
import { describe, expect, test } from 'vitest'
import { type Generated, generate, type RiskFacts, runBook, siteOfPlan, together } from '../src/index.ts'

const plant = (vendor: string, currency = 'EUR'): RiskFacts => ({
  ...{ paths: [], external: [], reach: [], weaknesses: null, findings: [], blind: 0 },
  ...{ detect: null, decide: null, entity: null, today: '2026-03-01' },
  processes: [{ name: 'Filling', costPerHour: 20_000, currency, safetyClass: null, redundant: false }],
  assets: (['HMI', 'controller'] as const).map(role => ({
    ...{ id: role, label: role, role, criticality: null, safety: false, process: 'Filling', vendor },
    protocols: ['modbus server', 'smb client'],
  })),
})
const site = (name: string, { book, ties }: Generated) => ({ site: name, name: name.toUpperCase(), book, ties })
const run = (books: Parameters<typeof together>[0], trials = 20_000) =>
  runBook(together(books).book, { trials, seed: 3, measures: [] })
const frequent = (made: Generated): Generated => ({
  ...made,
  book: {
    ...made.book,
    inputs: made.book.inputs.map(input =>
      input.id === 'site.attempts' ? { ...input, range: { kind: 'fixed', value: 3 } } : input,
    ),
  },
})

describe('sites together', () => {
  test('keep their names apart, and what they share is one event for both', () => {
    const { book, shared, leftOut } = together([
      site('a', generate(plant('Acme'))),
      site('b', generate(plant('Acme'))),
      site('c', generate(plant('Other'))),
    ])
    expect(new Set(book.plans.map(({ id }) => siteOfPlan(id)))).toEqual(new Set(['a', 'b', 'c']))
    expect(new Set(book.plans.map(({ process }) => process))).toEqual(
      new Set(['A · Filling', 'B · Filling', 'C · Filling']),
    )
    expect(new Set(book.inputs.map(({ id }) => id)).size).toBe(book.inputs.length)
    expect(leftOut).toEqual([])
    expect(shared).toEqual([
      { key: 'shock.office', values: {}, sites: ['a', 'b', 'c'] },
      { key: 'shock.vendor', values: { vendor: 'Acme' }, sites: ['a', 'b'] },
    ])
    // Of the office of each site nothing is left: it is the same one.
    expect(book.shocks.map(({ id }) => id)).toEqual(['office', 'vendor.Acme'])
  })

  test('whose money is another are left out, and named', () => {
    const { book, leftOut } = together([
      site('a', generate(plant('Acme'))),
      site('b', generate(plant('Acme', 'USD'))),
      site('c', generate(plant('Acme'))),
    ])
    expect(book.currency).toBe('EUR')
    expect(leftOut).toEqual(['b'])
  })

  test('lose in a mean year what each loses, and more in the worst, for what they share strikes together', () => {
    const two = ['a', 'b'].map(name => site(name, frequent(generate(plant('Acme')))))
    const apart = two.map(each => ({ ...each, ties: [], book: { ...each.book, shocks: [] } }))
    const [shared, alone] = [run(two, 50_000), run(apart, 50_000)]
    const error = 4 * Math.hypot(shared.figures.standardError, alone.figures.standardError)
    expect(Math.abs(shared.figures.expected - alone.figures.expected)).toBeLessThan(error)
    expect(shared.figures.var99).toBeGreaterThan(alone.figures.var99)
  })

  test('a number that people of one site gave for what they share goes before what is assumed', () => {
    const own = generate(plant('Acme'))
    const said = own.book.inputs.map(input =>
      input.id === 'shock.office.chance'
        ? { ...input, range: { kind: 'fixed', value: 0.5 } as const, owner: 'Ann' }
        : input,
    )
    const { book } = together([
      site('a', generate(plant('Acme'))),
      site('b', { ...own, book: { ...own.book, inputs: said } }),
    ])
    expect(book.inputs.find(({ id }) => id === 'shock.office.chance')).toMatchObject({ owner: 'Ann' })
  })
})

describe('as if nothing kept anybody out', () => {
  test('a year costs more, and what moved is told', () => {
    const { book } = generate(plant('Acme'))
    const { figures, inherent } = runBook(book, { trials: 20_000, seed: 1, measures: [] })
    expect(inherent.expected).toBeGreaterThan(figures.expected)
    expect(inherent.moved.map(({ input }) => input)).toEqual(['process.Filling.exposure', 'process.Filling.weakness'])
    expect(inherent.curve.length).toBeGreaterThan(0)
  })

  test('where it is so already, nothing moves', () => {
    const { book } = generate({
      ...plant('Acme'),
      paths: [{ from: 'x', to: 'controller', origin: 'outside', shortest: true, steps: [] } as never],
      weaknesses: [{ asset: 'controller', exploited: true }],
    })
    const { figures, inherent } = runBook(book, { trials: 20_000, seed: 1, measures: [] })
    expect(inherent.moved).toEqual([])
    expect(inherent.expected).toBe(figures.expected)
  })
})
