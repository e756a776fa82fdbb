// Playbooks of tenants: what takes the place of another, and what no tenant can take out, whatever else is changed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decides,
  faultText,
  headedPlaybook,
  leastSpan,
  type OwnPlace,
  ownIdFault,
  readOwnPlaybook,
} from '../../src/index.ts'
import { likeOf, type Plain, treeFrom } from '../tree.ts'
import { commonOf, type Loose, option, playbookValues, validPlaybook } from './valid.ts'

const safetyFact = {
  id: 'F2',
  question: { en: 'Is anybody at the press?', de: 'Steht jemand an der Presse?' },
  ...{ source: 'ask', who: 'shift-supervisor', blocks: true, safety: true, why: 'People first.' },
}
const basisValues = (): Loose => {
  const values = playbookValues()
  values.facts.push(safetyFact)
  return values
}
const basis = validPlaybook(basisValues())
const place: OwnPlace = { id: 'PB-01', version: 1001, parent: 'PB-01@1', basis }
const copyValues = (): Loose => ({ ...basisValues(), version: 1001, parent: 'PB-01@1' })
const read = (values: unknown, where: OwnPlace = place) =>
  readOwnPlaybook(treeFrom(values as Plain), { common: commonOf(), likeOf, place: where })
const faultsOf = (change: (values: Loose) => void, where: OwnPlace = place): string => {
  const values = copyValues()
  change(values)
  const done = read(values, where)
  return done.ok ? '' : done.faults.map(faultText).join('\n')
}

test('a copy that only its head tells from the original is right', () => {
  const done = read(copyValues())
  expect(done.ok && [done.playbook.version, done.playbook.parent]).toEqual([1001, 'PB-01@1'])
})

test.each<[string, (values: Loose) => void, RegExp]>([
  [
    'of another id',
    v => {
      v.id = 'PB-02'
    },
    /^test\.yaml:3:1: `id` is PB-02; it must be PB-01/,
  ],
  [
    'of the same version',
    v => {
      v.version = 1
    },
    /^test\.yaml:5:1: `version` must be 1001/,
  ],
  [
    'of another parent',
    v => {
      v.parent = 'PB-01@7'
    },
    /`parent` must be `PB-01@1`/,
  ],
  [
    'without parent',
    v => {
      delete v.parent
    },
    /`parent` must be `PB-01@1`/,
  ],
  [
    'with a fault',
    v => {
      v.options.shift()
    },
    /keep running/,
  ],
  [
    'of a lower class',
    v => {
      v.safetyClass = 'S0'
    },
    /PB-01@1 is of class S1; a copy is of no lower one/,
  ],
  [
    'without a question of safety',
    v => {
      v.facts.pop()
    },
    /asks F2 for people's safety: “Is anybody at the press\?”/,
  ],
  [
    'in which it does not block',
    v => {
      v.facts[1] = { ...safetyFact, safety: false, blocks: false }
    },
    /It must stay one of safety/,
  ],
  [
    'in which it asks something else',
    v => {
      v.facts[1] = { ...safetyFact, question: { en: 'Coffee?', de: 'Kaffee?' } }
    },
    /It must stay in these words/,
  ],
  [
    'in which somebody else answers it',
    v => {
      v.facts[1] = { ...safetyFact, who: 'analyst' }
    },
    /Fact F2 is about safety: one of .*shift-supervisor.* must answer it/,
  ],
  [
    'in which process safety is asked no more',
    v => {
      delete v.options[1].approvalIf
    },
    /Option b of PB-01@1 is approved by process-safety-engineer if G5 is yes, and .* if G5 is unknown; that must stay/,
  ],
  [
    'in which it is asked only where it is certain',
    v => {
      v.options[1].approvalIf[0].when.is = ['yes']
    },
    /approved by process-safety-engineer if G5 is unknown; that must stay/,
  ],
])('a copy %s is refused at its place', (_, change, message) => {
  expect(faultsOf(change)).toMatch(message)
})

test('a stricter approval takes the place of one that hangs on an answer', () => {
  expect(
    faultsOf(v => {
      v.options[1] = option('b', { approval: ['OT2', 'SAF'] })
    }),
  ).toBe('')
})

test('a playbook that is based on none has what all have, and an id of its own', () => {
  const where = { id: 'SITE-01', version: 1001, parent: null, basis: null }
  const change = (v: Loose) => {
    v.id = 'SITE-01'
    delete v.parent
    v.facts.pop()
  }
  expect(faultsOf(change, where)).toBe('')
  expect(
    faultsOf(v => {
      change(v)
      v.parent = 'PB-01@1'
    }, where),
  ).toMatch(/Take out `parent`/)
  expect(ownIdFault('SITE-01', ['PB-01'])).toBeNull()
  expect(ownIdFault('PB-01', ['PB-01'])).toBeNull()
  expect(ownIdFault('PB-99', ['PB-01'])).toMatch(/begin with PB-/)
})

test('the head of a text is set, and nothing else of it', () => {
  const source = '# PB\nid: PB-01\nversion: 1\ntitle: x\n  parent: inside\n'
  expect(headedPlaybook(source, { id: 'SITE-01', version: 1001, parent: 'PB-01@1' })).toBe(
    '# PB\nid: SITE-01\nversion: 1001\nparent: PB-01@1\ntitle: x\n  parent: inside\n',
  )
  const again = headedPlaybook('id: A-01\nversion: 3\nparent: A-01@2\n', { id: 'A-01', version: 4, parent: null })
  expect(again).toBe('id: A-01\nversion: 4\n')
})

/** Somebody spoils one place of the text: takes it out, puts something else there, or adds a word. */
type Spoil = { readonly at: readonly number[]; readonly how: 'out' | 'other' | 'word'; readonly with: Plain }
const spoil: fc.Arbitrary<Spoil> = fc.record({
  at: fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }),
  how: fc.constantFrom('out', 'other', 'other', 'word'),
  with: fc.oneof(
    fc.constantFrom<Plain>(
      true,
      false,
      0,
      4,
      null,
      'SOC',
      'IT1',
      'OT1',
      'analyst',
      'none',
      'it',
      'process',
      'S0',
      'F1',
    ),
    fc.constantFrom<Plain>(['SOC'], ['IT1'], ['analyst'], [], { fact: 'G1', is: ['yes'] }, 'PT24H', 'keep-running'),
  ),
})

function spoilt(values: Loose, { at, how, with: other }: Spoil): void {
  let inside: Loose = values
  for (const [depth, pick] of at.entries()) {
    const keys = Object.keys(inside)
    const key = keys[pick % keys.length]
    if (key === undefined) return
    const next = inside[key]
    const isLast = depth === at.length - 1 || typeof next !== 'object' || next === null
    if (!isLast) {
      inside = next
      continue
    }
    if (how === 'word') inside.command = 'write 40001 1'
    else if (how === 'other') inside[key] = other
    else if (Array.isArray(inside)) inside.splice(Number(key), 1)
    else delete inside[key]
    return
  }
}

test('whatever is changed, what is taken keeps people safe and acts on nothing', () => {
  let taken = 0
  fc.assert(
    fc.property(fc.array(spoil, { minLength: 1, maxLength: 4 }), spoils => {
      const values = structuredClone(copyValues())
      for (const one of spoils) spoilt(values, one)
      const done = read(values)
      if (!done.ok) {
        expect(done.faults.length).toBeGreaterThan(0)
        return
      }
      taken++
      const { playbook } = done
      expect(JSON.stringify(playbook)).not.toContain('40001')
      expect(playbook).toMatchObject({ id: 'PB-01', version: 1001, parent: 'PB-01@1' })
      expect(['S1', 'S2']).toContain(playbook.safetyClass)
      const runsOn = playbook.options.filter(({ effect }) => effect === 'keep-running')
      expect(runsOn.length).toBeGreaterThan(0)
      for (const { reviewEvery } of runsOn) expect(leastSpan(reviewEvery!)).toBeLessThanOrEqual(4 * 3600e6)
      for (const { effect, approval } of playbook.options)
        if (effect === 'process' || effect === 'keep-running')
          expect(approval.needs.some(({ anyOf }) => anyOf.every(duty => decides.has(duty)))).toBe(true)
      for (const { id, question } of basis.facts.filter(({ safety }) => safety)) {
        const kept = playbook.facts.find(fact => fact.id === id)
        expect(kept).toMatchObject({ question, safety: true, blocks: true })
        expect(decides.has(kept!.who)).toBe(true)
      }
      const careful = playbook.options.find(({ id }) => id === 'b')
      const all = careful && [...careful.approval.needs, ...careful.approval.extra.flatMap(({ needs }) => needs)]
      if (all) expect(all.some(({ anyOf }) => anyOf.join() === 'process-safety-engineer')).toBe(true)
    }),
    { numRuns: 3000 },
  )
  // Else the law was never asked of anything.
  expect(taken).toBeGreaterThan(50)
})
