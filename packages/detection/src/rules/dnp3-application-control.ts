import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, told } from '../wording.ts'

/** IEEE 1815, 4.4.8 to 4.4.12: what masters do to the programs and settings of an outstation. */
const functions: Readonly<Record<string, { readonly past: string; readonly infinitive: string }>> = {
  '15': { past: 'set the data of an application to their first values in', infinitive: 'initialise the data of' },
  '16': { past: 'initialised an application of', infinitive: 'initialise an application of' },
  '17': { past: 'started an application of', infinitive: 'start an application of' },
  '18': { past: 'stopped an application of', infinitive: 'stop an application of' },
  '19': { past: 'saved the configuration of', infinitive: 'save the configuration of' },
  '31': { past: 'activated a configuration of', infinitive: 'activate a configuration of' },
}

const act = (code: string, name: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'dnp3',
    port: 20_000,
    verb: 'stop',
    function: { code, name },
    object: '10/application',
  })

export const rule = defineRule({
  id: 'dnp3-application-control',
  catalogue: ['M05', 'M07'],
  title: 'A program or configuration of a DNP3 outstation was stopped, started or activated',
  status: 'stable',
  level: 'high',
  description:
    'The outstation runs other logic or other settings from now on, or none. Centres do not do so in daily work.',
  references: ['https://attack.mitre.org/techniques/T0881/', 'https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0881', 'T0836'], // Service Stop, Modify Parameter
  consequences: ['T0826', 'T0831'], // Loss of Availability, Manipulation of Control
  falsepositives: ['A planned change of settings by the centre'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['dnp3'],
  explainedBy: [...bySafety, { rule: 'broadcast-write', same: 'pair' }],

  on: 'operation',
  verbs: ['stop', 'start', 'reset', 'configure'],
  protocols: ['dnp3'],
  match: event => {
    const phrase = functions[event.activity.function.code]
    return phrase ? told(event, 'high', phrase) : null
  },

  examples: [
    { name: 'an application is stopped', events: [act('18', 'stop application')], fires: 1 },
    {
      name: 'a configuration is activated',
      events: [{ ...act('31', 'activate configuration'), verb: 'configure' }],
      fires: 1,
    },
    { name: 'classes are assigned', events: [{ ...act('22', 'assign class'), verb: 'configure' }], fires: 0 },
  ],
})
