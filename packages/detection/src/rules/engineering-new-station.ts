import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import {
  byEngineering,
  control,
  engineering,
  isKnownWell,
  linkOf,
  opensEngineering,
  phrases,
  told,
} from '../wording.ts'

const session = {
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'connect',
  function: { code: 'cotp:e0', name: 'connect' },
  object: '',
  detail: { connection: 'PG', rack: 0, slot: 2 },
} as const

export const rule = defineRule({
  id: 'engineering-new-station',
  catalogue: ['E19', 'G05', 'H10', 'O10'],
  title: 'A station worked on a controller for the first time',
  status: 'test',
  level: 'high',
  description: 'Few stations program a controller, and they stay the same for years. This one never did before.',
  references: ['https://attack.mitre.org/techniques/T0886/'],
  techniques: ['T0886'], // Remote Services
  consequences: ['T0843', 'T0889'], // Program Download, Modify Program
  falsepositives: ['A replaced engineering station', 'A technician of the maker with a laptop'],
  playbook: 'PB-04',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  explainedBy: [{ rule: 'engineering-unlisted-station', same: 'pair' }, ...byEngineering],

  on: 'operation',
  verbs: [...engineering, 'connect', 'authenticate'],
  protocols: control,
  match: (event, { known, site }) => {
    const opens = opensEngineering(event)
    if (!opens && !engineering.includes(event.verb)) return null
    if (!isKnownWell(known, event.server) || known.verb(linkOf(event), event.verb) !== null) return null
    // Who is on the list may begin at any time.
    if (site.listed(event.client, 'engineering')) return null
    const session = {
      past: 'opened an engineering session with',
      infinitive: 'open an engineering session with',
      rest: '',
    }
    const match = told(event, 'high', (opens ? undefined : phrases[event.verb]) ?? session)
    return { ...match, baseline: `${event.client.label} never did so while normal was learned.` }
  },

  examples: [
    {
      name: 'a stranger connects with a programming tool',
      learned: [operation({ ...session, from: station }), operation()],
      events: [operation({ ...session, from: stranger, at: 60 })],
      fires: 1,
    },
    {
      name: 'the station as always',
      learned: [operation({ ...session, from: station }), operation()],
      events: [operation({ ...session, from: station, at: 60 })],
      fires: 0,
    },
  ],
})
