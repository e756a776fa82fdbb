import { hmi, operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byEngineering, engineering, opensEngineering, phrases, programmable, spokenOf, told } from '../wording.ts'

const online = operation({
  from: station,
  to: plc,
  protocol: 's7comm-plus',
  port: 102,
  verb: 'connect',
  function: { code: 'cotp', name: 'COTP connect' },
  object: '',
  detail: { called: 'SIMATIC-ROOT-ES', calling: '0600' },
})

export const rule = defineRule({
  id: 'engineering-session',
  catalogue: ['E20', 'E27'],
  title: 'An engineering tool worked on a controller',
  status: 'test',
  level: 'low',
  description:
    'A programming tool was connected, or did something that only such tools do. With approved work it is a record; without it somebody should know who that was.',
  references: ['https://attack.mitre.org/techniques/T0859/', 'https://attack.mitre.org/techniques/T0845/'],
  techniques: ['T0859'], // Valid Accounts
  consequences: ['T0845', 'T0843'], // Program Upload, Program Download
  falsepositives: ['An engineer looks at the diagnostics, without a work order', 'An asset-management tool'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'unordered'],
  nature: 'rule',
  needs: [],
  explainedBy: [
    { rule: 'engineering-outside-hours', same: 'pair' },
    { rule: 'engineering-unlisted-station', same: 'pair' },
    { rule: 'engineering-new-station', same: 'pair' },
    ...byEngineering,
  ],

  on: 'operation',
  verbs: [...engineering, 'connect', 'authenticate'],
  protocols: programmable,
  match: (event, { known }) => {
    // Some HMIs connect as programming tools do, every day.
    if (known.taught && known.spoken(spokenOf(event)) !== null) return null
    const opens = opensEngineering(event)
    if (!opens && !engineering.includes(event.verb)) return null
    const session = {
      past: 'opened an engineering session with',
      infinitive: 'open an engineering session with',
      rest: '',
    }
    return { ...told(event, 'low', (opens ? undefined : phrases[event.verb]) ?? session), level: 'low' }
  },

  examples: [
    { name: 'a programming tool goes online', events: [online], fires: 1 },
    {
      name: 'an HMI connects',
      events: [{ ...online, client: hmi, activity: { ...online.activity, detail: { called: 'SIMATIC-ROOT-HMI' } } }],
      fires: 0,
    },
    {
      name: 'it was there while normal was learned',
      learned: [online],
      events: [{ ...online, at: online.at + 60e6 }],
      fires: 0,
    },
    { name: 'values are read', events: [operation()], fires: 0 },
  ],
})
