import { claim, operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { control, cut } from '../wording.ts'

type State = { readonly modes: ReadonlyMap<string, string>; readonly commanded: number }
/** Kinds of messages that tell a mode, of one device. */
const MAX_SOURCES = 16

const mode = (value: string, at = 0) => claim(plc, { attribute: 'mode', value, source: 's7comm read SZL', at })
const stands = /\b(stop|halt(ed)?|hold|pause(d)?|fault(ed)?|exception|inoperable|prog(ram)?)\b/i
const runs = /\b(run(ning)?|run-p)\b/i

export const rule = defineRule({
  id: 'controller-mode-changed',
  catalogue: ['E05', 'E07', 'I13', 'J11'],
  title: 'A controller no longer runs, and nobody was seen to stop it',
  status: 'test',
  level: 'high',
  description:
    'It said that it runs, and says now that it does not. No command for that was seen on the network: it was its key, a fault, its power, or a way to it that this sensor does not see.',
  references: ['https://attack.mitre.org/techniques/T0858/'],
  techniques: ['T0858'], // Change Operating Mode
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['Somebody turned the key at the device', 'A fault of the controller or its modules'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['claim mode'],
  settings: { command: { value: 120, unit: 's', says: 'A command so long before accounts for the change.' } },

  on: ['claim', 'operation'],
  verbs: ['stop', 'start', 'mode', 'reset', 'download', 'firmware'],
  protocols: control,
  keyBy: event => {
    if (event.kind === 'operation') return event.server.id
    return event.sighting.attribute === 'mode' ? event.who.id : null
  },
  start: (): State => ({ modes: new Map(), commanded: Number.NEGATIVE_INFINITY }),
  step: (state, event, context) => {
    if (event.kind === 'operation') return { state: { ...state, commanded: event.at } }
    const { who, at, sighting } = event
    const before = state.modes.get(sighting.source)
    if (before === undefined && state.modes.size >= MAX_SOURCES) return { state }
    const next = { ...state, modes: new Map(state.modes).set(sighting.source, sighting.value) }
    if (before === undefined || !runs.test(before) || stands.test(before)) return { state: next }
    const isCommanded = at - state.commanded < context.setting('command') * 1e6
    if (!stands.test(sighting.value) || isCommanded) return { state: next }
    return {
      state: next,
      match: {
        summary: `${who.label} went from ${cut(before)} to ${cut(sighting.value)}; no command for that was seen.`,
        source: null,
        target: who,
        changes: [{ object: 'mode', before, after: sighting.value }],
        confidence: sighting.confidence,
      },
    }
  },
  forgetAfter: 7 * 86_400e6,

  examples: [
    { name: 'it stops by itself', events: [mode('RUN'), mode('STOP', 60)], fires: 1 },
    {
      name: 'it was told to stop',
      events: [mode('RUN'), operation({ from: station, verb: 'stop', protocol: 's7comm', at: 30 }), mode('STOP', 60)],
      fires: 0,
    },
    { name: 'it still stands', events: [mode('STOP'), mode('STOP', 60)], fires: 0 },
    { name: 'it starts', events: [mode('STOP'), mode('RUN', 60)], fires: 0 },
  ],
})
