import type { Conduit, Zone } from '@nautilus/model'
import { measured, verdictOf } from '../verdicts.ts'
import { MAX_LISTED } from './limits.ts'
import { html, type Markup, textOf } from './markup.ts'
import type { Site } from './site.ts'
import { listed, tableOf } from './table.ts'

export const zonesPart = (site: Site): Markup => html`${zoneTable(site)}${conduitsOf(site)}`

function conduitsOf(site: Site): Markup {
  const conduits = conduitTable(site)
  const told = measured(site.report.conduits)
  return textOf(conduits) === ''
    ? conduits
    : html`<h3>Between zones</h3>\n${told === '' ? '' : html`<p>${told}</p>\n`}${conduits}`
}

const zoneTable = ({ report, name }: Site): Markup =>
  tableOf<Zone>(
    [
      { title: 'Zone', of: zone => zone.name },
      { title: 'Kind', of: ({ kind, declared }) => (declared ? kind : `${kind}, proposed`) },
      { title: 'Level', right: true, of: ({ level }) => level },
      {
        title: 'Networks',
        of: ({ subnets, vlans }) => listed([...subnets, ...vlans.map(vlan => `VLAN ${vlan}`)], MAX_LISTED),
      },
      { title: 'Devices', right: true, of: ({ assets }) => assets.length },
      { title: 'Which', of: ({ assets }) => listed(assets.map(name), MAX_LISTED) },
      { title: 'Why', of: ({ reasons }) => reasons.join('; ') },
    ],
    report.zones,
    'zones',
  )

const conduitTable = ({ report, zones }: Site): Markup =>
  tableOf<Conduit>(
    [
      { title: 'From', of: ({ from }) => zones.get(from) ?? from },
      { title: 'To', of: ({ to }) => zones.get(to) ?? to },
      { title: 'Pairs', right: true, of: ({ pairs }) => pairs },
      { title: 'Over', of: ({ uses }) => listed([...new Set(uses.map(({ protocol }) => protocol))], MAX_LISTED) },
      { title: 'Verdict', of: ({ verdict }) => verdictOf(verdict) },
    ],
    report.conduits,
    'conduits',
  )
