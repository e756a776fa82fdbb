import { operation, otherPlc, plc } from '../examples.ts'
import { isController } from '../remote.ts'
import { defineRule } from '../rule.ts'
import { changing, control, engineering } from '../wording.ts'

const usual = operation()
const asks = (part: Parameters<typeof operation>[0] = {}) => operation({ from: plc, to: otherPlc, at: 60, ...part })

export const rule = defineRule({
  id: 'server-turned-client',
  catalogue: ['A12', 'A13'],
  title: 'A device that only answered now asks',
  status: 'stable',
  level: 'high',
  description:
    'A controller that only ever answered begins to ask, or to command, others: its program was changed, or somebody works from it.',
  references: ['https://attack.mitre.org/techniques/T0848/'],
  techniques: ['T0848'], // Rogue Master
  falsepositives: ['A new exchange between two controllers'],
  playbook: 'PB-12',
  modifiers: ['impact', 'safety', 'order'],
  nature: 'deviation',
  needs: [],
  explainedBy: [{ rule: 'new-device', same: 'source' }],

  on: 'operation',
  protocols: control,
  match: ({ client, server, protocol, verb, accepted, activity }, { known }) => {
    if (!accepted && activity.outcome !== 'refused') return null
    if (verb === 'report' || verb === 'alarm' || verb === 'discover') return null
    const serves = known.serves(client, protocol)
    if (serves === null || known.asks(client, protocol) !== null || !known.readiness({ device: client }).ready)
      return null
    const commands = changing.includes(verb)
    const programs = isController(client) && engineering.includes(verb)
    return {
      summary: `${client.label}, which only answered in ${protocol}, now asks ${server.label} (${activity.function.name})${programs ? ', as only engineering stations do' : ''}.`,
      source: client,
      target: server,
      protocol,
      verb,
      baseline: `It answered ${serves.count} times and never asked.`,
      confidence: serves.confidence,
      ...(commands ? {} : { level: 'medium' as const }),
    }
  },

  examples: [
    { name: 'it reads from another', learned: [usual], events: [asks()], fires: 1 },
    { name: 'it programs another', learned: [usual], events: [asks({ verb: 'download' })], fires: 1 },
    { name: 'it always asked', learned: [usual, asks()], events: [asks()], fires: 0 },
    { name: 'it answers', learned: [usual], events: [operation({ at: 60 })], fires: 0 },
  ],
})
