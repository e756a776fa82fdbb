import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'

const stop = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'stop',
  function: { code: 'job:29', name: 'PLC stop' },
  object: '',
})

export const rule = defineRule({
  id: 'controller-stop',
  catalogue: ['E05'],
  title: 'A controller was told to stop',
  status: 'stable',
  level: 'high',
  description:
    'The program of a controller halts. Outputs go to their safe or last state, and what it controls stands.',
  references: ['https://attack.mitre.org/techniques/T0858/'],
  techniques: ['T0858'], // Change Operating Mode
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['A planned stop for maintenance without a work order', 'A test of a spare controller'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],

  on: 'operation',
  verbs: ['stop'],
  match: ({ client, server, activity: { outcome, refusal } }) => ({
    summary:
      outcome === 'refused'
        ? `${client.label} tried to stop ${server.label}; it refused (${refusal?.name ?? 'no reason given'}).`
        : `${client.label} stopped ${server.label}.`,
    source: client,
    target: server,
    ...(outcome === 'refused' ? { level: 'medium' as const, dedup: 'refused' } : {}),
  }),

  examples: [
    { name: 'a station stops a controller', events: [stop], fires: 1 },
    { name: 'the HMI reads', events: [operation()], fires: 0 },
  ],
})
