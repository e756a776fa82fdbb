import type { ConnectionEvent, OperationEvent, Who } from '../event.ts'
import { connection, hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { control } from '../wording.ts'

const usual = operation()

export const rule = defineRule({
  id: 'new-device',
  catalogue: ['A01', 'A02', 'A03'],
  title: 'A device that was never seen takes part',
  status: 'stable',
  level: 'medium',
  description:
    'A plant changes rarely. A new device is a replacement, a laptop of a visitor, or somebody who has no business here. It is told once it has spoken with another.',
  references: ['https://attack.mitre.org/techniques/T0864/'],
  techniques: ['T0864'], // Transient Cyber Asset
  falsepositives: ['A replaced or added device', 'A device that was switched off while normal was learned'],
  playbook: 'PB-04',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],

  on: ['operation', 'connection'],
  match: (event, { known, site }) => {
    const { client, server } = event
    if (!known.readiness('site').ready || !isExchange(event)) return null
    const isNew = (who: Who) => who.kind === 'device' && known.device(who) === null
    const spoken = (event.kind === 'operation' ? event.protocol : event.connection.protocol) ?? 'something unknown'
    const ofVisitor = (who: Who) => (site.listed(who, 'contractor') ? ' (of a contractor)' : '')
    const say = (who: Who, other: Who) => ({
      summary: `${who.label}${kindOf(who)}${ofVisitor(who)} was never seen before and spoke ${spoken} with ${other.label}.`,
      source: who,
      target: null,
      verb: null,
      baseline: `Of what was learned of the site, ${who.ip || who.mac} was no part.`,
    })
    const asks = isNew(client) ? [say(client, server)] : []
    return [
      ...asks.map(match => (control.includes(spoken) ? { ...match, level: 'high' as const } : match)),
      ...(isNew(server) ? [say(server, client)] : []),
    ]
  },

  examples: [
    { name: 'a stranger reads', learned: [usual], events: [operation({ from: stranger, at: 60 })], fires: 1 },
    {
      name: 'a stranger that nobody answers',
      learned: [usual],
      events: [connection({ from: stranger, state: 'attempt', at: 60 })],
      fires: 0,
    },
    { name: 'the usual two', learned: [usual], events: [operation({ from: hmi, to: plc, at: 60 })], fires: 0 },
  ],
})

/** Both took part. */
const isExchange = (event: OperationEvent | ConnectionEvent): boolean =>
  event.kind === 'operation'
    ? event.activity.outcome === 'ok' || event.activity.outcome === 'refused'
    : event.connection.state === 'open' && event.connection.bytes.server > 0

/** An operating system of offices, where it was told. */
function kindOf({ asset }: Who): string {
  const os = asset?.os ?? ''
  return /windows|linux|mac ?os|darwin/i.test(os) ? `, a computer with ${os.slice(0, 60)},` : ''
}
