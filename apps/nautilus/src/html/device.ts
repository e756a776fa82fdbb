// A part of its own for each device: all that a person at its door would ask.
import type { Asset, Link } from '@nautilus/model'
import { makeOf } from '../text/assets.ts'
import { grouped } from '../text/numbers.ts'
import { busiestFirst, rangeOf, valuesOf } from '../text/points.ts'
import { claimsOf } from './claims.ts'
import { controlTable } from './control.ts'
import { MAX_LISTED, MAX_POINTS } from './limits.ts'
import { html, type Markup, nothing, textOf } from './markup.ts'
import { periodOf, type Site } from './site.ts'
import { leftOut, listed, tableOf } from './table.ts'

export const deviceOf = (site: Site, asset: Asset): Markup => html`<article class="device" id="${asset.id}">
<h3>${site.name(asset.id)}</h3>
<p>${factsOf(site, asset)}</p>
${titled('Findings', findingsOf(site, asset))}${titled('Roles', rolesOf(asset))}${titled('Identity', claimsOf(asset))}${titled('Slots', listOf(asset.modules, 'slots'))}${titled('Serves and runs', listOf([...asset.services, ...asset.software], 'of these'))}${titled('Who can change it', controlOf(site, asset, 'controller'))}${titled('What it changes', controlOf(site, asset, 'client'))}${titled('Talks with', linksOf(site, asset))}${titled('Points', pointsOf(site, asset))}${titled('Certificates', certificatesOf(asset))}${titled('Credentials in clear', credentialsOf(site, asset))}</article>
`

const titled = (title: string, body: Markup): Markup =>
  textOf(body) === '' ? nothing : html`<h4>${title}</h4>\n${body}`

/** The part of a device for which the report has no room left, so that links to it lead somewhere. */
export const stubOf = (site: Site, { id }: Asset): Markup => html`<article class="device" id="${id}">
<h3>${site.name(id)}</h3>
<p class="quiet">Left out, for the report has no room left; --json has it.</p>
</article>
`

function factsOf(site: Site, asset: Asset): string {
  const { level, zone, criticality, mode, first, last } = asset
  return [
    makeOf(asset),
    ...(level === null ? [] : [`level ${level}`]),
    ...(zone === null ? [] : [`zone ${site.zones.get(zone) ?? zone}`]),
    ...(mode === null ? [] : [`mode ${mode.value}${mode.keySwitch === null ? '' : `, key switch ${mode.keySwitch}`}`]),
    ...(criticality === null ? [] : [`criticality ${criticality.grade}: ${listed(criticality.reasons, 3)}`]),
    `seen ${periodOf(site, first, last)} UTC`,
  ]
    .filter(text => text !== '')
    .join(' · ')
}

function findingsOf({ findings, report }: Site, { id }: Asset): Markup {
  const mine = findings.get(id) ?? []
  const items = mine
    .slice(0, MAX_LISTED)
    .map(
      one =>
        html`<li><a href="#${one.id}"><span class="severity ${one.severity}">${one.severity}</span></a> ${one.why}</li>\n`,
    )
  const more = leftOut(mine.length - items.length, `of ${report.detection.findings.length} findings`)
  return items.length > 0 ? html`<ul>\n${items}</ul>\n${more}` : nothing
}

const rolesOf = ({ roles }: Asset): Markup =>
  listOf(
    roles.map(
      ({ role, confidence, reasons }) => `${role} ${Math.round(100 * confidence)} %: ${listed(reasons, MAX_LISTED)}`,
    ),
    'ideas',
  )

function listOf(texts: readonly string[], what: string): Markup {
  if (texts.length === 0) return nothing
  const items = texts.slice(0, MAX_LISTED).map(text => html`<li>${text}</li>\n`)
  return html`<ul>\n${items}</ul>\n${leftOut(texts.length - items.length, what)}`
}

const controlOf = (site: Site, { id }: Asset, end: 'controller' | 'client'): Markup =>
  controlTable(
    site,
    site.report.control.filter(row => row[end] === id),
    end,
  )

const linksOf = (site: Site, { id }: Asset): Markup =>
  tableOf<Link>(
    [
      { title: 'With', of: ({ client, server }) => site.link(client === id ? server : client) },
      { title: 'As', of: ({ client }) => (client === id ? 'client' : 'server') },
      { title: 'Over', of: ({ protocol, port }) => (port > 0 ? `${protocol}/${port}` : protocol) },
      { title: 'Did', of: ({ verbs }) => verbsOf(verbs) },
      { title: 'When (UTC)', of: ({ first, last }) => periodOf(site, first, last) },
    ],
    site.links.get(id) ?? [],
    'links',
  )

const verbsOf = (verbs: Link['verbs']): string =>
  Object.entries(verbs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([verb, count]) => `${verb} ${grouped(count)}`)
    .join(', ')

const pointsOf = (site: Site, { id }: Asset): Markup =>
  tableOf(
    [
      { title: 'Point', of: point => point.object },
      { title: 'Last', of: ({ last, unit }) => valuesOf(last, unit) },
      { title: 'Range', of: rangeOf },
      { title: 'Read by', of: ({ readers }) => listed(readers.map(site.name), 4) },
      { title: 'Written by', of: ({ writers }) => listed(writers.map(site.name), 4) },
      { title: 'Times', right: true, of: ({ count }) => grouped(count) },
    ],
    busiestFirst(site.points.get(id) ?? []),
    'points',
    MAX_POINTS,
  )

const certificatesOf = ({ certificates }: Asset): Markup =>
  listOf(
    certificates.map(
      ({ subject, issuer, until }) => `${subject}, by ${issuer}${until === '' ? '' : `, until ${until}`}`,
    ),
    'certificates',
  )

const credentialsOf = (site: Site, { credentials }: Asset): Markup =>
  listOf(
    credentials.map(
      ({ protocol, what, first, last, frame }) =>
        `${what} over ${protocol}, ${periodOf(site, first, last)} UTC, frame ${frame}`,
    ),
    'credentials',
  )
