import { operation } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byEngineering, changing, control } from '../wording.ts'

const usual = operation()
const write = { verb: 'write', function: { code: '22', name: 'mask write register' } } as const

export const rule = defineRule({
  id: 'new-function-at-site',
  catalogue: ['B04'],
  title: 'A function that nobody at this site ever used',
  status: 'stable',
  level: 'medium',
  description: 'No device of the site ever used this function of the protocol. Tools that were brought in do.',
  references: ['https://attack.mitre.org/techniques/T0855/'],
  techniques: ['T0855'], // Unauthorized Command Message
  falsepositives: ['A new program or an update', 'A rare function of maintenance'],
  playbook: 'PB-03',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  explainedBy: [
    ...byEngineering,
    { rule: 'new-device', same: 'source' },
    { rule: 'new-link', same: 'pair' },
    { rule: 'new-function-on-link', same: 'pair' },
  ],

  on: 'operation',
  protocols: control,
  match: ({ client, server, protocol, verb, activity }, { known }) => {
    const { code, name } = activity.function
    if (!known.readiness('site').ready || known.spokenAnywhere(protocol, code) !== null) return null
    return {
      summary: `${client.label} used ${name} of ${protocol} on ${server.label}.`,
      source: client,
      target: server,
      protocol,
      verb,
      dedup: code,
      baseline: 'Nobody at this site was ever seen to use it.',
      ...(changing.includes(verb) ? { level: 'high' as const } : {}),
    }
  },

  examples: [
    { name: 'never seen', learned: [usual], events: [operation({ ...write, at: 60 })], fires: 1 },
    { name: 'seen', learned: [usual, operation(write)], events: [operation({ ...write, at: 60 })], fires: 0 },
  ],
})
