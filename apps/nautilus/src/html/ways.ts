// Ways to the process, who can act on those who change it, and what talks with the world.
import type { ExternalPeer, Reach } from '@nautilus/model'
import { sizeOf } from '../text/numbers.ts'
import { waySentence, waysOf } from '../text/ways.ts'
import { MAX_LISTED, MAX_ROWS_SHOWN } from './limits.ts'
import { html, type Markup, nothing } from './markup.ts'
import type { Site } from './site.ts'
import { leftOut, listed, tableOf } from './table.ts'

/** Over connections that were seen. */
export function waysPart(site: Site): Markup {
  const ways = waysOf(site.report.paths)
  if (ways.length === 0) return nothing
  const items = ways.slice(0, MAX_ROWS_SHOWN).map(paths => html`<li>${waySentence(paths, site.name)}</li>\n`)
  return html`<ol>\n${items}</ol>\n${leftOut(ways.length - items.length, 'ways')}`
}

export const reachPart = (site: Site): Markup =>
  tableOf<Reach>(
    [
      { title: 'Controller', of: ({ controller }) => site.link(controller) },
      {
        title: 'Can be changed by',
        of: ({ direct }) =>
          listed(
            direct.map(({ asset }) => site.name(asset)),
            MAX_LISTED,
          ),
      },
      { title: 'They can be reached by', of: one => throughOf(site, one) },
    ],
    site.report.reach.filter(({ indirect }) => indirect.length > 0),
    'controllers',
  )

const throughOf = ({ name }: Site, { indirect }: Reach): string =>
  listed(
    indirect.map(({ asset, through, protocol }) => `${name(asset)} (${protocol} to ${name(through)})`),
    MAX_LISTED,
  )

export const externalPart = (site: Site): Markup =>
  tableOf<ExternalPeer>(
    [
      { title: 'Device', of: ({ asset }) => site.link(asset) },
      { title: 'Asked by', of: ({ direction }) => (direction === 'in' ? 'the internet' : 'the device') },
      { title: 'Address', of: ({ address }) => address },
      { title: 'Over', of: ({ protocol, port }) => `${protocol}/${port}` },
      { title: 'Messages', right: true, of: ({ bytes }) => sizeOf(bytes) },
    ],
    site.report.external,
    'of these',
  )
