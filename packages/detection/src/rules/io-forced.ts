import { hmi, operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, control, told } from '../wording.ts'

const force = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'force',
  function: { code: 'userdata:1.9', name: 'force' },
  object: 'Q0.0',
})
const table = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'write',
  function: { code: 'userdata:1.8', name: 'modify variable' },
  object: 'MD0, MW4',
})
const outOfService = operation({
  from: hmi,
  to: plc,
  protocol: 'bacnet',
  port: 47_808,
  verb: 'force',
  function: { code: 'confirmed:15', name: 'writeProperty' },
  object: 'analog-output,1/out-of-service',
})

/** S7 programmers write through variable tables with functions of their own, past any HMI. */
const isModify = (code: string, of: unknown): boolean =>
  code === 'userdata:1.8' || (code === 'userdata:1.e' && of === 'modify variable')

export const rule = defineRule({
  id: 'io-forced',
  catalogue: ['E13', 'H07', 'I10'],
  title: 'Inputs or outputs were forced',
  status: 'stable',
  level: 'high',
  description:
    'A value is pinned against the logic and against what is measured. Interlocks that depend on it no longer protect.',
  references: ['https://attack.mitre.org/techniques/T0835/'],
  techniques: ['T0835'], // Manipulate I/O Image
  consequences: ['T0831', 'T0832', 'T0837'], // Manipulation of Control, of View, Loss of Protection
  falsepositives: ['Maintenance forces a signal while a sensor is replaced', 'Loop checks at commissioning'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['force', 'write'],
  protocols: control,
  match: (event, { site }) => {
    const { function: fn, detail } = event.activity
    if (event.verb === 'write' && !isModify(fn.code, detail?.of)) return null
    return told(event, 'high', { past: 'forced values in', infinitive: 'force values in' }, site)
  },

  examples: [
    { name: 'an output is forced', events: [force], fires: 1 },
    { name: 'a variable table is used', events: [table], fires: 1 },
    { name: 'an output is taken out of service', events: [outOfService], fires: 1 },
    { name: 'the HMI writes', events: [operation({ verb: 'write' })], fires: 0 },
  ],
})
