import type { OperationEvent } from '../event.ts'
import { hmi, operation, plc, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'

/** What reads out what a device is and holds, by protocol: codes of functions, and the entries of the catalogue. */
const reading: Readonly<Record<string, RegExp>> = {
  opcua: /^(422|428|527|533|12208)$/, // C12, C13
  bacnet: /^confirmed:(12|14)$/, // C14, where the object list is read
  enip: /^0x(55|4b|01)$/, // C15
  s7comm: /^userdata:(4\.1|3\.[123])$/, // C16, C17
  dnp3: /^1$/, // C20, where class 0 is read
  iec104: /^10[01]$/, // C21
  profinet: /^5$/, // C06
  mms: /^confirmed:(1|2|6|12|37)$/,
}

const szl = (from = stranger) =>
  operation({
    from,
    to: plc,
    at: 60,
    protocol: 's7comm',
    port: 102,
    verb: 'discover',
    function: { code: 'userdata:4.1', name: 'read SZL' },
    object: 'SZL 0x0011 index 0x0000',
  })

export const rule = defineRule({
  id: 'discovery-by-new-client',
  catalogue: ['C06', 'C12', 'C13', 'C14', 'C15', 'C16', 'C17', 'C20', 'C21'],
  title: 'Somebody who never did asks a device what it is and holds',
  status: 'stable',
  level: 'medium',
  description:
    'Identity, blocks, objects, tags or all points at once were read by a client that never did. It is the first step of who works on a controller, whether he may or not.',
  references: ['https://attack.mitre.org/techniques/T0888/', 'https://attack.mitre.org/techniques/T0861/'],
  techniques: ['T0888', 'T0861'], // Remote System Information Discovery, Point & Tag Identification
  falsepositives: ['An engineering station that is rarely used', 'A client that was restarted with another set-up'],
  playbook: 'PB-05',
  modifiers: ['order', 'unordered'],
  nature: 'deviation',
  needs: Object.keys(reading),
  explainedBy: [
    { rule: 'new-device', same: 'source' },
    { rule: 'new-link', same: 'pair' },
    { rule: 'new-function-on-link', same: 'pair' },
  ],

  on: 'operation',
  protocols: Object.keys(reading),
  match: (event, { known, site }) => {
    const { client, server, protocol, verb, activity } = event
    if (!isReading(event) || site.listed(client, 'engineering') || site.listed(client, 'scanner')) return null
    if (!known.readiness({ device: server }).ready && !known.readiness('site').ready) return null
    const { code, name } = activity.function
    if (known.spoken({ client, server, protocol, verb, code }) !== null) return null
    return {
      summary: `${client.label} asked ${server.label} for what it is and holds (${name} of ${protocol}).`,
      source: client,
      target: server,
      protocol,
      verb,
      dedup: code,
      baseline: 'It was never seen to ask that.',
    }
  },

  examples: [
    { name: 'a stranger reads the identity', learned: [operation()], events: [szl()], fires: 1 },
    { name: 'a station that always did', learned: [operation(), szl(station)], events: [szl(station)], fires: 0 },
    { name: 'the HMI reads values', learned: [operation()], events: [operation({ from: hmi, at: 60 })], fires: 0 },
  ],
})

function isReading({ protocol, activity: { function: called, object } }: OperationEvent): boolean {
  if (!reading[protocol]?.test(called.code)) return false
  if (protocol === 'bacnet') return object.includes('object-list')
  return protocol !== 'dnp3' || object.includes('class/0')
}
