import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { control } from '../wording.ts'

const write = operation({ verb: 'write', function: { code: '6', name: 'write single register' }, outcome: 'ok' })

export const rule = defineRule({
  id: 'values-changed',
  catalogue: [],
  title: 'A device changes values or settings of another; nobody said yet whether that is usual',
  status: 'stable',
  level: 'low',
  description:
    'Before anything was learned, whoever writes to a controller may be its HMI or an intruder. One line for each pair lets a person decide; once normal is known, the rules about what is new take over.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  falsepositives: ['Every HMI and every controller that coordinates others'],
  playbook: 'PB-12',
  modifiers: [],
  nature: 'rule',
  needs: [],

  on: 'operation',
  verbs: ['write', 'acknowledge', 'call', 'clock', 'configure', 'file', 'delete'],
  protocols: control,
  match: ({ client, server, protocol, verb }, { known }) =>
    known.taught
      ? null
      : {
          summary: `${client.label} ${said[verb] ?? 'changed'} ${server.label} over ${protocol}.`,
          source: client,
          target: server,
          dedup: protocol,
        },

  examples: [
    { name: 'an HMI writes, nothing is learned', events: [write], fires: 1 },
    { name: 'it reads', events: [operation({ from: hmi, to: plc })], fires: 0 },
    { name: 'what is usual is known', learned: [write], events: [write], fires: 0 },
  ],
})

const said: Readonly<Record<string, string>> = {
  write: 'wrote values of',
  acknowledge: 'acknowledged or switched reports of',
  call: 'called a method of',
  clock: 'set the clock of',
  configure: 'changed settings of',
  file: 'moved files of',
  delete: 'deleted something of',
}
