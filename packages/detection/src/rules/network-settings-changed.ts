import type { OperationEvent } from '../event.ts'
import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, cut, told } from '../wording.ts'

/** CIP Vol. 2, 5-4 and 5-5: the objects that hold address and port settings. */
const cipObject = /(^|[ ,])(tcp-ip-interface|ethernet-link)\//
const setsAddress =
  /^(IP address set|Ethernet set IP request|change local node address|write polling address|set node number|individual address write|individual address serial number write)$/

const isNetwork = ({ protocol, activity: { object, function: fn } }: OperationEvent): boolean =>
  (protocol === 'enip' && cipObject.test(object)) ||
  (protocol === 'profinet' && /IP parameter|DHCP/.test(object)) ||
  setsAddress.test(fn.name)

const cip = operation({
  from: station,
  to: plc,
  protocol: 'enip',
  port: 44_818,
  verb: 'configure',
  function: { code: '0x10', name: 'set attribute single' },
  object: 'tcp-ip-interface/1/5',
  detail: { address: '192.168.1.10', mask: '255.255.255.0', gateway: '192.168.1.1' },
})
const dcp = operation({
  from: station,
  to: plc,
  protocol: 'profinet',
  port: 0,
  verb: 'configure',
  function: { code: '4', name: 'Set' },
  object: 'IP parameter',
  detail: { IP: '192.168.0.10', mask: '255.255.255.0', gateway: '192.168.0.1', kept: 'permanently' },
})

export const rule = defineRule({
  id: 'network-settings-changed',
  catalogue: ['I09', 'J02'],
  title: 'The network address of a device was set',
  status: 'stable',
  level: 'high',
  description:
    'With another address a device is gone for its controller and its HMI, or another one answers in its place.',
  references: ['https://attack.mitre.org/techniques/T0836/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0826', 'T0830'], // Loss of Availability, Adversary-in-the-Middle
  falsepositives: ['A replaced device gets its address', 'A PROFINET controller gives addresses when it starts'],
  playbook: 'PB-07',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: [...bySafety, { rule: 'hardware-configuration-download', same: 'pair' }],

  on: 'operation',
  verbs: ['configure', 'write'],
  protocols: ['enip', 'profinet', 'melsec', 'ethercat', 'bsap', 'hart-ip', 'tristation', 'knxnet-ip'],
  match: (event, { known }) => {
    if (!isNetwork(event)) return null
    const { client, server, protocol, activity } = event
    // The controller of a PROFINET line sets addresses at every start.
    const isHabit =
      known.taught && known.spoken({ client, server, protocol, verb: event.verb, code: activity.function.code })
    if (isHabit) return null
    const address = activity.detail?.address ?? activity.detail?.IP
    const to = address === undefined ? '' : ` to ${cut(String(address))}`
    const isStart = activity.detail?.kept === 'until restart'
    const phrase = {
      past: 'set the network address of',
      infinitive: 'set the network address of',
      ...(to === '' ? {} : { rest: to }),
    }
    return told(event, isStart ? 'medium' : 'high', phrase)
  },

  examples: [
    { name: 'through CIP', events: [cip], fires: 1 },
    { name: 'through DCP', events: [dcp], fires: 1 },
    {
      name: 'another object',
      events: [{ ...cip, activity: { ...cip.activity, object: 'assembly/1/3' } }],
      fires: 0,
    },
    {
      name: 'the controller, as at every start',
      learned: [dcp],
      events: [{ ...dcp, at: dcp.at + 60e6 }],
      fires: 0,
    },
  ],
})
