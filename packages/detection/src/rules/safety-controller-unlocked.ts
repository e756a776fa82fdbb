import { claim, plc, safetyPlc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

/** Anything but running with the key on run lets a program in. */
const open = /prog|remote|stop|halt|pause|download|test/i

export const rule = defineRule({
  id: 'safety-controller-unlocked',
  catalogue: ['E23', 'E30'],
  title: 'A safety controller can be programmed, or does not run',
  status: 'stable',
  level: 'critical',
  description:
    'Its key or mode is not on run. While it is so, whoever reaches it over the network can change what protects the plant.',
  references: ['https://attack.mitre.org/techniques/T0858/', 'https://attack.mitre.org/campaigns/C0030/'],
  techniques: ['T0858'], // Change Operating Mode
  consequences: ['T0880', 'T0843'], // Loss of Safety, Program Download
  falsepositives: ['A proof test or a planned change', 'A spare safety controller on the bench'],
  playbook: 'PB-08',
  modifiers: ['order', 'safety'],
  nature: 'rule',
  needs: ['claim mode'],

  on: 'claim',
  match: ({ who, sighting: { attribute, value, source, confidence } }) => {
    if (attribute !== 'mode' || !(who.safety || source.startsWith('tristation'))) return null
    if (!open.test(value)) return null
    return {
      summary: `Safety controller ${who.label} says its mode is ${cut(value)}: it can be changed, or it does not protect.`,
      source: null,
      target: who,
      confidence,
    }
  },

  examples: [
    {
      name: 'the key is on program',
      events: [
        claim(plc, { attribute: 'mode', value: 'running, key program', source: 'tristation get chassis status' }),
      ],
      fires: 1,
    },
    {
      name: 'a safety controller stands',
      events: [claim(safetyPlc, { attribute: 'mode', value: 'STOP', source: 's7comm read SZL' })],
      fires: 1,
    },
    {
      name: 'it runs, with the key on run',
      events: [claim(plc, { attribute: 'mode', value: 'running, key run', source: 'tristation get chassis status' })],
      fires: 0,
    },
    {
      name: 'an ordinary controller stands',
      events: [claim(plc, { attribute: 'mode', value: 'STOP', source: 's7comm read SZL' })],
      fires: 0,
    },
  ],
})
