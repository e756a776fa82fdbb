import type { ProtocolStatistics } from '@nautilus/sensor'
import type { Unrecognised } from '../services.ts'
import { grouped, sizeOf } from '../text/numbers.ts'
import { html, type Markup, nothing } from './markup.ts'
import type { Site } from './site.ts'
import { listed, tableOf } from './table.ts'

type Spoken = readonly [string, ProtocolStatistics]

/** Functions that one line names, the most used first. */
const NAMED = 6

export const protocolsPart = ({ report }: Site): Markup =>
  html`${tableOf<Spoken>(
    [
      { title: 'Protocol', of: ([name]) => name },
      { title: 'Packets', right: true, of: ([, { packets }]) => grouped(packets) },
      { title: 'Messages', right: true, of: ([, { messages }]) => grouped(messages) },
      { title: 'Malformed', right: true, of: ([, { malformed }]) => (malformed > 0 ? grouped(malformed) : '') },
      { title: 'Functions', of: ([, statistics]) => functionsOf(statistics) },
    ],
    [...report.protocols],
    'protocols',
  )}${report.unrecognised.length > 0 ? html`<h3>Not recognised</h3>\n${servicesOf(report.unrecognised)}` : nothing}`

function functionsOf({ functions }: ProtocolStatistics): string {
  const used = [...functions.values()]
    .map(({ name, requests, replies }) => ({ name, count: Math.max(requests, replies) }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  return listed(
    used.map(({ name, count }) => `${name} ${grouped(count)}`),
    NAMED,
  )
}

const servicesOf = (services: readonly Unrecognised[]): Markup =>
  tableOf<Unrecognised>(
    [
      { title: 'Service', of: ({ service }) => service },
      { title: 'Packets', right: true, of: ({ packets }) => grouped(packets) },
      { title: 'To server', right: true, of: ({ toServer }) => sizeOf(toServer.bytes) },
      { title: 'To client', right: true, of: ({ toClient }) => sizeOf(toClient.bytes) },
    ],
    services,
    'services',
  )
