import { claim, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

const session = (value: string, at = 0) =>
  claim(station, { attribute: 'session', value, source: 's7comm-plus CreateObject', at })

/** Protocols whose clients say who they are. BACnet devices say their own instance: another rule. */
const tells = /^(s7comm|s7comm-plus|modbus|codesys|enip|dnp3|mms|ads|fox|ge-srtp|melsec|omron-fins)\b/

export const rule = defineRule({
  id: 'client-identity-changed',
  catalogue: ['E34'],
  title: 'A station calls itself otherwise than before',
  status: 'experimental',
  level: 'medium',
  description:
    'The tool or the workstation name that it gives to controllers is another one than all that were learned.',
  references: ['https://attack.mitre.org/techniques/T0849/'],
  techniques: ['T0849'], // Masquerading
  falsepositives: ['A new version of the engineering tool', 'A station was renamed'],
  playbook: 'PB-04',
  modifiers: ['order'],
  nature: 'deviation',
  needs: ['claim session'],

  on: 'claim',
  match: ({ who, sighting: { attribute, value, source } }, { known }) => {
    if (attribute !== 'session' || !tells.test(source) || !known.taught) return null
    const before = known.attribute(who, 'session').map(each => each.value)
    // Numbers at the end count sessions.
    const stem = (text: string): string => text.replace(/[\s_]*(0x)?[0-9a-f]+$/i, '')
    if (before.length === 0 || before.some(each => stem(each) === stem(value))) return null
    return {
      summary: `${who.label} calls itself ${cut(value)}; before it was ${cut(before[0]!)}.`,
      source: who,
      target: null,
      dedup: stem(value),
      baseline: `It gave ${before.length} other name${before.length === 1 ? '' : 's'} while normal was learned.`,
      changes: [{ object: 'session', before: before[0]!, after: value }],
    }
  },

  examples: [
    {
      name: 'another workstation name',
      learned: [session('host VORTEX_21032491')],
      events: [session('host KALI_1', 60)],
      fires: 1,
    },
    {
      name: 'another number of the same',
      learned: [session('host VORTEX_21032491')],
      events: [session('host VORTEX_21032777', 60)],
      fires: 0,
    },
  ],
})
