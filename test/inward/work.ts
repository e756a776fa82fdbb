import type { PlannedWork } from '@nautilus/model'

export const work: PlannedWork = {
  ...{ title: 'New pump', assets: ['plc'], verbs: null, sources: null, tools: null, person: null, company: null },
  ...{ laptop: null, contact: null, note: null, timeZone: 'UTC' },
  windows: [{ from: '2026-03-28T02:00', to: '2026-03-28T04:30', repeat: null, except: [] }],
}
