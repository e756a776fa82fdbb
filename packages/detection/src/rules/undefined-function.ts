import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { told } from '../wording.ts'

const unknown = (code: string) =>
  operation({ from: stranger, to: plc, verb: 'other', function: { code, name: 'unknown function' }, object: '' })

export const rule = defineRule({
  id: 'undefined-function',
  catalogue: ['G09', 'M10', 'H09'],
  title: 'A function was asked for that its protocol does not define',
  status: 'stable',
  level: 'medium',
  description:
    'Its number is zero, reserved or not in the standard. Devices answer it in ways their makers never tested, which is why fuzzers and exploits send it.',
  references: ['https://attack.mitre.org/techniques/T0866/'],
  techniques: ['T0866'], // Exploitation of Remote Services
  consequences: ['T0814'], // Denial of Service
  falsepositives: ['A maker uses a reserved number for functions of its own'],
  playbook: 'PB-12',
  modifiers: ['impact', 'safety'],
  nature: 'rule',
  needs: ['modbus', 'modbus-rtu', 'dnp3', 's7comm'],
  explainedBy: [{ rule: 'refusal-burst', same: 'pair' }],

  on: 'operation',
  verbs: ['other', 'read', 'diagnose'],
  // Only where the standard is public and complete does unknown mean undefined.
  protocols: ['modbus', 'modbus-rtu', 'dnp3', 's7comm'],
  match: (event, { known }) => {
    const { function: fn } = event.activity
    if (!/^unknown function$|^group 0x/.test(fn.name)) return null
    if (known.taught && known.spokenAnywhere(event.protocol, fn.code) !== null) return null
    const phrase = {
      past: `sent the undefined function ${fn.code} to`,
      infinitive: `use the undefined function ${fn.code} of`,
    }
    // Whether it was refused makes no difference: the asking is what counts.
    return { ...told(event, 'medium', phrase), level: 'medium' }
  },

  examples: [
    { name: 'function zero', events: [unknown('0')], fires: 1 },
    { name: 'a reserved one', events: [unknown('42')], fires: 1 },
    {
      name: 'one that makers may use',
      events: [operation({ verb: 'other', function: { code: '65', name: 'user-defined function' }, object: '' })],
      fires: 0,
    },
    { name: 'registers are read', events: [operation()], fires: 0 },
  ],
})
