// `docs/conformance.md` is written from the same table that the comparison obeys: `npx vitest run document -u` renews it.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { compared, type Disagreement, disagreements, link } from './disagreements.ts'

const page = fileURLToPath(new URL('../../../../docs/conformance.md', import.meta.url))
const frame = readFileSync(new URL('./conformance.md', import.meta.url), 'utf8')

const grouped = (count: number): string => count.toLocaleString('en-US')
const table = (rows: readonly (readonly string[])[]): string => rows.map(row => `| ${row.join(' | ')} |`).join('\n')

function comparedTable(): string {
  const named = Object.entries(compared).sort(([a], [b]) => (a < b ? -1 : 1))
  const rows = named.map(([protocol, { total, rows: differing }]) => {
    const { captures, messages, facts, values } = total
    const explained = differing.reduce((sum, { facts: [, theirs] = [0, 0] }) => sum + theirs, 0)
    return [protocol, ...[captures, messages, values, facts, facts - explained, explained, 0].map(grouped)]
  })
  return table([
    ['Protocol', 'Captures', 'Messages', 'Values', 'Facts', 'Agreeing', 'Explained', 'Open'],
    ['---', '---:', '---:', '---:', '---:', '---:', '---:', '---:'],
    ...rows,
  ])
}

/** What differs, in words: `3: 2/1/0, tshark 2/3/0`. */
function differing({ functions = {}, facts, cells, collected = {} }: Disagreement): string {
  const said = [
    ...Object.entries(functions).map(([key, [we, they]]) => `\`${key}\`: ${we}, tshark ${they}`),
    ...(facts ? [`facts: ${facts[0]} only ours, ${facts[1]} only tshark's`] : []),
    ...(cells ? [`cells of rows: ${cells}`] : []),
    ...Object.entries(collected).map(([key, [we, they]]) => `\`${key}\`: ${we}, collected ${they}`),
  ]
  return said.join('; ')
}

const disagreementTable = (): string =>
  table([
    ['Capture', 'What', 'Reason'],
    ['---', '---', '---'],
    ...disagreements.map(row => [row.capture, differing(row), row.reason]),
  ])

it('the page says what the tests measure', async () => {
  const written = frame
    .replace('<!-- compared -->', comparedTable())
    .replace('<!-- disagreements -->', disagreementTable())
    .replace('<!-- without request -->', grouped(compared.modbus!.total.withoutRequest))
    .replace('<!-- link -->', `${grouped(link.arp)} ARP and ${grouped(link.lldp)} LLDP frames`)
  await expect(written).toMatchFileSnapshot(page)
})
