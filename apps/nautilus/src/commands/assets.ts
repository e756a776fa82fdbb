import { loadRules } from '@nautilus/detection'
import { Analysis, type Report } from '../analysis.ts'
import { cycloneDx } from '../cyclonedx.ts'
import { isSameFile, type Pieces, writeFolder, writeWhole } from '../files.ts'
import { readAll } from '../reading.ts'
import { assetTable } from '../report-csv.ts'
import { inventoryJson } from '../report-json.ts'
import { loadSite } from '../site/load.ts'
import { assetsPart } from '../text/assets.ts'
import { plural } from '../text/numbers.ts'
import { pageOf } from '../text/page.ts'
import { styleOf } from '../text/style.ts'
import { vendorLookup } from '../vendors.ts'
import { VERSION } from '../version.ts'
import { type Arguments, type Command, Refusal, type World } from '../world.ts'

const help = `nautilus assets [OPTIONS] CAPTURE…

Lists the devices that captures show, and nothing else: role, name,
addresses, make, model, firmware, what they serve and what they use. All
captures of one call are one inventory. Nothing is sent anywhere, no device
is asked, and the captures are not changed.

CAPTURE is a pcap or pcapng file, plain or packed with gzip or zstd.
A single - reads standard input.

Options
  --site F         site.yaml: names, zones, levels and criticality as people
                   declared them (docs/site-yaml.md)
  --json OUT       write the devices as JSON, with the source of every
                   attribute; - writes it to standard output in place of
                   the table
  --csv DIR        write assets.csv into DIR; - writes it to standard output
                   in place of the table
  --cyclonedx OUT  write a bill of materials, CycloneDX 1.6 JSON: devices as
                   components with manufacturer and firmware, everything
                   else as properties named nautilus:…, and who depends on
                   whom. - writes it to standard output
  -h, --help       show this

Examples
  nautilus assets monday.pcap
  nautilus assets *.pcapng.gz --csv tables
  nautilus assets plant.pcap --cyclonedx plant.cdx.json
  nautilus assets plant.pcap --json - | jq '.assets[] | select(.level == 1)'

What they did, and what needs attention: nautilus analyze plant.pcap

Exit codes
  0  every capture was read; a damaged one up to its damage
  2  wrong arguments, a capture that could not be read (others still are),
     or a result that could not be written
`

export const assets: Command = {
  name: 'assets',
  summary: 'the devices alone: table, JSON, CSV, CycloneDX',
  help,
  options: {
    site: { type: 'string' },
    json: { type: 'string' },
    csv: { type: 'string' },
    cyclonedx: { type: 'string' },
  },
  run,
}

const kinds = ['json', 'csv', 'cyclonedx'] as const
type Kind = (typeof kinds)[number]

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  const captures = [...new Set(positionals)]
  const wanted = kinds.flatMap(kind => {
    const to = values[kind]
    return typeof to === 'string' ? [{ kind, to }] : []
  })
  check(captures, wanted)
  const site = typeof values.site === 'string' ? values.site : null
  const { declaration } = loadSite({ site, orders: null }, await loadRules())
  const analysis = new Analysis({ vendorOf: vendorLookup(), declared: declaration })
  const faults = await readAll(captures, analysis, world)
  for (const fault of faults) world.err(`nautilus: ${fault}\n`)
  const report = analysis.report()
  if (report.capture.files.length === 0) return 2
  for (const { file, at, why } of report.capture.damaged)
    world.err(`nautilus: reading of ${file} stopped at byte ${at}: ${why}. Everything before it is in the inventory.\n`)
  for (const { kind, to } of wanted.filter(({ to }) => to !== '-')) await write(kind, to, report)
  const printed = wanted.find(({ to }) => to === '-')
  if (printed) for (const piece of piecesOf[printed.kind](report)) await world.out(piece)
  else await world.out(tableOf(report, world))
  return faults.length > 0 ? 2 : 0
}

type Wanted = readonly { readonly kind: Kind; readonly to: string }[]

function check(captures: readonly string[], wanted: Wanted): void {
  if (captures.length === 0)
    throw new Refusal('assets needs a capture: type `nautilus assets FILE`, or `nautilus assets -` for standard input.')
  for (const { kind, to } of wanted) {
    if (to === '')
      throw new Refusal(`--${kind} needs a name: type \`--${kind} ${kind === 'csv' ? 'DIR' : 'OUT.json'}\`.`)
    const same = kind !== 'csv' && to !== '-' && captures.find(capture => isSameFile(capture, to))
    if (same) throw new Refusal(`--${kind} ${to} would overwrite the capture ${same}; name another file.`)
  }
  const printed = wanted.filter(({ to }) => to === '-').map(({ kind }) => `--${kind}`)
  if (printed.length > 1)
    throw new Refusal(`${printed.join(' and ')} cannot share standard output; name a file for one of them.`)
}

const piecesOf: Readonly<Record<Kind, (report: Report) => Iterable<string>>> = {
  json: inventoryJson,
  csv: report => assetTable(report.assets),
  cyclonedx: report => cycloneDx(report, VERSION),
}

async function write(kind: Kind, to: string, report: Report): Promise<void> {
  const pieces: Pieces = piecesOf[kind](report)
  if (kind === 'csv') await writeFolder(to, new Map([['assets.csv', pieces]]))
  else await writeWhole(to, pieces)
}

const NARROWEST = 80

function tableOf(report: Report, { columns, colour }: World): string {
  const page = pageOf(report, Math.max(NARROWEST, columns), styleOf(colour))
  const { assets: all } = report
  if (all.length === 0) return 'No device was seen.\n'
  return `${[page.style.title(plural(all.length, 'device')), ...assetsPart(page, all.length)].join('\n')}\n`
}
