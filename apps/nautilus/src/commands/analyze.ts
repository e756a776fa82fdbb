import { type Reading, readCapture, refusal } from '@nautilus/capture'
import type { Sensor } from '@nautilus/sensor'
import { Analysis, type Report } from '../analysis.ts'
import { isSameFile, writeFolder, writeWhole } from '../files.ts'
import { ProgressBar } from '../progress.ts'
import { reportCsv } from '../report-csv.ts'
import { reportJson } from '../report-json.ts'
import { reportText } from '../report-text.ts'
import { vendorLookup } from '../vendors.ts'
import { type Arguments, type Command, Refusal, type World } from '../world.ts'

const help = `nautilus analyze FILE… [--json OUT] [--csv DIR]

Reads network captures and tells what is on the network and what it did:
the devices, the protocols and functions they used, who changed which
controller, and what Nautilus could not read. All files of one call are
one analysis. Nothing is sent anywhere, and the captures are not changed.

FILE is a pcap or pcapng capture, plain or packed with gzip or zstd.
A single - reads standard input.

Options
  --json OUT    write everything as JSON to OUT; - writes it to standard
                output in place of the report
  --csv DIR     write assets, links, control, activities, protocols and
                notices as CSV tables into DIR
  -h, --help    show this

Examples
  nautilus analyze monday.pcap
  nautilus analyze *.pcapng.gz --json report.json --csv tables
  tcpdump -i eth1 -c 100000 -w - | nautilus analyze -
  nautilus analyze plant.pcap --json - | jq '.control'

Exit codes
  0  every file was read; a damaged one up to its damage, with a notice
  2  wrong arguments, a file that could not be read (the others still
     are), or a result that could not be written
`

export const analyze: Command = {
  name: 'analyze',
  summary: 'read capture files: assets, protocols, who can change what',
  help,
  options: { json: { type: 'string' }, csv: { type: 'string' } },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  const files = [...new Set(positionals)]
  const json = typeof values.json === 'string' ? values.json : null
  const csv = typeof values.csv === 'string' ? values.csv : null
  check(files, json, csv)
  const analysis = new Analysis({ vendorOf: vendorLookup() })
  const began = world.clock()
  const faults = await readAll(files, analysis, world)
  const report = analysis.report()
  const seconds = (world.clock() - began) / 1e6
  for (const fault of faults) world.err(`nautilus: ${fault}\n`)
  if (report.capture.files.length === 0) return 2
  if (csv !== null) await writeFolder(csv, reportCsv(report))
  if (json !== null && json !== '-') await writeWhole(json, reportJson(report))
  if (json === '-') await writeJson(report, world)
  else await writeText(report, world, report.capture.packets / Math.max(seconds, 1e-6))
  return faults.length > 0 ? 2 : 0
}

function check(files: readonly string[], json: string | null, csv: string | null): void {
  if (files.length === 0) {
    throw new Refusal(
      'analyze needs a capture file: type `nautilus analyze FILE`, or `nautilus analyze -` for standard input.',
    )
  }
  for (const [option, given] of [
    ['--json', json],
    ['--csv', csv],
  ] as const) {
    if (given === '')
      throw new Refusal(`${option} needs a name: type \`${option} ${option === '--csv' ? 'DIR' : 'OUT.json'}\`.`)
  }
  const same = json !== null && json !== '-' && files.find(file => isSameFile(file, json))
  if (same) throw new Refusal(`--json ${json} would overwrite the capture ${same}; name another file.`)
}

/** One sentence for each file that could not be read. */
export async function readAll(files: readonly string[], analysis: Analysis, world: World): Promise<string[]> {
  const faults: string[] = []
  for (const file of files) {
    const bar = new ProgressBar(world)
    const sensor = analysis.sensor(file)
    const reading = await readCapture(file, sensor, (read, total) => bar.show(file, read, total))
    bar.clear()
    const fault = faultOf(file, reading, sensor)
    if (fault !== null) faults.push(fault)
    else analysis.add(sensor, file, reading.ok ? reading.damage : null)
  }
  return faults
}

const advice: Readonly<Record<string, string>> = {
  'capture.missing': '; check the name',
  'capture.empty': '; capture again, or name another file',
  'capture.not-a-capture': '; name a capture file, or convert it with `editcap`',
}

function faultOf(file: string, reading: Reading, sensor: Sensor): string | null {
  const named = file === '-' ? 'standard input' : file
  if (!reading.ok) {
    const message = file === '-' ? reading.message.replace(/^- /, 'standard input ') : reading.message
    return `${message}${advice[reading.code] ?? ''}.`
  }
  const { unreadLinks, unread, packets } = sensor
  if (unreadLinks.size === 0 || unread < packets) return null
  return `${named} cannot be read: ${[...unreadLinks.keys()].map(refusal).join('; ')}.`
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
