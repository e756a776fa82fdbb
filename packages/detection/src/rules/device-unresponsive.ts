import type { OperationEvent, TickEvent, Who } from '../event.ts'
import { connection, hmi, operation, otherPlc, plc, tick } from '../examples.ts'
import { isOne } from '../lately.ts'
import { controlPorts } from '../probing.ts'
import { type Mark, remember, sumOf } from '../recent.ts'
import type { Context, Match } from '../rule.ts'
import { defineRule } from '../rule.ts'
import { groupOf, MAX_WATCHED, namesOf } from '../silence.ts'
import { byRestart, control } from '../wording.ts'

/** Who once answered: when last (µs), and what was asked of it since. */
type Device = { who: Who; answered: number; tries: readonly Mark[]; told: boolean }
type State = { readonly devices: Map<string, Device> }

const asked = (at: number, to: Who, outcome: 'ok' | 'no-reply') => operation({ at, to, outcome })
const tries = (to: Who, count: number) => Array.from({ length: count }, (_, i) => asked(10 + 5 * i, to, 'no-reply'))

export const rule = defineRule<'operation' | 'connection' | 'tick', State>({
  id: 'device-unresponsive',
  catalogue: ['S01'],
  title: 'A device no longer answers',
  status: 'test',
  level: 'medium',
  description:
    'It answered before, and is asked again and again without a reply. It failed, is overloaded, or somebody keeps its answers back.',
  references: ['https://attack.mitre.org/techniques/T0814/', 'https://attack.mitre.org/techniques/T0826/'],
  techniques: [],
  consequences: ['T0826', 'T0829'], // Loss of Availability, Loss of View
  falsepositives: ['It was switched off for maintenance', 'The mirror port shows one direction only'],
  playbook: 'PB-09',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: [],
  settings: {
    tries: { value: 8, unit: 'questions', says: 'So many in a row without an answer.' },
    span: { value: 300, unit: 's', says: 'Within so long.' },
  },
  explainedBy: byRestart,

  on: ['operation', 'connection', 'tick'],
  protocols: control,
  keyBy: event => (event.kind === 'tick' || isOne(event.server) ? 'site' : null),
  start: () => ({ devices: new Map() }),
  step: (state, event, context) => {
    const span = context.setting('span') * 1e6
    if (event.kind === 'tick') return { state, match: unresponsive(state, event, context) }
    if (event.kind === 'operation') {
      const { last, outcome, count } = event.activity
      if (outcome === 'ok' || outcome === 'refused') answer(state, event.server, last)
      else if (outcome === 'no-reply') attempt(state, event, count, span)
      return { state }
    }
    const { connection: made, server, at } = event
    if (made.packets.server > 0) answer(state, server, made.last)
    else if (made.state === 'attempt' && controlPorts.has(made.port)) attempt(state, { server, at }, made.count, span)
    return { state }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'eight questions without an answer', events: [asked(0, plc, 'ok'), ...tries(plc, 8), tick(60)], fires: 1 },
    {
      name: 'connections that are not accepted',
      events: [
        asked(0, plc, 'ok'),
        connection({ at: 5, state: 'attempt', count: 9, protocol: null, packets: { client: 9, server: 0 } }),
        tick(60),
      ],
      fires: 1,
    },
    {
      name: 'two devices at once are one finding',
      events: [asked(0, plc, 'ok'), asked(0, otherPlc, 'ok'), ...tries(plc, 8), ...tries(otherPlc, 8), tick(60)],
      fires: 1,
    },
    { name: 'who never answered is not there', events: [...tries(plc, 20), tick(120)], fires: 0 },
    {
      name: 'an answer in between',
      events: [asked(0, plc, 'ok'), ...tries(plc, 7), asked(50, plc, 'ok'), asked(55, plc, 'no-reply'), tick(60)],
      fires: 0,
    },
    {
      name: 'a mirror that shows requests only',
      events: [...Array.from({ length: 20 }, (_, at) => operation({ from: hmi, at, outcome: 'unseen' })), tick(60)],
      fires: 0,
    },
  ],
})

function answer({ devices }: State, who: Who, at: number): void {
  const known = devices.get(who.id)
  if (known) {
    known.who = who
    known.answered = Math.max(known.answered, at)
  } else if (devices.size < MAX_WATCHED) devices.set(who.id, { who, answered: at, tries: [], told: false })
}

function attempt(
  { devices }: State,
  { server, at }: Pick<OperationEvent, 'server' | 'at'>,
  count: number,
  span: number,
) {
  const known = devices.get(server.id)
  if (known && count > 0) known.tries = remember(known.tries, { at, what: '', count }, span)
}

function unresponsive({ devices }: State, { at: now }: TickEvent, { setting }: Context): Match | null {
  const dead: Who[] = []
  let count = 0
  for (const device of devices.values()) {
    if (device.tries.length === 0) continue
    const { who, answered } = device
    device.tries = device.tries.filter(({ at }) => at > answered && at > now - setting('span') * 1e6)
    const asked = sumOf(device.tries)
    const isDead = asked >= setting('tries')
    if (isDead && !device.told) {
      dead.push(who)
      count += asked
    }
    device.told = isDead
  }
  const [one] = dead
  if (!one) return null
  if (dead.length === 1)
    return {
      summary: `${one.label} was asked ${count} times and answers nobody any more.`,
      source: null,
      target: one,
      count,
    }
  const summary = `${dead.length} devices stopped answering together (${namesOf(dead)}), asked ${count} times. A switch, a power supply or the mirror port may have failed.`
  return { summary, source: null, target: null, dedup: groupOf(dead), level: 'high', count }
}
