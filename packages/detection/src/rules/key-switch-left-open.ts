import { claim, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

/** Modes in which a controller takes a program: remote or program, by key or by command. */
const open = /\b(rem(ote)?|prog(ram)?|run-p)\b/i

type State = { readonly since: number; readonly mode: string }
const mode = (value: string, at: number) => claim(plc, { attribute: 'mode', value, source: 's7comm read SZL', at })

export const rule = defineRule({
  id: 'key-switch-left-open',
  catalogue: ['E30'],
  title: 'A controller was left open for programming',
  status: 'test',
  level: 'medium',
  description:
    'Its key or mode allows changes over the network for longer than one shift. Nobody needs that all the time, and it is the only lock many controllers have.',
  references: ['https://attack.mitre.org/techniques/T0858/'],
  techniques: [],
  consequences: ['T0858', 'T0843'], // Change Operating Mode, Program Download
  falsepositives: ['Commissioning that goes on for weeks', 'A controller without a key, whose mode is always remote'],
  playbook: 'PB-02',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['claim mode'],
  settings: { hours: { value: 8, unit: 'h', says: 'Open for so long is longer than one shift.' } },

  on: 'claim',
  keyBy: ({ who, sighting: { attribute, source } }) => (attribute === 'mode' ? `${who.id}|${source}` : null),
  start: (): State => ({ since: -1, mode: '' }),
  step: ({ since, mode }, { who, sighting: { value, last } }, context) => {
    if (!open.test(value)) return { state: { since: -1, mode: '' } }
    // A claim that goes on is told again with a later end.
    const state = since < 0 ? { since: last, mode: value } : { since, mode }
    const hours = (last - state.since) / 3600e6
    if (hours < context.setting('hours')) return { state }
    const summary = `${who.label} says its mode is ${cut(value)}, since ${Math.floor(hours)} hours: it takes changes over the network.`
    return { state, match: { summary, source: null, target: who } }
  },
  forgetAfter: 48 * 3600e6,

  examples: [
    { name: 'open over night', events: [mode('key switch RUN-P', 0), mode('key switch RUN-P', 9 * 3600)], fires: 1 },
    {
      name: 'open for an hour',
      events: [
        mode('remote program', 0),
        mode('remote program', 3600),
        mode('run', 3700),
        mode('remote program', 32_400),
      ],
      fires: 0,
    },
    { name: 'it runs', events: [mode('RUN', 0), mode('RUN', 86_400)], fires: 0 },
  ],
})
