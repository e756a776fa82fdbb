import type { ClaimEvent, OperationEvent, Who } from '../event.ts'
import { claim, operation, otherPlc, plc, who } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

type State = { readonly by: Who | null; readonly at: number }

/** Who says that it is what, where that must be there once in a network. */
function saidBy(event: ClaimEvent | OperationEvent): { readonly who: Who; readonly what: string } | null {
  if (event.kind === 'claim') {
    const { attribute, value, source } = event.sighting
    // DCP alone names stations where they are: on the wire, by MAC address.
    const isName = attribute === 'name' && /^profinet( |$)/.test(source) && value !== ''
    return isName ? { who: event.who, what: `PROFINET station ${value}` } : null
  }
  const { client, server, activity } = event
  const { function: fn, object, detail } = activity
  // A router or BBMD repeats what others said, with where it came from.
  const isFirstHand = detail?.source === undefined && detail?.origin === undefined
  if (fn.code !== 'unconfirmed:0' || !object.startsWith('device,') || !isFirstHand) return null
  // Told to all: who is a device of the two is the one who told it.
  const [one, ...more] = [client, server].filter(({ kind }) => kind === 'device')
  return one && more.length === 0 ? { who: one, what: `BACnet ${object}` } : null
}

const name = (value: string) => ({ attribute: 'name', value, source: 'profinet Identify' }) as const
const all = who('10.0.0.255', { kind: 'broadcast' })
const iAm = (server: Who, at = 0, detail: Readonly<Record<string, string>> = {}) =>
  operation({
    from: all,
    to: server,
    protocol: 'bacnet',
    port: 47_808,
    verb: 'discover',
    function: { code: 'unconfirmed:0', name: 'i-Am' },
    object: 'device,123',
    detail,
    at,
  })

export const rule = defineRule({
  id: 'identity-claimed-twice',
  catalogue: ['J12', 'L13'],
  title: 'Two devices claim the same name or number',
  status: 'test',
  level: 'high',
  description:
    'Controllers find devices by a name or number that is there once. Of two, the wrong one may be asked and commanded, or be believed.',
  references: ['https://attack.mitre.org/techniques/T0849/'],
  techniques: ['T0849'], // Masquerading
  consequences: ['T0830', 'T0831'], // Adversary-in-the-Middle, Manipulation of Control
  falsepositives: ['A device was replaced', 'A copied configuration at commissioning', 'One device with two addresses'],
  playbook: 'PB-07',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['profinet', 'bacnet'],
  settings: { span: { value: 3600, unit: 's', says: 'Both must claim it within so long: later it was replaced.' } },

  on: ['claim', 'operation'],
  verbs: ['discover'],
  protocols: ['bacnet', 'bacnet-ethernet'],
  keyBy: event => {
    const said = saidBy(event)
    return said && `${event.kind === 'operation' ? event.protocol : 'dcp'}|${said.what}`
  },
  start: (): State => ({ by: null, at: 0 }),
  step: ({ by, at }, event, { setting }) => {
    const { who, what } = saidBy(event)!
    const state = { by: who, at: event.at }
    const isOther = by !== null && by.id !== who.id && by.mac !== who.mac
    if (!isOther || event.at - at > setting('span') * 1e6) return { state }
    const confidence = event.kind === 'claim' ? event.sighting.confidence : 0.9
    // The one that came later is the one to look at.
    const summary = `${who.label} and ${by.label} both say that they are ${cut(what)}.`
    return { state, match: { summary, source: who, target: by, dedup: what, confidence } }
  },
  forgetAfter: 86_400e6,

  examples: [
    {
      name: 'two stations of one name',
      events: [claim(plc, name('pump-7')), claim(otherPlc, { ...name('pump-7'), at: 60 })],
      fires: 1,
    },
    { name: 'two devices of one number', events: [iAm(plc), iAm(otherPlc, 60)], fires: 1 },
    { name: 'a router repeats it', events: [iAm(plc), iAm(otherPlc, 60, { source: '13:3d' })], fires: 0 },
    {
      name: 'the same device again',
      events: [claim(plc, name('pump-7')), claim(plc, { ...name('pump-7'), at: 60 })],
      fires: 0,
    },
    {
      name: 'names of other protocols may repeat',
      events: [
        claim(plc, { attribute: 'name', value: 'PLC_1', source: 's7comm read SZL' }),
        claim(otherPlc, { attribute: 'name', value: 'PLC_1', source: 's7comm read SZL' }),
      ],
      fires: 0,
    },
  ],
})
