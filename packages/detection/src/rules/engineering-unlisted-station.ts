import { operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byEngineering, control, engineering, opensEngineering, phrases, told } from '../wording.ts'

const session = {
  to: plc,
  verb: 'authenticate',
  function: { code: '90:0x10', name: 'UMAS take PLC reservation' },
  object: '',
} as const
const listed = { listed: (who: { readonly ip: string }) => who.ip === station.ip, hasList: () => true }

export const rule = defineRule({
  id: 'engineering-unlisted-station',
  catalogue: ['E19', 'G05', 'O10'],
  title: 'A station that is not on the list worked on a controller',
  status: 'stable',
  level: 'high',
  description: 'People declared which stations may program. This one is not among them, and did what they do.',
  references: ['https://attack.mitre.org/techniques/T0886/'],
  techniques: ['T0886'], // Remote Services
  consequences: ['T0843', 'T0889'], // Program Download, Modify Program
  falsepositives: ['A new station that nobody has put on the list yet', 'A laptop of a contractor, with permission'],
  playbook: 'PB-04',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: [],
  explainedBy: byEngineering,

  on: 'operation',
  verbs: [...engineering, 'connect', 'authenticate'],
  protocols: control,
  match: (event, { site }) => {
    if (!site.hasList('engineering') || site.listed(event.client, 'engineering')) return null
    const opens = opensEngineering(event)
    if (!opens && !engineering.includes(event.verb)) return null
    const session = {
      past: 'opened an engineering session with',
      infinitive: 'open an engineering session with',
      rest: '',
    }
    return told(event, 'high', (opens ? undefined : phrases[event.verb]) ?? session, site)
  },

  examples: [
    {
      name: 'a stranger reserves a controller',
      events: [operation({ ...session, from: stranger })],
      site: listed,
      fires: 1,
    },
    {
      name: 'a stranger stops one',
      events: [operation({ from: stranger, verb: 'stop', protocol: 's7comm', object: '' })],
      site: listed,
      fires: 1,
    },
    { name: 'a listed station', events: [operation({ ...session, from: station })], site: listed, fires: 0 },
    { name: 'nobody made a list', events: [operation({ ...session, from: stranger })], fires: 0 },
    { name: 'a stranger reads values', events: [operation({ from: stranger })], site: listed, fires: 0 },
  ],
})
