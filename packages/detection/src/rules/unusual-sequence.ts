import { hmi, operation, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { changing, control, linkOf, told } from '../wording.ts'

const step = (code: string, name: string, at: number) =>
  operation({
    from: hmi,
    to: plc,
    protocol: 'iec104',
    port: 2404,
    verb: 'write',
    function: { code, name },
    object: '3/4500',
    at,
  })
/** Select, execute, and then the next: as it was learned. */
const learned = Array.from({ length: 120 }, (_, i) =>
  i % 2 === 0 ? step('45', 'C_SC_NA_1', i * 30) : step('46', 'C_DC_NA_1', i * 30),
)

export const rule = defineRule({
  id: 'unusual-sequence',
  catalogue: ['N07', 'H15'],
  title: 'Commands came in an order that was never seen',
  status: 'experimental',
  level: 'medium',
  description:
    'Each of them is usual, but not after what came before. Programs keep to their order; people at a keyboard do not.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A rare procedure', 'Messages that this sensor missed'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  settings: { least: { value: 0.001, unit: 'probability', says: 'Less probable than this is unusual.' } },
  explainedBy: [
    { rule: 'new-function-on-link', same: 'pair' },
    { rule: 'write-by-new-client', same: 'pair' },
    { rule: 'command-sweep', same: 'pair' },
  ],

  on: 'operation',
  verbs: changing,
  protocols: control,
  match: (event, { known, setting }) => {
    const { activity, client } = event
    const link = linkOf(event)
    // What was never used at all is told by the rule on new functions.
    if (known.spoken({ ...link, verb: event.verb, code: activity.function.code }) === null) return null
    const probability = known.sequence(link, activity.function.code)
    if (probability === null || probability >= setting('least')) return null
    const phrase = {
      past: 'sent a usual command at an unusual point to',
      infinitive: 'send a usual command at an unusual point to',
      rest: ` (${activity.function.name})`,
    }
    const match = told(event, 'medium', phrase)
    return { ...match, confidence: 0.6, baseline: `After what ${client.label} had sent before, this never came.` }
  },

  examples: [
    {
      name: 'in their order',
      learned,
      events: [step('45', 'C_SC_NA_1', 3601), step('46', 'C_DC_NA_1', 3630)],
      fires: 0,
    },
    {
      name: 'out of order',
      learned: [...learned, step('48', 'C_SE_NA_1', 90_000)],
      events: [step('45', 'C_SC_NA_1', 100_000), step('45', 'C_SC_NA_1', 100_030), step('48', 'C_SE_NA_1', 100_060)],
      fires: 1,
    },
  ],
})
