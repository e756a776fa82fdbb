import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

/** IEC 60870-5-101, 7.2.3: causes with which a station says that it does not know what it was asked. */
const refusals: ReadonlySet<string> = new Set(['44', '45', '46', '47'])

const ask = (code: string, name: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'iec104',
    port: 2404,
    verb: 'write',
    function: { code: '50', name: 'C_SE_NC_1' },
    object: '1/77',
    outcome: 'refused',
    refusal: { code, name },
  })

export const rule = defineRule({
  id: 'iec104-illegal-message',
  catalogue: ['N06'],
  title: 'A remote station was asked for what it does not have',
  status: 'stable',
  level: 'medium',
  description:
    'A type, a cause or an address that the station does not know. Both ends are configured from one list, so that this happens when somebody tries, or when the list is wrong.',
  references: ['https://attack.mitre.org/techniques/T0866/'],
  techniques: ['T0866', 'T0888'], // Exploitation of Remote Services, Remote System Information Discovery
  falsepositives: ['The lists of centre and station differ after a change'],
  playbook: 'PB-12',
  modifiers: ['impact'],
  nature: 'rule',
  needs: ['iec104'],
  explainedBy: [{ rule: 'refusal-burst', same: 'pair' }],

  on: 'operation',
  protocols: ['iec104'],
  match: ({ client, server, protocol, verb, activity }) => {
    const { refusal, function: fn, object } = activity
    const isUnknown = fn.name === 'unknown type' || fn.name === 'unknown control'
    const isRefused = activity.outcome === 'refused' && refusals.has(refusal?.code ?? '')
    if (!isUnknown && !isRefused) return null
    const why = isRefused ? refusal!.name : fn.name
    return {
      summary: `${client.label} asked ${server.label} for ${cut(object || fn.name)}: ${why}.`,
      source: client,
      target: server,
      protocol,
      verb,
      dedup: why,
      count: activity.count,
    }
  },

  examples: [
    { name: 'an unknown address', events: [ask('47', 'unknown object address')], fires: 1 },
    {
      name: 'an unknown type',
      events: [operation({ protocol: 'iec104', verb: 'other', function: { code: '200', name: 'unknown type' } })],
      fires: 1,
    },
    { name: 'a command is declined', events: [ask('7', 'negative confirmation')], fires: 0 },
  ],
})
