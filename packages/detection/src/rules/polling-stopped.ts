import type { OperationEvent, TickEvent, Who } from '../event.ts'
import { hmi, operation, otherPlc, plc, station, tick } from '../examples.ts'
import type { Match } from '../rule.ts'
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
import { byRestart, control } from '../wording.ts'

/** A regular exchange: when it was heard last, and how much silence of it (µs) is usual. */
type Exchange = { client: Who; server: Who; protocol: string; last: number; patience: number; told: boolean }
type State = { readonly hearing: Hearing; readonly exchanges: Map<string, Exchange> }

const polls = (from: Who, to: Who, at: number, until: number) =>
  Array.from({ length: (until - at) / 60 }, (_, i) => {
    const row = operation({
      from,
      to,
      at: at + 60 * i,
      count: 60,
      interval: { min: 9e5, mean: 1e6, max: 11e5, jitter: 2e4 },
    })
    return { ...row, activity: { ...row.activity, last: row.at + 59e6 } }
  })
const minutes = (until: number) => Array.from({ length: until / 60 }, (_, i) => tick(60 * (i + 1)))
const inOrder = (...events: (OperationEvent | TickEvent)[]) => events.sort((a, b) => a.at - b.at)
const learned = [hmi, station].flatMap(from => [plc, otherPlc].flatMap(to => polls(from, to, -1200, 0)))

export const rule = defineRule<'operation' | 'connection' | 'claim' | 'tick', State>({
  id: 'polling-stopped',
  catalogue: ['B12'],
  title: 'A cyclic exchange has stopped, though both sides are there',
  status: 'test',
  level: 'high',
  description:
    'Two devices exchanged values at a steady pace and no longer do, while both still speak with others. Somebody stands between them, blocks them, or switched the exchange off: what people see may be old.',
  references: ['https://attack.mitre.org/techniques/T0804/', 'https://attack.mitre.org/techniques/T0803/'],
  techniques: ['T0804', 'T0803'], // Block Reporting Message, Block Command Message
  consequences: ['T0829'], // Loss of View
  falsepositives: ['A panel was switched off, restarted or given another picture', 'The exchange was configured away'],
  playbook: 'PB-11',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: [],
  settings: {
    pauses: { value: 5, unit: 'times the longest pause', says: 'So long a silence is more than usual.' },
  },
  explainedBy: [
    ...byRestart,
    { rule: 'device-silent', same: 'target' },
    { rule: 'device-unresponsive', same: 'target' },
    { rule: 'io-provider-stopped', same: 'target' },
    { rule: 'io-connection-lost', same: 'target' },
    { rule: 'iec104-transfer-stopped', same: 'target' },
    { rule: 'bacnet-communication-disabled', same: 'target' },
    { rule: 'reports-silent', same: 'target' },
  ],

  on: ['operation', 'connection', 'claim', 'tick'],
  protocols: control,
  keyBy: () => 'site',
  start: () => ({ hearing: newHearing(), exchanges: new Map() }),
  step: (state, event, { known, setting }) => {
    if (event.kind === 'tick') return { state, match: stoppedAt(state, event) }
    hear(state.hearing, event)
    if (event.kind !== 'operation' || event.server.kind !== 'device') return { state }
    note(state.exchanges, event, patienceOf(event, known, setting('pauses')))
    return { state }
  },
  forgetAfter: 7 * 86_400e6,

  examples: [
    {
      name: 'the panel no longer asks one of two controllers, which another still asks',
      learned,
      events: inOrder(
        ...polls(hmi, plc, 0, 300),
        ...polls(hmi, otherPlc, 0, 1200),
        ...polls(station, plc, 0, 1200),
        ...minutes(1200),
      ),
      fires: 1,
    },
    {
      name: 'the controller is gone as a whole',
      learned,
      events: inOrder(...polls(hmi, plc, 0, 300), ...polls(hmi, otherPlc, 0, 1200), ...minutes(1200)),
      fires: 0,
    },
    {
      name: 'all goes on',
      learned,
      events: inOrder(...polls(hmi, plc, 0, 1200), ...polls(station, plc, 0, 1200), ...minutes(1200)),
      fires: 0,
    },
    {
      name: 'an exchange that was never regular',
      learned: [operation({ at: -600 }), operation({ at: -30 })],
      events: inOrder(operation(), ...polls(station, plc, 0, 1200), ...polls(hmi, otherPlc, 0, 1200), ...minutes(1200)),
      fires: 0,
    },
  ],
})

function note(exchanges: Map<string, Exchange>, event: OperationEvent, patience: number | null): void {
  const { client, server, protocol, activity } = event
  const key = `${client.id}|${server.id}|${protocol}`
  const known = exchanges.get(key)
  // A question that nobody answers is no exchange.
  const last = activity.outcome === 'no-reply' ? 0 : activity.last
  if (known) {
    known.last = Math.max(known.last, last)
    if (patience !== null) known.patience = Math.min(known.patience, patience)
  } else if (patience !== null && exchanges.size < MAX_WATCHED)
    exchanges.set(key, { client, server, protocol, last: last || event.at, patience, told: false })
}

/** All that stopped at once are one finding: of the server or the client that they share, or of none. */
function stoppedAt({ hearing, exchanges }: State, event: TickEvent): Match | null {
  const { newest } = hearing
  if (closeInterval(hearing, event).unheard) {
    exchanges.clear()
    return null
  }
  const stopped: Exchange[] = []
  for (const exchange of exchanges.values()) {
    const { client, server, last, patience } = exchange
    // Alive: heard after half of that silence at least.
    const alive = last + patience / 2
    const isStopped =
      newest - last > patience && lastHeard(hearing, client.id) > alive && lastHeard(hearing, server.id) > alive
    if (isStopped && !exchange.told) stopped.push(exchange)
    exchange.told = isStopped
  }
  const [one] = stopped
  if (!one) return null
  const since = minutesOf(newest - Math.min(...stopped.map(({ last }) => last)))
  return matchOf(stopped, one, since)
}

function matchOf(stopped: readonly Exchange[], one: Exchange, since: string): Match {
  const isShared = (end: 'client' | 'server') => stopped.every(each => each[end].id === one[end].id)
  const target = isShared('server') ? one.server : null
  const source = isShared('client') ? one.client : null
  const common = { source, target, baseline: 'It was regular while normal was learned.', count: stopped.length }
  if (source && target)
    return {
      ...common,
      summary: `${source.label} and ${target.label} have exchanged nothing over ${one.protocol} for ${since}, though both still speak.`,
      protocol: one.protocol,
    }
  const servers = unique(stopped.map(({ server }) => server))
  const clients = unique(stopped.map(({ client }) => client))
  return {
    ...common,
    dedup: groupOf([...servers, ...clients]),
    summary: `${stopped.length} regular exchanges have stopped together for ${since}, between ${namesOf(clients)} and ${namesOf(servers)}, though all of them still speak.`,
  }
}

const unique = (all: readonly Who[]): readonly Who[] => [...new Map(all.map(who => [who.id, who])).values()]
