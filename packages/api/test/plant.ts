// A playbook in the form in which decisions take it.
import type { DecisionPlaybook, FindPlaybook } from '@nautilus/response'

export const download: DecisionPlaybook = {
  id: 'PB-01',
  version: '1',
  safetyClass: 'S1',
  facts: [
    { id: 'G1', question: 'Is the process in a safe state?', blocks: true, safety: true },
    { id: 'G4', question: 'What happens if the device stops now?', blocks: true, safety: false },
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
  ],
}

export const find: FindPlaybook = (id, version) =>
  id === download.id && version === download.version ? download : null

export const versionOf = (id: string): string | null => (id === download.id ? download.version : null)
