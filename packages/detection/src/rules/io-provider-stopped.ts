import { operation, plc, who } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload } from '../wording.ts'

const device = who('02:00:00:00:00:50', { label: 'I/O rack (02:00:00:00:00:50)', role: 'I/O device', level: 0 })
const cyclic = (provider: string, data: string, at = 0) =>
  operation({
    from: plc,
    to: device,
    protocol: 'profinet',
    port: 0,
    verb: 'report',
    function: { code: 'rt', name: 'cyclic data' },
    object: 'frame 0x8000',
    detail: { provider, data, problem: 'no', state: 'primary' },
    at,
  })

export const rule = defineRule({
  id: 'io-provider-stopped',
  catalogue: ['J11'],
  title: 'A PROFINET station sends data that it calls stopped or invalid',
  status: 'test',
  level: 'high',
  description:
    'The station still sends, but says that its program or its inputs stand. Whoever uses the values works with old ones.',
  references: ['https://attack.mitre.org/techniques/T0829/'],
  techniques: ['T0829'], // Loss of View
  consequences: ['T0831'], // Manipulation of Control
  falsepositives: ['A controller was stopped as planned', 'A device starts and has no inputs yet'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['profinet'],
  explainedBy: [
    ...byDownload.map(({ rule }) => ({ rule, same: 'target' as const })),
    { rule: 'controller-stop', same: 'target' },
    { rule: 'controller-mode-changed', same: 'target' },
  ],

  on: 'operation',
  verbs: ['report'],
  protocols: ['profinet'],
  keyBy: ({ server, activity: { object, detail } }) =>
    detail?.provider === undefined ? null : `${server.id}|${object}`,
  start: (): { readonly ran: boolean } => ({ ran: false }),
  step: ({ ran }, { server, client, protocol, verb, activity: { detail, object } }) => {
    const isSound = detail?.provider === 'run' && detail.data === 'valid'
    // A station that never ran while it was watched is one that nobody misses.
    if (isSound || !ran) return { state: { ran: ran || isSound } }
    const what = detail?.provider === 'run' ? 'invalid' : 'of a stopped program'
    const summary = `${server.label} tells ${client.label} that its cyclic data are ${what} (${object}).`
    return { state: { ran: false }, match: { summary, source: null, target: server, protocol, verb } }
  },
  forgetAfter: 7 * 86_400e6,

  examples: [
    { name: 'it ran and stops', events: [cyclic('run', 'valid'), cyclic('stop', 'valid', 60)], fires: 1 },
    { name: 'its data become invalid', events: [cyclic('run', 'valid'), cyclic('run', 'invalid', 60)], fires: 1 },
    { name: 'it starts', events: [cyclic('stop', 'invalid'), cyclic('run', 'valid', 60)], fires: 0 },
    { name: 'it never ran', events: [cyclic('stop', 'invalid'), cyclic('stop', 'invalid', 60)], fires: 0 },
  ],
})
