// One file to hand over: it needs no network, no script and no other file.
import type { Report } from '../analysis.ts'
import { plural, sizeOf } from '../text/numbers.ts'
import { secondOf, spanOf } from '../time.ts'
import { controlPart } from './control.ts'
import { coveragePart, noticesPart } from './coverage.ts'
import { deviceOf, stubOf } from './device.ts'
import { findingsPart } from './findings.ts'
import { inventoryPart } from './inventory.ts'
import { MAX_CHARACTERS, MAX_LISTED } from './limits.ts'
import { mapPart } from './map.ts'
import { html, type Markup, textOf } from './markup.ts'
import { protocolsPart } from './protocols.ts'
import { type Site, siteOf } from './site.ts'
import { style } from './style.ts'
import { leftOut, listed, part } from './table.ts'
import { externalPart, reachPart, waysPart } from './ways.ts'
import { zonesPart } from './zones.ts'

/** The report as HTML, piece by piece. The same report gives the same text. */
export function* reportHtml(report: Report): Iterable<string> {
  const site = siteOf(report)
  const before = headOf(site) + mainParts(site).map(textOf).join('')
  const after = `${lastParts(site).map(textOf).join('')}</body>\n</html>\n`
  yield before
  yield* devices(site, MAX_CHARACTERS - before.length - after.length)
  yield after
}

const mainParts = (site: Site): Markup[] => [
  part('attention', 'What needs attention', findingsPart(site)),
  part('map', 'Network map', mapPart(site), 'No device was seen.'),
  part('inventory', 'Inventory', inventoryPart(site), 'No device was seen.'),
  part(
    'control',
    'Who can change what',
    controlPart(site),
    'Nobody changed a controller: no write, force, download or stop was seen.',
  ),
  part('reach', 'Who can act on those who change a controller', reachPart(site)),
  part('ways', 'Ways to the process', waysPart(site), 'No way from the office or from outside was seen.'),
  part('external', 'With the internet', externalPart(site)),
  part('zones', 'Zones and conduits', zonesPart(site)),
]

const lastParts = (site: Site): Markup[] => [
  part('coverage', 'What this mirror port does not show', coveragePart(site)),
  part('protocols', 'Protocols', protocolsPart(site), 'No protocol that Nautilus knows was spoken.'),
  part('notices', 'Notices', noticesPart(site)),
]

/** As many devices as the room allows; of others the name only. */
function* devices(site: Site, room: number): Iterable<string> {
  if (site.detailed.length === 0) return
  yield '<section id="devices">\n<h2>Devices</h2>\n'
  let left = room
  for (const asset of site.detailed) {
    const whole = textOf(deviceOf(site, asset))
    const told = whole.length <= left ? whole : textOf(stubOf(site, asset))
    left -= told.length
    yield told
  }
  const others = leftOut(site.report.assets.length - site.detailed.length, 'devices')
  yield `${textOf(others)}</section>\n`
}

const contents: readonly (readonly [string, string])[] = [
  ['attention', 'Attention'],
  ['map', 'Map'],
  ['inventory', 'Inventory'],
  ['control', 'Who can change what'],
  ['ways', 'Ways to the process'],
  ['zones', 'Zones'],
  ['devices', 'Devices'],
  ['coverage', 'Not shown'],
  ['protocols', 'Protocols'],
]

function headOf(site: Site): string {
  const { files } = site.report.capture
  const title = files.length === 1 ? files[0]!.replace(/^-$/, 'standard input') : plural(files.length, 'capture')
  const head = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Nautilus: ${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${factsOf(site).map(fact => html`<p>${fact}</p>\n`)}</header>
<nav>
${contents.map(([id, name]) => html`<a href="#${id}">${name}</a>\n`)}</nav>
`
  return textOf(head)
}

function factsOf({ report }: Site): string[] {
  const { capture, learned, assets } = report
  const { files, packets, bytes, first, last, damaged } = capture
  const period =
    first === null || last === null ? [] : [`${secondOf(first)} – ${secondOf(last)} UTC (${spanOf(last - first)})`]
  return [
    [plural(assets.length, 'device'), plural(packets, 'packet'), sizeOf(bytes), ...period].join(' · '),
    ...(files.length > 1 ? [`Captures: ${listed(files, MAX_LISTED)}`] : []),
    ...(learned.length > 0 ? [`Compared with what is normal in ${listed(learned, MAX_LISTED)}.`] : []),
    ...damaged
      .slice(0, MAX_LISTED)
      .map(({ file, at, why }) => `${file} is damaged at byte ${at}: ${why}. Everything before it is in this report.`),
    'Made by Nautilus from recorded traffic alone; no device was asked. All times are UTC.',
  ]
}
