import { matchesOf } from '@nautilus/vulnerabilities'
import { ageOf } from '../../advisories/age.ts'
import { exposureFrom } from '../../advisories/exposure.ts'
import { Intelligence } from '../../advisories/load.ts'
import { matchCsv, matchJson } from '../../advisories/tables.ts'
import { type MatchReport, matchText } from '../../advisories/text.ts'
import { Analysis } from '../../analysis.ts'
import { isSameFile, writeFolder, writeWhole } from '../../files.ts'
import { readAll } from '../../reading.ts'
import { vendorLookup } from '../../vendors.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { dayOption, listOf, loadNamed, textOf } from './shared.ts'

const help = `nautilus advisories match CAPTURE… --advisories PATH… [OPTIONS]

Says which devices in the captures have known vulnerabilities, how sure
that is, and what to do first. Devices are found by order number (A), by
product name or family (B), or by a similar name (C, which a person must
confirm). Nothing is fetched and no device is asked.

Verdicts
  affected      product and firmware are in the rule
  likely        the product is, the firmware is unknown or every one is
  review        no program can decide the rule
  possible      only the name is similar
Groups
  now           exploited or within reach of the office, adds to what the
                protocols allow anyway, and the process depends on it
  next          mitigate now, patch in the next window
  never         the same can be done without it, or by hand only
  review        a person must say whether it applies

Options
  --advisories PATH  CSAF files, directories, ZIP archives, bundles, or
                     lists of a provider (ROLIE, changes.csv, index.txt);
                     repeat it for several
  --kev FILE         CISA KEV, known_exploited_vulnerabilities.json
  --epss FILE        EPSS scores, .csv or .csv.gz; not used when older
                     than a week
  --trust KEY        use only bundles signed by this Ed25519 public key
  --bod              deadlines of CISA BOD 26-04 as well
  --all              in --json and --csv also fixed and not affected
  --today DAY        count ages from that day (today)
  --json OUT         write everything as JSON; - to standard output
  --csv DIR          write vulnerabilities.csv into DIR
  -h, --help         show this

Examples
  nautilus advisories match plant.pcap --advisories csaf_files/OT/white
  nautilus advisories match plant.pcap --advisories bundle.zip --trust key.pub
  nautilus advisories match plant.pcap --advisories bundle.zip --json - |
    jq '.matches[] | select(.decision.urgency == "now")'

Exit codes
  0  matched, whatever was found
  2  wrong arguments, a capture that could not be read, or no advisory
     that could be used
`

export const match: Command = {
  name: 'advisories match',
  summary: 'which devices of a capture have known vulnerabilities',
  help,
  options: {
    advisories: { type: 'string', multiple: true },
    kev: { type: 'string' },
    epss: { type: 'string' },
    trust: { type: 'string' },
    bod: { type: 'boolean' },
    all: { type: 'boolean' },
    today: { type: 'string' },
    json: { type: 'string' },
    csv: { type: 'string' },
  },
  run,
}

async function run(given: Arguments, world: World): Promise<number> {
  const captures = [...new Set(given.positionals)]
  const paths = listOf(given, 'advisories')
  const [json, csv] = [textOf(given, 'json'), textOf(given, 'csv')]
  const today = dayOption(given, world.today())
  check(captures, paths, json)
  const intelligence = loadNamed(given, paths, new Intelligence())
  if (intelligence.store.size === 0) {
    throw new Refusal(`no advisory could be used; type \`nautilus advisories check ${paths.join(' ')}\` to see why.`)
  }
  const analysis = new Analysis({ vendorOf: vendorLookup() })
  const faults = await readAll(captures, analysis, world)
  for (const fault of faults) world.err(`nautilus: ${fault}\n`)
  const report = analysis.report()
  const { assets, links, capture } = report
  if (capture.files.length === 0) return 2
  const matches = matchesOf(assets, intelligence.store, {
    links,
    exposureOf: exposureFrom(report),
    kev: intelligence.kev,
    epss: intelligence.epss,
    today,
    policy: { bod: given.values.bod === true },
    cleared: given.values.all === true,
  })
  const told = intelligence.faults.length + intelligence.moreFaults
  await write({ ...matches, assets, age: ageOf(intelligence, today), faults: told }, json, csv, world)
  return faults.length > 0 ? 2 : 0
}

function check(captures: readonly string[], paths: readonly string[], json: string | null): void {
  if (captures.length === 0)
    throw new Refusal('advisories match needs a capture: type `nautilus advisories match FILE --advisories PATH`.')
  if (paths.length === 0)
    throw new Refusal(
      'advisories match needs advisories: type `--advisories PATH` with a CSAF file, directory or bundle.',
    )
  const same = json !== null && json !== '-' && captures.find(file => isSameFile(file, json))
  if (same) throw new Refusal(`--json ${json} would overwrite the capture ${same}; name another file.`)
}

async function write(report: MatchReport, json: string | null, csv: string | null, world: World): Promise<void> {
  if (csv !== null) await writeFolder(csv, matchCsv(report))
  if (json !== null && json !== '-') await writeWhole(json, matchJson(report))
  if (json === '-') for (const piece of matchJson(report)) await world.out(piece)
  else await world.out(matchText(report, world.columns, world.colour))
}
