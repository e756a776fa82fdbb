import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, isKnownWell, linkOf, told, writtenObjects } from '../wording.ts'

const write = (object: string) =>
  ({
    to: plc,
    protocol: 'profinet-cm',
    port: 34_964,
    verb: 'configure',
    function: { code: '3', name: 'write' },
    object,
    items: [{ object, access: 'write', type: 'raw', unit: null, last: '0001', min: null, max: null }],
  }) as const

export const rule = defineRule({
  id: 'record-write-by-new-source',
  catalogue: ['J09'],
  title: 'Parameters of a PROFINET device were written by somebody new, or for the first time',
  status: 'test',
  level: 'high',
  description:
    'The controller writes the same records at every start. Another writer or another record changes how the device works.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A configuration tool during commissioning', 'A drive is tuned'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: ['profinet-cm'],
  explainedBy: [...bySafety, { rule: 'station-name-set', same: 'pair' }],

  on: 'operation',
  verbs: ['configure'],
  protocols: ['profinet-cm'],
  match: (event, { known }) => {
    if (!isKnownWell(known, event.server)) return null
    const isNewSource = known.verb(linkOf(event), 'configure') === null
    const fresh = writtenObjects(event.activity).filter(object => known.object(event.server, object, 'write') === null)
    if (!isNewSource && fresh.length === 0) return null
    const match = told(event, 'high', { past: 'wrote parameters of', infinitive: 'write parameters of' })
    const baseline = isNewSource
      ? `${event.client.label} never wrote any while normal was learned.`
      : 'Nobody wrote these while normal was learned.'
    return { ...match, baseline }
  },

  examples: [
    {
      name: 'a stranger writes a record',
      learned: [operation({ ...write('slot 1/subslot 0x0001/index 0x01f4'), from: station })],
      events: [operation({ ...write('slot 1/subslot 0x0001/index 0x01f4'), from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'another record',
      learned: [operation({ ...write('slot 1/subslot 0x0001/index 0x01f4'), from: station })],
      events: [operation({ ...write('slot 1/subslot 0x0001/index 0x01f5'), from: station, at: 60 })],
      fires: 1,
    },
    {
      name: 'as at every start',
      learned: [operation({ ...write('slot 1/subslot 0x0001/index 0x01f4'), from: station })],
      events: [operation({ ...write('slot 1/subslot 0x0001/index 0x01f4'), from: station, at: 60 })],
      fires: 0,
    },
  ],
})
