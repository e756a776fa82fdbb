// A playbook as small as one can be, and what it shares with others.
import { readCommon, readPlaybook } from '../../src/index.ts'
import { likeOf, type Plain, treeFrom } from '../tree.ts'

const both = (text: string) => ({ en: text, de: `${text} (de)` })
// biome-ignore lint/suspicious/noExplicitAny: tests spoil any part of it
export type Loose = Record<string, any>

export const commonValues = (): Loose => ({
  facts: [
    {
      id: 'G1',
      question: both('Safe?'),
      source: 'ask',
      who: 'shift-supervisor',
      blocks: true,
      safety: true,
      why: 'People first.',
    },
    {
      id: 'G5',
      question: both('Safety near?'),
      source: 'both',
      key: 'safety-near',
      who: 'process-safety-engineer',
      blocks: true,
      safety: true,
      why: 'SIS.',
    },
    {
      id: 'G6',
      question: both('Spread?'),
      source: 'auto',
      key: 'spread',
      who: 'analyst',
      blocks: true,
      safety: false,
      why: 'Scope.',
    },
  ],
  approvals: {
    SOC: { says: 'Analyst.', needs: [{ anyOf: ['analyst'] }], expires: 'PT60M' },
    OT1: { says: 'Plant.', needs: [{ anyOf: ['plant-engineer', 'shift-supervisor'] }], expires: 'PT30M' },
    OT2: { says: 'Two.', needs: [{ anyOf: ['plant-engineer'] }, { anyOf: ['operations-manager'] }], expires: 'PT30M' },
    SAF: { says: 'Safety.', needs: [{ anyOf: ['process-safety-engineer'] }], expires: 'PT30M' },
    IT1: { says: 'Network.', needs: [{ anyOf: ['network-on-call'] }], expires: 'PT60M' },
  },
})

const step = (id: string) => [{ id, text: 'Do it.', who: 'analyst', csf: ['RS.MA-01'] }]
const risk = (safety: number, availability = 0, quality = 0, equipment = 0) => ({
  safety,
  availability,
  quality,
  equipment,
  worst: 'The line stops.',
  benefit: 'Time.',
})
export const option = (id: string, more: Loose = {}): Loose => ({
  id,
  effect: 'process',
  title: both(`Option ${id}`),
  who: 'plant-engineer',
  steps: ['One.'],
  risk: risk(1),
  reversible: true,
  rollback: 'Undo it in the same order.',
  leadTime: 'PT10M',
  approval: ['OT1'],
  ...more,
})

/** A new one each time: tests change it. */
export const playbookValues = (): Loose => ({
  id: 'PB-01',
  version: 1,
  title: both('Test'),
  scenario: both('A test.'),
  signs: ['A sign'],
  techniques: ['T0843'],
  safetyClass: 'S1',
  notify: [{ duty: 'plant-engineer', within: 'PT5M', channels: ['phone'], why: 'Knows.' }],
  facts: [
    { id: 'F1', question: both('Who?'), source: 'ask', who: 'analyst', blocks: false, safety: false, why: 'Name.' },
  ],
  decisions: [
    {
      id: 'D1',
      question: both('Go?'),
      deciders: ['operations-manager'],
      inputs: ['G1', 'F1'],
      outcomes: [
        { id: 'go', label: both('Go'), next: ['option:b'] },
        { id: 'stay', label: both('Stay'), next: ['option:a', 'close', 'PB-12'] },
      ],
    },
  ],
  options: [
    option('a', { effect: 'keep-running', reviewEvery: 'PT30M' }),
    option('b', { approval: ['OT2'], approvalIf: [{ when: { fact: 'G5', is: ['yes', 'unknown'] }, need: ['SAF'] }] }),
    option('c', { effect: 'none', risk: risk(0), approval: ['SOC'] }),
  ],
  forbidden: ['Do not guess.'],
  evidence: [{ what: 'Packets', who: 'analyst' }],
  nis2: { hints: ['Maybe.'], startClockIf: 'It is malicious.' },
  phases: {
    preparation: step('P1'),
    identification: step('I1'),
    containment: step('C1'),
    eradication: step('E1'),
    recovery: step('R1'),
    lessons: step('L1'),
  },
  exit: ['Done.'],
  exerciseEvery: 'P6M',
})

export function commonOf(values: Plain = commonValues() as Plain) {
  const read = readCommon(treeFrom(values, 'common.yaml'), likeOf)
  if (!read.ok) throw new Error(read.faults.map(({ message }) => message).join('\n'))
  return read.common
}

export const readFrom = (values: Loose) => readPlaybook(treeFrom(values as Plain), { common: commonOf(), likeOf })

export function validPlaybook(values: Loose = playbookValues()) {
  const read = readFrom(values)
  if (!read.ok) throw new Error(read.faults.map(({ message }) => message).join('\n'))
  return read.playbook
}
