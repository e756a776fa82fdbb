// What is remembered of one device must never change what is found of another.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { candidatesOf, ownFamilies } from '../src/match/candidates.ts'
import { Catalogue } from '../src/match/catalogue.ts'
import { fitOf } from '../src/match/fit.ts'
import { subjectsOf } from '../src/match/subjects.ts'
import { matchesOf } from '../src/matches.ts'
import { context, csaf, device, storeOf } from './plant.ts'

const names = ['SIMATIC S7-1500 CPU', 'S7-1500', 'SIMATIC S7-300 CPU 315-2 PN/DP', 'ControlLogix 5580', 'NPort 5110']
const orders = ['6ES7 511-1AK02-0AB0', '6ES7 315-2EH14-0AB0', '6AG1 511-1AK02-2AB0', '1756-L83E/B']
const makers = fc.constantFrom('Siemens', 'Rockwell Automation', 'Moxa')
const version = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 })).map(([a, b]) => `V${a}.${b}`)

const document = fc
  .record({
    maker: makers,
    leaves: fc.array(
      fc.record(
        {
          name: fc.constantFrom(...names),
          version: fc.oneof(
            version,
            version.map(v => `< ${v}`),
            fc.constant('vers:all/*'),
          ),
          models: fc.array(fc.constantFrom(...orders, '6ES7 511-*'), { maxLength: 2 }),
        },
        { requiredKeys: ['name', 'version'] },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    cve: fc.integer({ min: 10_001, max: 10_004 }),
  })
  .map(
    ({ maker, leaves, cve }) =>
      (at: number) =>
        csaf(maker, leaves, { cve: `CVE-2026-${cve}` }, { id: `EX-${at}` }),
  )

const asset = fc
  .record({
    vendor: makers,
    model: fc.constantFrom(...names),
    orderNumber: fc.constantFrom(...orders),
    firmware: version,
  })
  .chain(told => fc.subarray(Object.entries(told), { minLength: 1 }).map(some => Object.fromEntries(some)))

test('many devices at once are matched as each would be alone, and the rows are in order', () => {
  fc.assert(
    fc.property(fc.array(document, { maxLength: 6 }), fc.array(asset, { maxLength: 8 }), (documents, told) => {
      const store = storeOf(...documents.map((make, at) => make(at)))
      const assets = told.map((facts, at) => device(facts, { id: `a-${at}` }))
      const { matches } = matchesOf(assets, store, context)
      const alone = assets.flatMap(one => matchesOf([one], store, { ...context }).matches)
      const inOrder = (rows: typeof matches) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const text = JSON.stringify
      // Nobody's surroundings but the names of the links: the same rows.
      expect(inOrder(matches).map(row => text(row))).toEqual(inOrder(alone).map(row => text(row)))
      const scores = matches.map(({ decision, score }) => [decision?.urgency ?? '~', score?.score ?? 0] as const)
      for (const [at, [urgency, score]] of scores.slice(1).entries()) {
        if (scores[at]![0] === urgency) expect(scores[at]![1]).toBeGreaterThanOrEqual(score)
      }
    }),
    { numRuns: 40 },
  )
})

test('the fit of a product is that of every product of its kind', () => {
  fc.assert(
    fc.property(fc.array(document, { maxLength: 6 }), asset, (documents, facts) => {
      const catalogue = new Catalogue(storeOf(...documents.map((make, at) => make(at))).list())
      const subjects = subjectsOf(device(facts))
      for (const subject of subjects) {
        for (const { entry, fit } of candidatesOf(catalogue, subject, subjects))
          expect(fit).toEqual(fitOf(subject, entry.on ?? entry, ownFamilies(subject)))
      }
    }),
    { numRuns: 40 },
  )
})
