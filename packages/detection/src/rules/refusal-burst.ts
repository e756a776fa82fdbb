import { hmi, operation, plc, stranger } from '../examples.ts'
import { differentIn, type Mark, remember, sumOf } from '../recent.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changing, control } from '../wording.ts'

const refused = (at: number, part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: stranger,
    to: plc,
    outcome: 'refused',
    refusal: { code: '2', name: 'illegal data address' },
    object: `1/holding-registers/${at}`,
    at,
    ...part,
  })

export const rule = defineRule({
  id: 'refusal-burst',
  catalogue: ['G08', 'I11', 'K13', 'L20'],
  title: 'A controller refuses what a client asks, again and again',
  status: 'stable',
  level: 'medium',
  description:
    'Somebody tries addresses or commands until one fits, or a program is set up wrongly. Refused commands weigh more than refused reads.',
  references: ['https://attack.mitre.org/techniques/T0888/'],
  techniques: ['T0888', 'T0855'], // Remote System Information Discovery, Unauthorized Command Message
  falsepositives: ['An HMI that asks for a register that no longer exists', 'A gateway whose devices are switched off'],
  playbook: 'PB-12',
  modifiers: ['impact', 'safety'],
  nature: 'rule',
  needs: [],
  settings: {
    minute: { value: 5, unit: 'refusals of different requests', says: 'So many within a minute.' },
    hour: { value: 20, unit: 'refusals', says: 'So many within an hour, of at least two requests.' },
    commands: { value: 5, unit: 'refused commands', says: 'So many within ten minutes.' },
  },
  explainedBy: [
    ...bySafety,
    { rule: 'many-controllers-changed', same: 'source' },
    { rule: 'engineering-login-failed', same: 'pair' },
  ],

  on: 'operation',
  protocols: control,
  keyBy: ({ client, server, protocol, activity }) =>
    activity.outcome === 'refused' ? `${client.id}|${server.id}|${protocol}` : null,
  start: (): { readonly all: readonly Mark[]; readonly commands: readonly Mark[] } => ({ all: [], commands: [] }),
  step: (state, { client, server, protocol, verb, at, activity }, { known, setting }) => {
    const what = `${activity.function.code} ${activity.object.slice(0, 60)}`
    const mark = { at, what, count: activity.count }
    const isCommand = changing.includes(verb)
    const all = remember(state.all, mark, 3600e6)
    const commands = isCommand ? remember(state.commands, mark, 600e6) : state.commands
    const next = { all, commands }
    const ofMinute = all.filter(each => each.at > at - 60e6)
    const isSeries = isCommand && sumOf(commands) >= setting('commands')
    // One wrong address that is polled for ever is a fault of setting up, and one request.
    const isBurst =
      differentIn(ofMinute) >= setting('minute') || (differentIn(all) > 1 && sumOf(all) >= setting('hour'))
    if (!isSeries && !isBurst) return { state: next }
    const why = activity.refusal?.name ?? 'no reason given'
    const summary = `${server.label} refused ${sumOf(isSeries ? commands : all)} ${isSeries ? 'commands' : 'requests'} of ${client.label} over ${protocol}, the last time for: ${why}.`
    // One finding for all that was refused, whatever it was.
    const match = { summary, source: client, target: server, protocol, count: activity.count }
    return {
      state: next,
      // Reads of what is not there are how tools find out what is: only where nobody did that before is it news.
      match: isSeries
        ? { ...match, dedup: 'commands' }
        : { ...match, level: known.taught ? ('medium' as const) : ('low' as const), dedup: 'requests' },
    }
  },
  forgetAfter: 2 * 3600e6,

  examples: [
    { name: 'five addresses in a minute', events: [0, 1, 2, 3, 4].map(at => refused(at)), fires: 1 },
    {
      name: 'five refused commands',
      events: [0, 60, 120, 180, 240].map(at => refused(at, { verb: 'write', from: hmi })),
      fires: 1,
    },
    {
      name: 'one wrong register, polled for ever',
      events: Array.from({ length: 40 }, (_, i) => refused(i * 5, { object: '1/holding-registers/600' })),
      fires: 0,
    },
    { name: 'it answers', events: [0, 1, 2, 3, 4].map(at => operation({ at })), fires: 0 },
  ],
})
