import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, lower, told } from '../wording.ts'

const clear = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'authenticate',
  function: { code: 'userdata:5.9', name: 'security' },
  object: '',
})
const protect = operation({
  from: station,
  to: plc,
  protocol: 'omron-fins',
  port: 9600,
  verb: 'authenticate',
  function: { code: '0x0304', name: 'program area protect' },
  object: '',
})
const lock = operation({
  from: station,
  to: plc,
  protocol: 'enip',
  port: 44818,
  verb: 'authenticate',
  function: { code: '0x4b', name: 'lock controller' },
  object: 'controller/1/controller-lock/1',
})

/** Sets, takes away or changes what protects a controller. A login alone does not. */
const changesProtection =
  /^(security|clear password|program area protect|program area protect clear|reset password|remote password lock|user management|set password|set master key)$/
/** Takes a controller for one station until it is given back: programming tools do so for each edit. */
const locks = /^(lock controller|access right forced acquire|take control)$/

export const rule = defineRule({
  id: 'controller-password',
  catalogue: ['E17', 'H08'],
  title: 'The protection of a controller was changed',
  status: 'test',
  level: 'high',
  description:
    'A password or lock was set, changed or taken away. Either the controller is open now, or its owners are locked out.',
  references: ['https://attack.mitre.org/techniques/T0892/'],
  techniques: ['T0892'], // Change Credential
  consequences: ['T0827', 'T0813'], // Loss of Control, Denial of Control
  falsepositives: [
    'A password is changed as planned',
    'A programming tool locks the controller while somebody edits it',
  ],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...bySafety, { rule: 'program-download', same: 'pair' }, { rule: 'online-edit', same: 'pair' }],

  on: 'operation',
  verbs: ['authenticate', 'configure'],
  protocols: control,
  match: (event, { site }) => {
    const { name } = event.activity.function
    if (changesProtection.test(name))
      return told(
        event,
        'high',
        { past: 'changed the protection of', infinitive: 'change the protection of', rest: ` (${name})` },
        site,
      )
    if (!locks.test(name)) return null
    return told(
      event,
      lower('high'),
      { past: 'locked others out of', infinitive: 'lock others out of', rest: ` (${name})` },
      site,
    )
  },

  examples: [
    { name: 'a protection level is changed', events: [clear], fires: 1 },
    { name: 'a program area is protected', events: [protect], fires: 1 },
    { name: 'a controller is locked', events: [lock], fires: 1 },
    {
      name: 'somebody logs in',
      events: [operation({ verb: 'authenticate', function: { code: '90:0x10', name: 'UMAS take PLC reservation' } })],
      fires: 0,
    },
  ],
})
