// A plant's people, a playbook and findings to build incidents from.
import type { Act, Actor, DecisionPlaybook, Duty, Entry, FindingCopy, FindPlaybook, Incident } from '../src/index.ts'
import { fold, system } from '../src/index.ts'

export const MINUTE = 60e6
export const HOUR = 3600e6
/** 2026-01-12 02:00 UTC, a Monday. */
export const NIGHT = Date.UTC(2026, 0, 12, 2) * 1000

export const person = (name: string, ...duties: readonly Duty[]): Actor => ({ kind: 'person', person: name, duties })

export const ana = person('ana', 'analyst')
export const eva = person('eva', 'plant-engineer')
export const olaf = person('olaf', 'operations-manager')
export const sam = person('sam', 'shift-supervisor')
export const pia = person('pia', 'process-safety-engineer')
export const sec = person('sec', 'security-lead')

export const finding = (id: string, some: Partial<FindingCopy> = {}): FindingCopy => ({
  id,
  rule: 'program-download',
  title: 'A program was downloaded',
  severity: 'high',
  techniques: ['T0843'],
  consequences: ['T0831'],
  playbook: 'PB-01',
  confidence: 1,
  first: NIGHT,
  last: NIGHT,
  count: 1,
  source: 'ews',
  target: 'plc-1',
  assets: ['plc-1', 'ews'],
  why: 'ews downloaded a program to plc-1.',
  baseline: null,
  changes: [],
  window: { kind: 'none', order: null, dimensions: { asset: null, verb: null, source: null, tool: null, time: null } },
  ...some,
})

export const download: DecisionPlaybook = {
  id: 'PB-01',
  version: '1',
  safetyClass: 'S1',
  facts: [
    { id: 'G1', question: 'Is the process in a safe state?', blocks: true, safety: true },
    { id: 'G4', question: 'What happens if the device stops now?', blocks: true, safety: false },
    { id: 'G9', question: 'Is the evidence secured?', blocks: false, safety: false },
  ],
  options: [
    {
      id: 'stop',
      title: 'Stop in order and restore the approved program',
      who: 'plant-engineer',
      reversible: false,
      affectsProcess: true,
      approval: {
        need: [
          { duty: 'plant-engineer', count: 1 },
          { duty: 'operations-manager', count: 1 },
        ],
      },
      keepRunning: false,
    },
    {
      id: 'block',
      title: 'Block the station at the switch',
      who: 'network-on-call',
      reversible: true,
      affectsProcess: false,
      approval: { need: [{ duty: 'network-on-call', count: 1 }] },
      keepRunning: false,
    },
  ],
}

export const safety: DecisionPlaybook = { ...download, id: 'PB-08', safetyClass: 'S2' }

export const find: FindPlaybook = (id, version) =>
  [download, safety].find(playbook => playbook.id === id && playbook.version === version) ?? null

export const opened: Act = { kind: 'opened', incident: 'i-1', site: 'works', exercise: false }
export const started: Act = { kind: 'playbook-started', playbook: 'PB-01', version: '1' }

export const go = (
  to: Incident['state'],
  more: { option?: string; outcome?: 'resolved' | 'false' | 'benign' } = {},
): Act => ({
  kind: 'state-changed',
  to,
  reason: 'because',
  ...more,
})

export const answer = (fact: string, said: string): Act => ({ kind: 'fact-answered', fact, answer: said, note: '' })
export const approve = (option: string): Act => ({ kind: 'option-approved', option })

/** Entries a minute apart. */
export const entriesOf = (...acts: readonly (readonly [Actor, Act])[]): Entry[] =>
  acts.map(([by, act], at) => ({ at: NIGHT + at * MINUTE, by, act }))

export const incidentOf = (...acts: readonly (readonly [Actor, Act])[]): Incident => fold(entriesOf(...acts), find)!

/** From the finding to the question. */
export const asked: readonly (readonly [Actor, Act])[] = [
  [system, opened],
  [system, { kind: 'finding-added', finding: finding('f-1'), reason: { kind: 'first' } }],
  [ana, go('confirmed')],
  [system, go('enriched')],
  [system, started],
  [system, go('escalated')],
  [ana, go('awaiting engineering decision')],
]

export const answered: readonly (readonly [Actor, Act])[] = [
  [sam, answer('G1', 'yes')],
  [eva, answer('G4', 'The pressure falls slowly.')],
]
