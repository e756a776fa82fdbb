import { operation, plc, stranger } from '../examples.ts'
import { drop, type Lately, listed, namesOf, newLately, note } from '../lately.ts'
import { defineRule } from '../rule.ts'

const ask = (address: number, at: number) =>
  operation({
    ...{ from: stranger, to: plc, at, protocol: 'dnp3', port: 20_000, verb: 'connect' },
    function: { code: 'link:9', name: 'request link status' },
    object: `${address}`,
  })
const read = { code: '1', name: 'read' }
const asks = (count: number, step: number) => Array.from({ length: count }, (_, i) => ask(i, i * step))

export const rule = defineRule<'operation', Lately>({
  id: 'dnp3-address-sweep',
  catalogue: ['C19'],
  title: 'Somebody tries which DNP3 stations there are',
  status: 'test',
  level: 'medium',
  description:
    'Station after station of one device was called by its link address, and asked nothing. Masters know their stations, and read them; who looks for one tries them all.',
  references: ['https://attack.mitre.org/techniques/T0846/'],
  techniques: ['T0846'], // Remote System Discovery
  falsepositives: ['A master that starts and calls each of the many stations behind a gateway'],
  playbook: 'PB-05',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['dnp3'],
  settings: {
    stations: { value: 8, unit: 'addresses', says: 'so many different ones that were not known before' },
    seconds: { value: 300, unit: 's', says: 'within so long' },
  },

  on: 'operation',
  protocols: ['dnp3'],
  keyBy: ({ client, server, activity }) => (stationOf(activity.object) === null ? null : `${client.id}|${server.id}`),
  start: () => newLately(),
  step: (state, { at, client, server, protocol, activity }, { known, setting }) => {
    const span = setting('seconds') * 1e6
    const station = stationOf(activity.object)!
    // Who reads a station works with it.
    if (!activity.function.code.startsWith('link:')) {
      drop(state, station)
      return { state }
    }
    if (known.taught && known.object(server, activity.object, 'read') !== null) return { state }
    note(state, station, at, span)
    const stations = namesOf(state, at, span)
    if (stations.length < setting('stations')) return { state }
    return {
      state,
      match: {
        summary: `${client.label} called ${stations.length} stations of ${server.label} (${listed(stations)}) within ${setting('seconds') / 60} minutes.`,
        source: client,
        target: server,
        protocol,
        verb: null,
        // Before normal is known it may be how a master keeps its lines alive.
        level: known.taught ? 'medium' : 'low',
      },
    }
  },
  forgetAfter: 3600e6,

  examples: [
    { name: 'one after the other', events: asks(9, 1), fires: 2 },
    {
      name: 'a master that starts',
      events: asks(20, 10).flatMap(event => [
        event,
        operation({ ...event.activity, from: stranger, to: plc, at: 0, verb: 'read', function: read }),
      ]),
      fires: 0,
    },
    { name: 'over a day', events: asks(20, 3600), fires: 0 },
    { name: 'the same again and again', events: Array.from({ length: 20 }, (_, i) => ask(4, i)), fires: 0 },
    { name: 'as the master always does', learned: asks(9, 1), events: asks(9, 1), fires: 0 },
  ],
})

/** The link address, which every object begins with; broadcasts (0xfffd to 0xffff, IEEE 1815 9.2.5.2) are none. */
function stationOf(object: string): string | null {
  const [, digits] = /^(\d+)(?:\/|$)/.exec(object) ?? []
  return digits === undefined || Number(digits) >= 0xfffd ? null : digits
}
