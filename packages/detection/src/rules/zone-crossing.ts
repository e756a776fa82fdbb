import type { Who } from '../event.ts'
import { connection, hmi, plc, who } from '../examples.ts'
import { defineRule } from '../rule.ts'
import type { Site } from '../site.ts'

const office = who('10.9.0.5', { label: 'PC (10.9.0.5)', level: 4, zone: 'office' })
const cell = { ...plc, zone: 'cell' }
const zones = ['office', 'cell']

export const rule = defineRule({
  id: 'zone-crossing',
  catalogue: ['B05', 'B06'],
  title: 'A conversation crosses zones where nothing allows it',
  status: 'stable',
  level: 'high',
  description:
    'The declared zones and conduits forbid it or do not allow it, or a device of the office speaks straight with the level of controllers.',
  references: ['https://attack.mitre.org/techniques/T0886/'],
  techniques: ['T0886'], // Remote Services
  falsepositives: ['A conduit that nobody declared yet'],
  playbook: 'PB-05',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['connection'],

  on: 'connection',
  match: ({ client, server, connection: { protocol, state, transport, port, bytes } }, { site }) => {
    if (state !== 'open' || bytes.client + bytes.server === 0 || server.kind !== 'device') return null
    const what = protocol ?? `${transport}/${port}`
    const verdict = verdictOn(client, server, what, site)
    // What a conduit allows is no skip.
    const skips = verdict === null && (client.level ?? 0) >= 4 && server.level !== null && server.level <= 2
    if (verdict !== 'forbidden' && verdict !== 'undeclared' && !skips) return null
    return {
      summary: skips
        ? `${client.label} of level ${client.level} spoke ${what} straight with ${server.label} of level ${server.level}.`
        : `${client.label} in ${client.zone} spoke ${what} with ${server.label} in ${server.zone}; ${verdict === 'forbidden' ? 'the site forbids it' : 'no conduit allows it'}.`,
      source: client,
      target: server,
      ...(protocol === null ? {} : { protocol }),
      dedup: what,
      ...(skips && site.zones.length === 0 ? { confidence: 0.7 } : {}),
    }
  },

  examples: [
    { name: 'no conduit', events: [connection({ from: office, to: cell })], site: { zones }, fires: 1 },
    {
      name: 'a conduit',
      events: [connection({ from: office, to: cell })],
      site: { zones, conduits: [{ from: 'office', to: 'cell', protocols: ['modbus'] }] },
      fires: 0,
    },
    {
      name: 'what is forbidden, though another conduit allows it',
      events: [connection({ from: office, to: cell })],
      site: {
        zones,
        conduits: [
          { from: 'office', to: 'cell', protocols: null },
          { from: 'office', to: 'cell', protocols: ['modbus'], forbidden: true },
        ],
      },
      fires: 1,
    },
    {
      name: 'what is forbidden the other way only',
      events: [connection({ from: office, to: cell })],
      site: {
        zones,
        conduits: [
          { from: 'office', to: 'cell', protocols: null },
          { from: 'cell', to: 'office', protocols: null, forbidden: true },
        ],
      },
      fires: 0,
    },
    { name: 'levels are skipped', events: [connection({ from: office, to: plc })], fires: 1 },
    { name: 'the HMI and its controller', events: [connection({ from: hmi, to: plc })], fires: 0 },
  ],
})

/** Null where the zones of both are not declared. A ban outranks a permission. */
function verdictOn(
  client: Who,
  server: Who,
  protocol: string,
  { zones, conduits }: Site,
): 'allowed' | 'undeclared' | 'forbidden' | null {
  const [from, to] = [client.zone, server.zone]
  if (from === null || to === null || !zones.includes(from) || !zones.includes(to)) return null
  if (from === to) return 'allowed'
  const fitting = conduits.filter(
    each => each.from === from && each.to === to && (each.protocols === null || each.protocols.includes(protocol)),
  )
  if (fitting.some(({ forbidden }) => forbidden)) return 'forbidden'
  return fitting.length > 0 ? 'allowed' : 'undeclared'
}
