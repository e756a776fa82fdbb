import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, control, linkOf, told } from '../wording.ts'

const upload = {
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'upload',
  function: { code: 'job:1d', name: 'start upload' },
  object: 'OB1',
} as const

export const rule = defineRule({
  id: 'program-upload',
  catalogue: ['E03', 'H04', 'G07'],
  title: 'A program was read out of a controller',
  status: 'stable',
  level: 'medium',
  description:
    'Who has the program knows the process, its limits and its interlocks. It is the step before a change that fits.',
  references: ['https://attack.mitre.org/techniques/T0845/'],
  techniques: ['T0845'], // Program Upload
  consequences: ['T0882'], // Theft of Operational Information
  falsepositives: ['A version or backup server that reads programs on schedule', 'An engineer goes online'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: [],
  explainedBy: byDownload,

  on: 'operation',
  verbs: ['upload'],
  protocols: control,
  match: (event, { known, site }) => {
    const habit = known.taught && known.verb(linkOf(event), 'upload') !== null
    if (habit) return null
    const level = site.listed(event.client, 'engineering') ? 'low' : 'medium'
    return told(event, level, { past: 'read the program of', infinitive: 'read the program of' }, site)
  },

  examples: [
    { name: 'a stranger reads a program', events: [operation({ ...upload, from: stranger })], fires: 1 },
    {
      name: 'a controller of another maker',
      events: [
        operation({
          ...upload,
          from: stranger,
          protocol: 'modbus',
          port: 502,
          function: { code: '90:0x33', name: 'UMAS initialize download from PLC' },
        }),
      ],
      fires: 1,
    },
    {
      name: 'the backup server reads it as always',
      learned: [operation({ ...upload, from: station })],
      events: [operation({ ...upload, from: station, at: 86_400 })],
      fires: 0,
    },
    { name: 'values are read', events: [operation()], fires: 0 },
  ],
})
