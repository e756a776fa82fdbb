// The network by Purdue level, as a picture that needs no script.
import { type Box, boxesOf, type Line, linesOf } from './boxes.ts'
import { fit, widthOf } from './fit.ts'
import { type Band, BOX, curveOf, type Layout, layoutOf, type Place, WIDTH } from './layout.ts'
import { MAX_LABELLED } from './limits.ts'
import { html, type Markup, nothing } from './markup.ts'
import type { Site } from './site.ts'
import { listed, tableOf } from './table.ts'

const TEXT_SIZE = 12
const SMALL_SIZE = 10.5
/** Protocols that a line names. */
const NAMED = 3

export function mapPart(site: Site): Markup {
  const { assets, links } = site.report
  if (assets.length === 0) return nothing
  const boxes = boxesOf(site)
  const { lines, total } = linesOf(links, boxes)
  const grouped = boxes.filter(box => box.assets.length > 1).length
  return html`<p>Devices by Purdue level, the process at the bottom. A line stands for everything between two devices; address resolution and pings are not drawn. A number marks findings.${grouped > 0 ? ` ${grouped} boxes stand for groups of like devices.` : ''}${total > lines.length ? ` ${total - lines.length} lines with the least traffic are not drawn.` : ''}</p>
${picture(site, boxes, lines)}
${tableOf<Line>(
  [
    { title: 'Between', of: ({ from }) => endOf(site, boxes[from]!) },
    { title: 'and', of: ({ to }) => endOf(site, boxes[to]!) },
    { title: 'Over', of: ({ protocols }) => listed(protocols, 8) },
    { title: 'Operations', right: true, of: ({ operations }) => operations.toLocaleString('en') },
  ],
  lines,
  'pairs',
)}`
}

const endOf = (site: Site, { assets, name, zone }: Box): Markup =>
  assets.length === 1 ? site.link(assets[0]!) : html`${name}${zone === '' ? '' : ` of ${zone}`}`

function picture(site: Site, boxes: readonly Box[], lines: readonly Line[]): Markup {
  const layout = layoutOf(boxes)
  const devices = boxes.reduce((sum, { assets }) => sum + assets.length, 0)
  const marked = boxes.filter(({ findings }) => findings > 0).length
  const labels = lines.length <= MAX_LABELLED ? labelsOf(lines, layout) : []
  return html`<div class="wide">
<svg class="map" viewBox="0 0 ${WIDTH} ${layout.height}" width="${WIDTH}" height="${layout.height}" role="img" aria-labelledby="map-title map-desc">
<title id="map-title">Network map by Purdue level</title>
<desc id="map-desc">${`${devices} devices in ${layout.bands.length} bands, ${lines.length} lines between them, ${marked} boxes with findings. The table below has the same in words.`}</desc>
${layout.bands.map(bandOf)}${lines.map(line => lineOf(line, boxes, layout))}${labels}${boxes.map((box, at) => boxOf(site, box, layout.places[at]!))}</svg>
</div>`
}

const bandOf = (
  { title, says, y, height }: Band,
  at: number,
): Markup => html`<rect class="${at % 2 === 0 ? 'band' : 'band odd'}" x="0" y="${y}" width="${WIDTH}" height="${height}"/>
<text class="level" x="14" y="${y + height / 2 - 2}">${title}</text>
<text class="says" x="14" y="${y + height / 2 + 14}">${says}</text>
`

const lineOf = (
  line: Line,
  boxes: readonly Box[],
  layout: Layout,
): Markup => html`<path class="link" d="${curveOf(line, layout).path}"><title>${`${boxes[line.from]!.name} – ${boxes[line.to]!.name}: ${line.protocols.join(', ')}`}</title></path>
`

/** Shares of a line at which its label may stand, the best first. */
const stops = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78]

/** Between labels that stand beside each other. */
const APART = 5

/** Labels lie behind boxes, as lines do. */
const isClear = (box: Place, { x, y }: Place, half: number): boolean =>
  Math.abs(box.x + BOX.width / 2 - x) > BOX.width / 2 + half ||
  Math.abs(box.y + BOX.height / 2 - y) > (BOX.height + SMALL_SIZE) / 2

/** Each label where it covers no earlier one and no box covers it; one without such a place is left to the table. */
function labelsOf(lines: readonly Line[], layout: Layout): Markup[] {
  const taken: { readonly x: number; readonly y: number; readonly half: number }[] = []
  return lines.map(line => {
    const text = listed(line.protocols, NAMED)
    const half = widthOf(text, SMALL_SIZE) / 2
    const free = stops
      .map(stop => curveOf(line, layout, stop).label)
      .find(
        ({ x, y }) =>
          taken.every(t => Math.abs(t.x - x) > t.half + half + APART || Math.abs(t.y - y) > SMALL_SIZE + 1) &&
          layout.places.every(box => isClear(box, { x, y }, half)),
      )
    if (!free) return nothing
    taken.push({ ...free, half })
    return html`<text class="protocol" x="${free.x}" y="${free.y + 3}">${text}</text>
`
  })
}

function boxOf(site: Site, box: Box, { x, y }: Place): Markup {
  const { assets, name, role, about, findings, severity } = box
  const room = BOX.width - 16
  const told = `${name}, ${role}, ${about}${findings > 0 ? `, findings: ${findings}, up to ${severity}` : ''}`
  const kind = assets.length > 1 ? 'box group' : 'box'
  const drawn = html`<svg x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}">
<title>${told}</title>
<rect class="${severity === null ? kind : `${kind} ${severity}`}" x="1" y="1" width="${BOX.width - 2}" height="${BOX.height - 2}" rx="5"/>
<text class="name" x="8" y="18">${fit(name, TEXT_SIZE, findings > 0 ? room - 30 : room)}</text>
<text class="role" x="8" y="33">${fit(role, SMALL_SIZE, room)}</text>
<text class="address" x="8" y="47">${fit(about, SMALL_SIZE, room)}</text>
${severity === null ? nothing : badgeOf(findings, severity)}</svg>`
  const isLinked = assets.length === 1 && site.detailed.some(({ id }) => id === assets[0])
  return isLinked
    ? html`<a href="#${assets[0]!}">${drawn}</a>
`
    : html`${drawn}
`
}

const badgeOf = (
  findings: number,
  severity: string,
): Markup => html`<rect class="badge ${severity}" x="${BOX.width - 32}" y="6" width="26" height="16" rx="8"/>
<text class="count" x="${BOX.width - 19}" y="18">${findings > 99 ? '99+' : findings}</text>
`
