import { connection, hmi, operation, plc, safetyPlc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, isKnownWell } from '../wording.ts'

export const rule = defineRule({
  id: 'safety-controller-new-talker',
  catalogue: ['E24'],
  title: 'Somebody new talks to a safety controller',
  status: 'stable',
  level: 'critical',
  description: 'A safety controller has the fewest partners in a plant, and they never change by themselves.',
  references: ['https://attack.mitre.org/techniques/T0848/'],
  techniques: ['T0848'], // Rogue Master
  consequences: ['T0880'], // Loss of Safety
  falsepositives: ['A new asset-management or backup tool', 'A replaced engineering station'],
  playbook: 'PB-08',
  modifiers: ['order', 'safety'],
  nature: 'deviation',
  needs: [],
  explainedBy: bySafety,

  on: ['operation', 'connection'],
  match: ({ kind, client, server, ...rest }, { known }) => {
    if (!server.safety || !isKnownWell(known, server) || known.pair(client, server) !== null) return null
    const protocol = 'connection' in rest ? rest.connection.protocol : rest.protocol
    return {
      summary: `${client.label} talked to safety controller ${server.label}${protocol === null ? '' : ` over ${protocol}`}, for the first time.`,
      source: client,
      target: server,
      ...(protocol === null ? {} : { protocol }),
      baseline: `${client.label} never talked to it while normal was learned.`,
      confidence: kind === 'operation' ? 1 : 0.9,
    }
  },

  examples: [
    {
      name: 'a stranger connects',
      learned: [operation({ from: hmi, to: safetyPlc })],
      events: [connection({ from: stranger, to: safetyPlc, at: 60 })],
      fires: 1,
    },
    {
      name: 'the HMI as always',
      learned: [operation({ from: hmi, to: safetyPlc })],
      events: [operation({ from: hmi, to: safetyPlc, at: 60 })],
      fires: 0,
    },
    {
      name: 'an ordinary controller',
      learned: [operation({ from: hmi, to: plc })],
      events: [operation({ from: stranger, to: plc, at: 60 })],
      fires: 0,
    },
  ],
})
