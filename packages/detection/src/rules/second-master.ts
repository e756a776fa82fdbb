import type { OperationEvent, Who } from '../event.ts'
import { hmi, operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, linkOf } from '../wording.ts'

type State = { readonly masters: ReadonlyMap<string, Who> }
/** Masters of one outstation that are kept. */
const MAX_MASTERS = 16

/** Who it is: the address of a DNP3 master, the originator of IEC 104 where one is given, and the device behind it. */
const masterOf = ({ protocol, client, activity: { detail } }: OperationEvent): string => {
  const name = protocol === 'dnp3' ? detail?.master : detail?.originator
  return name === undefined ? client.id : `${client.id} ${name}`
}

const read = (from: Who, master: number, at = 0) =>
  operation({
    from,
    to: plc,
    protocol: 'dnp3',
    port: 20_000,
    function: { code: '1', name: 'read' },
    object: '4/class/0',
    detail: { master },
    at,
  })
const interrogate = (from: Who, at = 0) =>
  operation({
    from,
    to: plc,
    protocol: 'iec104',
    port: 2404,
    function: { code: '100', name: 'C_IC_NA_1' },
    object: '3',
    at,
  })

export const rule = defineRule({
  id: 'second-master',
  catalogue: ['M12', 'N08'],
  title: 'A second master speaks to a remote station',
  status: 'test',
  level: 'high',
  description:
    'Each remote station has one control centre, or two that were planned. A further one asks, and may command.',
  references: ['https://attack.mitre.org/techniques/T0848/'],
  techniques: ['T0848'], // Rogue Master
  consequences: ['T0855', 'T0831'], // Unauthorized Command Message, Manipulation of Control
  falsepositives: ['The second server of a redundant pair', 'A local HMI in the station'],
  playbook: 'PB-04',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['dnp3', 'iec104'],
  explainedBy: [...bySafety, { rule: 'write-by-new-client', same: 'pair' }, { rule: 'command-sweep', same: 'pair' }],

  on: 'operation',
  verbs: ['read', 'write', 'reset', 'acknowledge', 'call', 'clock', 'configure', 'stop', 'start'],
  protocols: ['dnp3', 'iec104'],
  keyBy: event => (event.activity.outcome === 'no-reply' ? null : `${event.protocol}|${event.server.id}`),
  start: (): State => ({ masters: new Map() }),
  step: ({ masters }, event, { known }) => {
    const { client, server, protocol, verb } = event
    const master = masterOf(event)
    if (masters.has(master) || masters.size >= MAX_MASTERS) return { state: { masters } }
    const state = { masters: new Map(masters).set(master, client) }
    if (known.taught && known.link(linkOf(event)) !== null) return { state }
    // Two originators behind one address are two programs of one centre.
    const others = [...masters.values()].filter(({ id }) => id !== client.id)
    if (others.length === 0) return { state }
    const summary = `${client.label} speaks to remote station ${server.label} as a master, as ${others[0]!.label} does.`
    return {
      state,
      match: { summary, source: client, target: server, protocol, verb, level: known.taught ? 'high' : 'medium' },
    }
  },
  forgetAfter: 30 * 86_400e6,

  examples: [
    { name: 'a stranger polls too', events: [read(hmi, 1), read(stranger, 2, 60)], fires: 1 },
    { name: 'a stranger interrogates', events: [interrogate(hmi), interrogate(stranger, 60)], fires: 1 },
    { name: 'one master', events: [read(hmi, 1), read(hmi, 1, 60)], fires: 0 },
    {
      name: 'both servers of the centre, as always',
      learned: [read(hmi, 1), read(stranger, 2)],
      events: [read(hmi, 1, 60), read(stranger, 2, 120)],
      fires: 0,
    },
  ],
})
