import { operation, stranger } from '../examples.ts'
import { listed, namesOf, newLately, note } from '../lately.ts'
import { defineRule } from '../rule.ts'
import { control } from '../wording.ts'

/** What servers say of a function that they do not have, as our decoders name it. */
const UNKNOWN =
  /illegal function|not (supported|implemented)|unsupported|unrecogni[sz]ed|unknown (function|service)|service unsupported/i

const tried = (code: number, at: number, part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: stranger,
    at,
    function: { code: `${code}`, name: `function ${code}` },
    verb: 'other',
    object: '',
    outcome: 'refused',
    refusal: { code: '1', name: 'illegal function' },
    ...part,
  })

export const rule = defineRule({
  id: 'function-probing',
  catalogue: ['C10'],
  title: 'Somebody tries which functions a device has',
  status: 'stable',
  level: 'high',
  description:
    'Several functions were refused because the device does not have them: a tool tries what it can be made to do.',
  references: ['https://attack.mitre.org/techniques/T0888/'],
  techniques: ['T0888'], // Remote System Information Discovery
  falsepositives: ['A tool that asks every device for everything', 'A client that was set up for another model'],
  playbook: 'PB-05',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: [],
  settings: {
    functions: { value: 3, unit: 'functions', says: 'so many different ones' },
    seconds: { value: 600, unit: 's', says: 'within so long' },
  },

  on: 'operation',
  protocols: control,
  keyBy: ({ client, server, protocol, activity: { outcome, refusal } }) =>
    outcome === 'refused' && UNKNOWN.test(refusal?.name ?? '') ? `${client.id}|${server.id}|${protocol}` : null,
  start: () => newLately(),
  step: (state, { client, server, protocol, at, activity }, { setting }) => {
    const span = setting('seconds') * 1e6
    note(state, activity.function.code, at, span)
    const codes = namesOf(state, at, span)
    if (codes.length < setting('functions')) return { state }
    const summary = `${client.label} tried ${codes.length} functions of ${protocol} that ${server.label} does not have (${listed(codes)}).`
    return { state, match: { summary, source: client, target: server, protocol, count: activity.count } }
  },
  forgetAfter: 3600e6,

  examples: [
    { name: 'four functions', events: [1, 2, 3, 4].map(i => tried(60 + i, i)), fires: 2 },
    { name: 'the same again and again', events: [1, 2, 3, 4].map(i => tried(60, i)), fires: 0 },
    {
      name: 'another reason',
      events: [1, 2, 3].map(i => tried(i, i, { refusal: { code: '2', name: 'illegal data address' } })),
      fires: 0,
    },
  ],
})
