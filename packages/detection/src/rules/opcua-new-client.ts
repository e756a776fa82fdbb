import { claim, hmi } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

const session = (value: string, at = 0) =>
  claim(hmi, { attribute: 'session', value, source: 'opcua CreateSession', at })

export const rule = defineRule({
  id: 'opcua-new-client',
  catalogue: ['K04', 'K11', 'E34'],
  title: 'An OPC UA application or certificate was never seen before',
  status: 'test',
  level: 'medium',
  description:
    'Applications name themselves and prove it with a certificate. This name or certificate is new at its address.',
  references: ['https://attack.mitre.org/techniques/T0848/'],
  techniques: ['T0848'], // Rogue Master
  consequences: ['T0830'], // Adversary-in-the-Middle
  falsepositives: ['A renewed certificate', 'A new version or a new installation of a client'],
  playbook: 'PB-04',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: ['opcua'],

  on: 'claim',
  match: ({ who, sighting: { attribute, value, source } }, { known }) => {
    if (!source.startsWith('opcua') || (attribute !== 'session' && attribute !== 'certificate')) return null
    const device = known.device(who)
    if (!known.taught || device === null) return null
    const before = known.attribute(who, attribute)
    if (before.some(each => each.value === value)) return null
    const what = attribute === 'session' ? 'application' : 'certificate'
    const known1 = before[0]
    return {
      summary: `${who.label} came with the OPC UA ${what} ${cut(value)}${known1 ? `; before it was ${cut(known1.value)}` : ''}.`,
      source: who,
      target: null,
      protocol: 'opcua',
      dedup: `${attribute} ${value}`,
      baseline: known1
        ? `It had ${before.length} other${before.length === 1 ? '' : 's'} while normal was learned.`
        : `It had none while normal was learned.`,
      changes: [{ object: what, before: known1?.value ?? null, after: value }],
    }
  },

  examples: [
    {
      name: 'another application',
      learned: [session('urn:plant:historian')],
      events: [session('urn:freeopcua:client', 60)],
      fires: 1,
    },
    {
      name: 'the application as always',
      learned: [session('urn:plant:historian')],
      events: [session('urn:plant:historian', 60)],
      fires: 0,
    },
  ],
})
