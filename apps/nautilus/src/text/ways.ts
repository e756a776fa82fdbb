// Who gets to the process, and what talks with the world.
import type { ExposurePath } from '@nautilus/model'
import { plural, sizeOf } from './numbers.ts'
import { type Page, rest } from './page.ts'
import { safe, wrap } from './style.ts'
import { table } from './table.ts'

const MOST_WAYS = 5
const MOST_PEERS = 8
const MOST_REACH = 8

/** The shortest ways, those together that only differ in their end. */
export const waysOf = (paths: readonly ExposurePath[]): ExposurePath[][] => [
  ...Map.groupBy(
    paths.filter(({ shortest }) => shortest),
    wayOf,
  ).values(),
]

export function waysPart(page: Page): string[] {
  const { report, width } = page
  const groups = waysOf(report.paths)
  const shown = groups.slice(0, MOST_WAYS)
  const nameOf = (id: string): string => page.names.get(id) ?? id
  const lines = shown.map(paths => wrap(safe(waySentence(paths, nameOf)), width, '  • ', '    '))
  return [...lines, ...rest(page, groups.length, shown.length, 'ways')]
}

/** All but the last device. */
const wayOf = ({ steps }: ExposurePath): string =>
  steps.map(({ client, protocol, kind }) => `${client} ${protocol} ${kind}`).join('|')

export function waySentence(paths: readonly ExposurePath[], nameOf: (id: string) => string): string {
  const [{ from, origin, steps }] = paths as [ExposurePath]
  const goals = [...new Set(paths.map(({ to }) => nameOf(to)))]
  const listed = goals.length > 3 ? `${goals.slice(0, 3).join(', ')} and ${goals.length - 3} more` : goals.join(', ')
  const on = steps.map(({ server, protocol, kind }, at) => {
    const to = at === steps.length - 1 ? listed : nameOf(server)
    return `over ${protocol} (${kind}) to ${to}`
  })
  return `${origin}: ${nameOf(from)} ${on.join(', ')}`
}

/** Only those who can act on somebody who changed a controller; who changed it himself is told already. */
export function reachPart(page: Page): string[] {
  const { report, names, width } = page
  const nameOf = (id: string): string => names.get(id) ?? id
  const indirect = report.reach.filter(one => one.indirect.length > 0)
  const shown = indirect.slice(0, MOST_REACH)
  const lines = shown.map(({ controller, indirect: of }) => {
    const listed = of
      .slice(0, 4)
      .map(({ asset, through, protocol }) => `${nameOf(asset)} (${protocol} to ${nameOf(through)})`)
    const more = of.length > 4 ? ` and ${of.length - 4} more` : ''
    return wrap(safe(`${nameOf(controller)}: ${listed.join(', ')}${more}`), width, '  • ', '    ')
  })
  return [...lines, ...rest(page, indirect.length, shown.length, 'controllers')]
}

export function externalPart(page: Page): string[] {
  const { report, names, style, width } = page
  const groups = [
    ...Map.groupBy(
      report.external,
      ({ asset, direction, protocol, port }) => `${direction} ${asset} ${protocol} ${port}`,
    ).values(),
  ]
  if (groups.length === 0) return []
  const shown = groups.slice(0, MOST_PEERS)
  const rows = shown.map(peers => {
    const [{ asset, direction, protocol, address }] = peers as [(typeof peers)[number]]
    const bytes = peers.reduce((sum, peer) => sum + peer.bytes, 0)
    const out = direction === 'out'
    const who = names.get(asset) ?? asset
    const them = peers.length === 1 ? address : `${address} and ${plural(peers.length - 1, 'other')}`
    return [out ? who : them, out ? them : who, protocol, sizeOf(bytes)]
  })
  const columns = [
    { title: 'Client', least: 20 },
    { title: 'Server', least: 20 },
    { title: 'Over' },
    { title: 'Messages', right: true as const },
  ]
  return [...table(columns, rows, { width, style }), ...rest(page, groups.length, shown.length, 'of these')]
}
