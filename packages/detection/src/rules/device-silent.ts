import type { Event, TickEvent, Who } from '../event.ts'
import { hmi, operation, otherPlc, plc, station, tick } from '../examples.ts'
import type { Context, Match } from '../rule.ts'
import { defineRule } from '../rule.ts'
import {
  closeInterval,
  groupOf,
  type Hearing,
  hear,
  lastHeard,
  MAX_WATCHED,
  minutesOf,
  namesOf,
  newHearing,
  patienceOf,
} from '../silence.ts'
import { byRestart } from '../wording.ts'

/** A device that speaks regularly: how much silence of it (µs) is usual. */
type Talker = { who: Who; patience: number; told: boolean }
type State = { readonly hearing: Hearing; readonly talkers: Map<string, Talker> }

const polls = (to: Who, from: number, until: number, by = hmi) =>
  Array.from({ length: (until - from) / 60 }, (_, i) => {
    const row = operation({
      from: by,
      to,
      at: from + 60 * i,
      count: 60,
      interval: { min: 9e5, mean: 1e6, max: 11e5, jitter: 2e4 },
    })
    return { ...row, activity: { ...row.activity, last: row.at + 59e6 } }
  })
const minutes = (from: number, until: number) =>
  Array.from({ length: (until - from) / 60 }, (_, i) => tick(from + 60 * (i + 1)))
const inOrder = (...events: Event[]) =>
  events.sort((a, b) => a.at - b.at) as (ReturnType<typeof operation> | TickEvent)[]
const learned = [...polls(plc, -1200, 0), ...polls(otherPlc, -1200, 0), ...polls(plc, -1200, 0, station)]

export const rule = defineRule<'operation' | 'connection' | 'claim' | 'tick', State>({
  id: 'device-silent',
  catalogue: ['A14'],
  title: 'A device that always speaks has fallen silent',
  status: 'test',
  level: 'medium',
  description:
    'It asked or answered at a steady pace, and nothing at all is heard of it any more while others go on. It failed, lost its power or its cable, or somebody took it out.',
  references: ['https://attack.mitre.org/techniques/T0826/', 'https://attack.mitre.org/techniques/T0829/'],
  techniques: ['T0826'], // Loss of Availability
  consequences: ['T0829', 'T0827'], // Loss of View, Loss of Control
  falsepositives: ['It was switched off for maintenance', 'The mirror port no longer shows its part of the network'],
  playbook: 'PB-09',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  settings: {
    pauses: { value: 5, unit: 'times the longest pause', says: 'So long a silence is more than usual.' },
    dark: {
      value: 3,
      unit: 'devices',
      says: 'So many of them silent with everybody else is told as a failure of all.',
    },
  },
  explainedBy: [...byRestart, { rule: 'device-unresponsive', same: 'target' }],

  on: ['operation', 'connection', 'claim', 'tick'],
  keyBy: () => 'site',
  start: () => ({ hearing: newHearing(), talkers: new Map() }),
  step: (state, event, context) => {
    if (event.kind === 'tick') return { state, match: silentAt(state, event, context) }
    hear(state.hearing, event)
    if (event.kind !== 'operation') return { state }
    const patience = patienceOf(event, context.known, context.setting('pauses'))
    if (patience === null) return { state }
    // Who asks goes on for all whom it asks; who answers depends on being asked.
    for (const who of [event.client, event.server]) watch(state.talkers, who, patience)
    return { state }
  },
  forgetAfter: 7 * 86_400e6,

  examples: [
    {
      name: 'one controller of two, and its panel goes on',
      learned,
      events: inOrder(...polls(plc, 0, 300), ...polls(otherPlc, 0, 1200), ...minutes(0, 1200)),
      fires: 1,
    },
    {
      name: 'the capture ends for all',
      learned,
      events: inOrder(...polls(plc, 0, 600), ...polls(otherPlc, 0, 600), ...minutes(0, 660)),
      fires: 0,
    },
    {
      name: 'everything is dark for twenty minutes, and comes back',
      learned,
      events: inOrder(
        ...polls(plc, 0, 600),
        ...polls(otherPlc, 0, 600),
        ...minutes(0, 600),
        { ...tick(1800), from: tick(600).at },
        ...polls(plc, 1800, 2400),
        ...polls(otherPlc, 1800, 2400),
        ...minutes(1800, 2400),
      ),
      fires: 1,
    },
    {
      name: 'nobody listened for an hour',
      learned,
      events: inOrder(
        ...polls(plc, 0, 600),
        ...polls(otherPlc, 0, 600),
        ...minutes(0, 600),
        ...polls(plc, 4200, 4800),
        ...polls(otherPlc, 4200, 4800),
        ...minutes(4200, 4800),
      ),
      fires: 0,
    },
    {
      name: 'asked by nobody but the panel, and by nobody now, while it answers an engineer',
      learned,
      events: inOrder(...polls(plc, 0, 1200, station), ...polls(otherPlc, 0, 1200), ...minutes(0, 1200)),
      fires: 0,
    },
  ],
})

function watch(talkers: Map<string, Talker>, who: Who, patience: number): void {
  const known = talkers.get(who.id)
  if (known) {
    known.who = who
    known.patience = Math.min(known.patience, patience)
  } else if (who.kind === 'device' && talkers.size < MAX_WATCHED) talkers.set(who.id, { who, patience, told: false })
}

/** All that fell silent are one finding: a switch, a supply or a cable has taken them. */
function silentAt({ hearing, talkers }: State, event: TickEvent, { setting }: Context): Match | null {
  const { newest } = hearing
  const { dark, unheard } = closeInterval(hearing, event)
  if (unheard) {
    const all = [...talkers.values()].map(({ who }) => who)
    talkers.clear()
    return dark > 0 && all.length >= setting('dark') ? darkness(all, dark) : null
  }
  const silent: Who[] = []
  let longest = 0
  for (const talker of talkers.values()) {
    const silence = newest - lastHeard(hearing, talker.who.id)
    const isSilent = silence > talker.patience
    if (isSilent && !talker.told) {
      silent.push(talker.who)
      longest = Math.max(longest, silence)
    }
    talker.told = isSilent
  }
  const [one] = silent
  if (!one) return null
  const since = minutesOf(longest)
  const baseline = 'It spoke at a steady pace while normal was learned.'
  if (silent.length === 1)
    return {
      summary: `Nothing was heard of ${one.label} for ${since}, while others went on.`,
      source: null,
      target: one,
      baseline,
    }
  const summary = `${silent.length} devices fell silent together (${namesOf(silent)}): nothing was heard of them for ${since}, while others went on. A switch, a power supply or the mirror port may have failed.`
  return { summary, source: null, target: null, dedup: groupOf(silent), level: 'high', count: silent.length, baseline }
}

const darkness = (all: readonly Who[], dark: number): Match => ({
  summary: `Nothing at all was heard for ${minutesOf(dark)}, then it went on: ${all.length} devices that speak steadily were silent together (${namesOf(all)}). The power or the network failed, or the sensor was cut off.`,
  source: null,
  target: null,
  dedup: 'dark',
  count: all.length,
  confidence: 0.7,
})
