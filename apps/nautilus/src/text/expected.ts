// Expected against heard: what is missing, what is new, what differs.
import type { ExpectedDevice } from '@nautilus/model'
import { plural } from './numbers.ts'
import { type Page, rest } from './page.ts'
import { safe, wrap } from './style.ts'
import { table } from './table.ts'

const MOST = 12

export function expectedPart(page: Page): string[] {
  const { report, width, style, names } = page
  const { expected } = report
  if (expected === null) return []
  const { heard, unheard, unexpected, types, faults } = expected
  const differing = heard.filter(({ differs }) => differs.length > 0)
  const devices = heard.length + unheard.length
  const found = types.filter(({ assets }) => assets.length > 0).length
  const counts = [
    ...(devices > 0
      ? [
          `${heard.length} of ${plural(devices, 'expected device')} heard, ${differing.length} of them with other attributes`,
          `${unheard.length} never heard`,
          `${unexpected.length} heard and not expected`,
        ]
      : []),
    ...(types.length > 0 ? [`${found} of ${plural(types.length, 'described type')} heard`] : []),
  ]
  const rows = [
    ...unheard.map(device => ['never heard', labelOf(device), `${device.file} line ${device.line}`]),
    ...differing.map(({ asset, differs }) => [
      'differs',
      names.get(asset) ?? asset,
      differs.map(one => `${one.attribute} ${one.expected}, heard ${one.heard}`).join('; '),
    ]),
    ...unexpected.map(asset => ['not expected', names.get(asset) ?? asset, '']),
  ]
  const shown = [...share(rows)]
  const columns = [
    { title: 'State', paint: style.bad },
    { title: 'Device', least: 20, paint: style.strong },
    { title: 'How', least: 24 },
  ]
  return [
    ...(counts.length > 0 ? [wrap(safe(`${counts.join('; ')}.`), width, '  ', '  ')] : []),
    ...(shown.length > 0 ? table(columns, shown, { width, style, titles: false }) : []),
    ...rest(page, rows.length, shown.length, 'of these'),
    ...faults
      .slice(0, MOST)
      .map(({ file, line, message }) =>
        wrap(safe(`${file}${line > 0 ? ` line ${line}` : ''}: ${message}.`), width, '  • ', '    '),
      ),
    ...rest(page, faults.length, Math.min(MOST, faults.length), 'faults'),
  ]
}

/** Each state has room of its own, so that many of one do not hide the others. */
function* share(rows: readonly string[][]): Iterable<string[]> {
  for (const of of Map.groupBy(rows, ([state]) => state).values()) yield* of.slice(0, MOST)
}

const labelOf = ({ name, ip, mac, instance }: ExpectedDevice): string =>
  [name, ip[0] ?? mac[0], instance === null ? null : `BACnet device ${instance}`].filter(Boolean).join(' ')
