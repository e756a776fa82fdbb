import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byEngineering, controlBut, isKnownWell, linkOf, told } from '../wording.ts'

const unlock = {
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'authenticate',
  function: { code: '0x4c', name: 'unlock controller' },
  object: 'controller/1/controller-lock/1',
} as const

export const rule = defineRule({
  id: 'privilege-handshake',
  catalogue: ['E28'],
  title: 'Somebody raised its rights on a controller for the first time',
  status: 'test',
  level: 'high',
  description:
    'Controllers give more rights after a handshake: a lock, a reservation, a password, a privilege level. It is quiet, changes nothing, and comes right before what does.',
  references: ['https://attack.mitre.org/techniques/T0890/'],
  techniques: ['T0890'], // Exploitation for Privilege Escalation
  consequences: ['T0843', 'T0889'], // Program Download, Modify Program
  falsepositives: ['A new engineering station', 'A technician of the maker'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: [
    { rule: 'engineering-unlisted-station', same: 'pair' },
    { rule: 'engineering-new-station', same: 'pair' },
    ...byEngineering,
  ],

  on: 'operation',
  verbs: ['authenticate'],
  // Where a login is how every session begins it says nothing of rights.
  protocols: controlBut('opcua', 'dnp3', 'iec104', 'fox'),
  match: (event, { known, site }) => {
    if (!isKnownWell(known, event.server) || known.verb(linkOf(event), 'authenticate') !== null) return null
    const phrase = {
      past: 'raised its rights on',
      infinitive: 'raise its rights on',
      rest: ` (${event.activity.function.name})`,
    }
    const match = told(event, 'high', phrase, site)
    return { ...match, baseline: `${event.client.label} never did so while normal was learned.` }
  },

  examples: [
    {
      name: 'a stranger unlocks a controller',
      learned: [operation({ ...unlock, from: station }), operation({ from: stranger })],
      events: [operation({ ...unlock, from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'the engineering station as always',
      learned: [operation({ ...unlock, from: station })],
      events: [operation({ ...unlock, from: station, at: 60 })],
      fires: 0,
    },
  ],
})
