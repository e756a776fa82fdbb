import { type IndicatorBook, loadRules } from '@nautilus/detection'
import { Analysis, type Report } from '../analysis.ts'
import { withCustomRules } from '../custom/load.ts'
import { checkEvidence, writeEvidence } from '../evidence.ts'
import { readDocument } from '../expected.ts'
import { isSameFile, writeFolder, writeWhole } from '../files.ts'
import { reportHtml } from '../html/report.ts'
import { loadIndicators } from '../indicators.ts'
import { readBaseline } from '../learning.ts'
import { filesOf } from '../patterns.ts'
import { learnAll, readAll } from '../reading.ts'
import { reportCsv } from '../report-csv.ts'
import { reportJson } from '../report-json.ts'
import { reportText } from '../report-text.ts'
import { loadSite } from '../site/load.ts'
import { vendorLookup } from '../vendors.ts'
import { type Arguments, type Command, Refusal, type World } from '../world.ts'

const help = `nautilus analyze [OPTIONS] FILE…

Reads network captures and tells what is on the network and what it did:
what needs attention, the devices, the protocols and functions they used,
who changed which controller, and what Nautilus could not read. All files
of one call are one analysis. Nothing is sent anywhere, and the captures
are not changed.

FILE is a pcap or pcapng capture, plain or packed with gzip or zstd.
A single - reads standard input.

Options
  --learn FILE  a capture of normal operation: what differs from it is
                reported; may be given again, or as *.pcap
  --site F      site.yaml: zones, processes, devices, lists, thresholds
                (docs/site-yaml.md)
  --work-orders F
                approved work: what fits it is recorded, not alarmed
  --evidence DIR
                write the packets of each finding as a capture into DIR,
                with their SHA-256
  --baseline F  what nautilus baseline learn wrote, instead of captures
                or before them
  --rules PATH  your own rules too: a Sigma file, or a folder of .yml files
                (docs/custom-rules.md); may be given again. Try them first
                with nautilus rules test
  --indicators FILE
                addresses, domains and URLs that are known to be bad: a STIX
                2.1 bundle, a CSV of MISP or a list (docs/indicators.md); may
                be given again
  --json OUT    write everything as JSON to OUT; - writes it to standard
                output in place of the report
  --csv DIR     write findings, assets, links, control, activities, points,
                zones, ways to the process and all else as CSV tables into DIR
  --html OUT    write one self-contained page to OUT, to read, to print and to
                hand over: findings, network map, inventory, every device
  --expected FILE
                compare with what should be there, and say what is missing,
                new or different. FILE is a CSV list of devices (columns by
                title: name, ip, mac, vendor, model, serial, firmware, in
                English or German), a BACnet EDE list, a PROFINET GSDML or
                an OPC UA NodeSet2 file. May be given several times
  -h, --help    show this

Examples
  nautilus analyze monday.pcap
  nautilus analyze --learn normal.pcap today.pcap
  nautilus analyze *.pcapng.gz --json report.json --csv tables
  tcpdump -i eth1 -c 100000 -w - | nautilus analyze -
  nautilus analyze plant.pcap --json - | jq '.findings'
  nautilus analyze plant.pcap --expected devices.csv
  nautilus analyze plant.pcap --html report.html
  nautilus analyze plant.pcap --rules my-rules/

Exit codes
  0  every file was read; a damaged one up to its damage, with a notice
  2  wrong arguments, a file that could not be read (other captures still
     are), or a result that could not be written
`

export const analyze: Command = {
  name: 'analyze',
  summary: 'read capture files: findings, assets, who can change what',
  help,
  options: {
    json: { type: 'string' },
    csv: { type: 'string' },
    html: { type: 'string' },
    learn: { type: 'string', multiple: true },
    baseline: { type: 'string' },
    expected: { type: 'string', multiple: true },
    site: { type: 'string' },
    rules: { type: 'string', multiple: true },
    indicators: { type: 'string', multiple: true },
    'work-orders': { type: 'string' },
    evidence: { type: 'string' },
  },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  const files = [...new Set(positionals)]
  const textOf = (name: string) => (typeof values[name] === 'string' ? values[name] : null)
  const [json, csv, page, evidence] = [textOf('json'), textOf('csv'), textOf('html'), textOf('evidence')]
  const learn = filesOf('--learn', Array.isArray(values.learn) ? values.learn.map(String) : [])
  check(files, { '--json': json, '--csv': csv, '--html': page })
  if (evidence !== null) checkEvidence(evidence, files)
  const { declaration, ...declared } = await detectionOf(textOf, values.rules, world)
  const detection = { ...declared, indicators: indicatorsOf(values.indicators, world) }
  if (learn.includes('-')) throw new Refusal('--learn reads files only; save the capture first, then name it.')
  const expected = (Array.isArray(values.expected) ? values.expected : []).map(file => readDocument(String(file)))
  const analysis = new Analysis({ vendorOf: vendorLookup(), expected, declared: declaration, detection })
  const began = world.clock()
  await learnAll(learn, analysis, world)
  const faults = await readAll(files, analysis, world)
  const report = analysis.report()
  const seconds = (world.clock() - began) / 1e6
  for (const fault of faults) world.err(`nautilus: ${fault}\n`)
  if (report.capture.files.length === 0) return 2
  if (evidence !== null) await writeEvidence(evidence, report)
  if (csv !== null) await writeFolder(csv, reportCsv(report))
  if (page !== null) await writeWhole(page, reportHtml(report))
  if (json !== null && json !== '-') await writeWhole(json, reportJson(report))
  if (json === '-') await writeJson(report, world)
  else await writeText(report, world, report.capture.packets / Math.max(seconds, 1e-6))
  return faults.length > 0 ? 2 : 0
}

/** Threat feeds; null where none is named. */
function indicatorsOf(given: unknown, world: World): IndicatorBook | null {
  const feeds = loadIndicators('--indicators', given)
  for (const warning of feeds?.warnings ?? []) world.err(`nautilus: ${warning}\n`)
  return feeds?.book ?? null
}

/** The rules, what people declared, and what was learned before. */
async function detectionOf(textOf: (name: string) => string | null, custom: unknown, world: World) {
  const [site, orders, saved] = [textOf('site'), textOf('work-orders'), textOf('baseline')]
  const declared = loadSite({ site, orders }, withCustomRules(await loadRules(), custom))
  if (saved === null) return declared
  const memory = readBaseline(saved, declared.site?.zones ?? [])
  if (site !== null && memory.timeZone !== declared.memory.timeZone)
    world.err(
      `nautilus: the baseline ${saved} knows the week by the hours of ${memory.timeZone}, not of ${declared.memory.timeZone} as the site; learn it anew with --site.\n`,
    )
  return { ...declared, memory }
}

const results = { '--json': 'OUT.json', '--csv': 'DIR', '--html': 'OUT.html' } as const
type Result = keyof typeof results

function check(files: readonly string[], given: Readonly<Record<Result, string | null>>): void {
  if (files.length === 0) {
    throw new Refusal(
      'analyze needs a capture file: type `nautilus analyze FILE`, or `nautilus analyze -` for standard input.',
    )
  }
  if (given['--html'] === '-') throw new Refusal('--html writes to a file; type `--html OUT.html`.')
  for (const [option, like] of Object.entries(results)) {
    const to = given[option as Result]
    if (to === '') throw new Refusal(`${option} needs a name: type \`${option} ${like}\`.`)
    const same = option !== '--csv' && to !== null && to !== '-' && files.find(file => isSameFile(file, to))
    if (same) throw new Refusal(`${option} ${to} would overwrite the capture ${same}; name another file.`)
  }
}

async function writeJson(report: Report, world: World): Promise<void> {
  let waiting = ''
  for (const piece of reportJson(report)) {
    waiting += piece
    if (waiting.length < 65_536) continue
    await world.out(waiting)
    waiting = ''
  }
  await world.out(waiting)
}

const writeText = (report: Report, world: World, speed: number): Promise<void> =>
  world.out(reportText(report, { columns: world.columns, colour: world.colour, speed: world.terminal ? speed : null }))
