import type { OperationEvent } from '../event.ts'
import { hmi, operation, plc, stranger } from '../examples.ts'
import type { Known } from '../known.ts'
import { type Mark, remember, sumOf } from '../recent.ts'
import { defineRule } from '../rule.ts'
import { cut, isKnownWell, spokenOf } from '../wording.ts'

const mode = (from: typeof hmi, at: number) =>
  operation({
    ...{ from, to: plc, at, protocol: 's7comm', port: 102, verb: 'diagnose' },
    function: { code: 'userdata:4.1', name: 'read SZL' },
    object: 'SZL 0x0424 index 0x0000 operating modes',
  })
const reads = (from: typeof hmi) => [0, 20, 40, 60].map(at => mode(from, 100 + at))

export const rule = defineRule<'operation', readonly Mark[]>({
  id: 'run-state-polling',
  catalogue: ['C23'],
  title: 'Somebody watches whether a controller runs',
  status: 'test',
  level: 'medium',
  description:
    'A host asks again and again for the operating mode, the status or the lamps of a controller, which it never did. Before and after they stop or load a controller, intruders look whether it worked.',
  references: ['https://attack.mitre.org/techniques/T0868/'],
  techniques: ['T0868'], // Detect Operating Mode
  falsepositives: ['A new diagnosis screen', 'An engineer who looks for a fault'],
  playbook: 'PB-04',
  modifiers: ['impact', 'order'],
  nature: 'deviation',
  needs: ['s7comm', 'enip', 'modbus'],
  settings: {
    reads: { value: 3, unit: 'reads', says: 'so many are no single look' },
    seconds: { value: 600, unit: 's', says: 'within so long' },
  },
  explainedBy: [{ rule: 'new-device', same: 'source' }],

  on: 'operation',
  verbs: ['read', 'diagnose', 'discover'],
  protocols: ['s7comm', 'enip', 'modbus'],
  keyBy: event => (event.accepted && isStateRead(event) ? `${event.client.id}|${event.server.id}` : null),
  start: () => [],
  step: (marks, event, { known, site, setting }) => {
    const { at, client, server, activity } = event
    if (site.listed(client, 'scanner') || !isKnownWell(known, server) || isUsual(event, known)) return { state: marks }
    const state = remember(marks, { at, what: activity.object, count: activity.count }, setting('seconds') * 1e6)
    if (sumOf(state) < setting('reads')) return { state }
    return {
      state,
      match: {
        summary: `${client.label} asked ${server.label} ${sumOf(state)} times within ${Math.round(setting('seconds') / 60)} minutes how it runs (${cut(activity.object || activity.function.name)}).`,
        source: client,
        target: server,
        protocol: event.protocol,
        verb: event.verb,
        baseline: `${client.label} never asked for it while normal was learned.`,
        count: activity.count,
      },
    }
  },
  forgetAfter: 3600e6,

  examples: [
    { name: 'a stranger looks again and again', learned: [operation()], events: reads(stranger), fires: 2 },
    { name: 'once', learned: [operation()], events: [mode(stranger, 100)], fires: 0 },
    { name: 'who always did', learned: [mode(hmi, 0)], events: reads(hmi), fires: 0 },
    {
      name: 'who read other lists only',
      learned: [operation({ ...mode(hmi, 0).activity, from: hmi, to: plc, at: 0, object: 'SZL 0x0011 index 0x0000' })],
      events: reads(hmi),
      fires: 2,
    },
  ],
})

/** S7: modes, lamps, protection and key switch. CIP: status of the identity object. UMAS: information with the state. */
function isStateRead({
  protocol,
  activity: {
    object,
    function: { code },
  },
}: OperationEvent): boolean {
  if (protocol === 's7comm') return /^SZL 0x[0-9a-f]{2}(19|24|32|74) /.test(object)
  if (protocol === 'modbus') return code === '90:0x04'
  return /^0x0?1\/1\/5\b/.test(object)
}

/** One function reads many lists: which one was asked for is known of what counts as a deed. */
const isUsual = (read: OperationEvent, known: Known): boolean =>
  known.spoken(spokenOf(read)) !== null &&
  (read.verb !== 'diagnose' || known.writer(read.server, read.activity.object, read.client) !== null)
