import type { OperationEvent, Who } from '../event.ts'
import { operation, plc, who } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, bySafety, cut } from '../wording.ts'

type State = { readonly opened: number }

/** PROFINET: an alarm that ends the relation, or a release. CIP: an I/O connection is opened again and not closed. */
const endOf = ({ protocol, activity: { function: fn, refusal } }: OperationEvent): 'ended' | 'released' | null => {
  if (protocol === 'profinet')
    return fn.code.endsWith(':error') ? (/release/i.test(refusal?.name ?? '') ? 'released' : 'ended') : null
  if (protocol === 'profinet-cm') return fn.code === '1' ? 'released' : null
  return null
}

/** Both ends tell the same loss: the device of the two is the target, whoever told it. */
function endsOf(one: Who, other: Who): { readonly source: Who; readonly target: Who } {
  const isFirst = one.role === 'I/O device' || (other.role !== 'I/O device' && one.id < other.id)
  return isFirst ? { source: other, target: one } : { source: one, target: other }
}

const isIo = ({ activity: { object, detail } }: OperationEvent): boolean =>
  (detail?.class === 1 || detail?.class === 0) && !object.includes('message-router')
const opens = ({ protocol, activity: { function: fn } }: OperationEvent): boolean =>
  protocol === 'enip' && (fn.code === '0x54' || fn.code === '0x5b')
const closes = ({ protocol, activity: { function: fn } }: OperationEvent): boolean =>
  protocol === 'enip' && fn.code === '0x4e'

const device = who('10.0.0.50', { label: 'I/O rack (10.0.0.50)', role: 'I/O device', level: 0 })
const lost = operation({
  from: plc,
  to: device,
  protocol: 'profinet',
  port: 0,
  verb: 'connect',
  function: { code: 'alarm:low:error', name: 'alarm relation ended' },
  object: 'alarm endpoint 0x0002 to 0x0001',
  outcome: 'refused',
  refusal: { code: '0xcf81fd05', name: 'RTA error: AR consumer watchdog expired' },
})
const open = (at: number) =>
  operation({
    from: plc,
    to: device,
    protocol: 'enip',
    port: 44_818,
    verb: 'connect',
    function: { code: '0x54', name: 'forward open' },
    object: 'assembly/1/point 101/point 102',
    detail: { connection: 9, class: 1 },
    at,
  })
const close = (at: number) =>
  operation({
    from: plc,
    to: device,
    protocol: 'enip',
    port: 44_818,
    verb: 'connect',
    function: { code: '0x4e', name: 'forward close' },
    object: 'assembly/1/point 101/point 102',
    at,
  })

export const rule = defineRule({
  id: 'io-connection-lost',
  catalogue: ['I08', 'J06'],
  title: 'A controller lost its cyclic data with an I/O device',
  status: 'test',
  level: 'high',
  description:
    'Inputs stay at their last value or go to a substitute, outputs go to their safe state, until the connection is made again.',
  references: ['https://attack.mitre.org/techniques/T0803/', 'https://attack.mitre.org/techniques/T0814/'],
  techniques: ['T0803', 'T0814'], // Block Command Message, Denial of Service
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['A device is switched off or replaced', 'A broken cable, or a loaded network'],
  playbook: 'PB-09',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['profinet', 'profinet-cm', 'enip'],
  settings: { span: { value: 600, unit: 's', says: 'Opened again within so long, without a close, it was lost.' } },
  explainedBy: [...bySafety, ...byDownload, { rule: 'io-device-taken-over', same: 'target' }],

  on: 'operation',
  verbs: ['connect'],
  protocols: ['profinet', 'profinet-cm', 'enip'],
  keyBy: event => {
    if (endOf(event) !== null) return `${event.client.id}|${event.server.id}|end`
    const isCip = (opens(event) && isIo(event) && event.accepted) || closes(event)
    return isCip ? `${event.client.id}|${event.server.id}|${event.activity.object}` : null
  },
  start: (): State => ({ opened: Number.NEGATIVE_INFINITY }),
  step: ({ opened }, event, { setting }) => {
    const { client, server, protocol, verb, activity, at } = event
    const common = { ...endsOf(client, server), protocol, verb }
    const end = endOf(event)
    if (end !== null) {
      const why = activity.refusal === null ? '' : ` (${cut(activity.refusal.name)})`
      const summary = `The cyclic data between ${client.label} and ${server.label} were ${end}${why}.`
      const level = end === 'released' ? ('medium' as const) : ('high' as const)
      return { state: { opened }, match: { ...common, summary, level } }
    }
    if (closes(event)) return { state: { opened: Number.NEGATIVE_INFINITY } }
    const isAgain = at - opened < setting('span') * 1e6
    const state = { opened: at }
    if (!isAgain) return { state }
    const summary = `${client.label} opened its cyclic data with ${server.label} again (${cut(activity.object)}): they had been lost.`
    return { state, match: { ...common, summary, level: 'medium' } }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'the watchdog expired', events: [lost], fires: 1 },
    { name: 'opened again without a close', events: [open(0), open(30)], fires: 1 },
    { name: 'closed and opened again', events: [open(0), close(20), open(30)], fires: 0 },
    { name: 'opened once', events: [open(0)], fires: 0 },
  ],
})
