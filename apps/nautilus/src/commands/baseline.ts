import type { Baseline } from '@nautilus/detection'
import { loadRules } from '@nautilus/detection'
import { type LearnedDevice, learnedDevices } from '../baseline-view.ts'
import { isSameFile, writeWhole } from '../files.ts'
import { learnCaptures } from '../learning.ts'
import { surroundingsOf } from '../site/load.ts'
import { grouped, percent, plural } from '../text/numbers.ts'
import { type ShownSegment, segmentsOf, segmentTable } from '../text/segments.ts'
import { type Style, styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import { isoOf, secondOf } from '../time.ts'
import { type Arguments, type Command, Refusal, type World } from '../world.ts'

const help = `nautilus baseline show CAPTURE… [--site F] [--json]
nautilus baseline learn CAPTURE… [--site F] --out FILE

Learns what is normal from captures of an undisturbed plant: who talks to
whom, with which functions, which objects and values, and how often.

show tells what was learned of each device, link and part of the network,
and how much of what they do has probably not been seen yet. learn writes it
into a file.

Options
  --json        show: as JSON on standard output
  --out FILE    learn: where the baseline goes
  --site F      site.yaml: its time zone tells the hours of the week, its zones
                the parts of the network
  -h, --help    show this

Examples
  nautilus baseline show monday.pcap
  nautilus baseline learn monday.pcap tuesday.pcap --out plant.baseline

Exit codes
  0  learned
  2  wrong arguments, a capture that could not be read, or a file that
     could not be written
`

export const baseline: Command = {
  name: 'baseline',
  summary: 'learn what is normal from captures, and show it',
  help,
  options: { json: { type: 'boolean' }, out: { type: 'string' }, site: { type: 'string' } },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  const [what, ...rest] = positionals
  const files = [...new Set(rest)]
  if (what !== 'show' && what !== 'learn')
    throw new Refusal('baseline needs show or learn: type `nautilus baseline show CAPTURE`.')
  if (files.length === 0)
    throw new Refusal(`baseline ${what} needs a capture: type \`nautilus baseline ${what} CAPTURE\`.`)
  const out = outOf(what, values.out, files)
  const around = surroundingsOf(typeof values.site === 'string' ? values.site : null, await loadRules())
  const learned = await learnCaptures(files, around, world)
  for (const { message } of learned.baseline.notices()) world.err(`nautilus: ${message}\n`)
  if (out !== null) {
    await writeWhole(out, learned.baseline.pieces())
    await world.out(`Learned ${plural(learned.baseline.tree.devices.size, 'device')}; written to ${out}.\n`)
    return 0
  }
  const style = styleOf(world.colour)
  const shown = {
    devices: learnedDevices(learned.baseline, learned.names),
    segments: segmentsOf(learned.baseline),
  }
  await world.out(values.json ? jsonOf(shown, learned.baseline) : textOf(shown, learned.baseline, world, style))
  return 0
}

function outOf(what: 'show' | 'learn', out: unknown, files: readonly string[]): string | null {
  if (what === 'show') return null
  if (typeof out !== 'string' || out === '')
    throw new Refusal('baseline learn needs --out: type `--out plant.baseline`.')
  const same = files.find(file => isSameFile(file, out))
  if (same) throw new Refusal(`--out ${out} would overwrite the capture ${same}; name another file.`)
  return out
}

type Shown = {
  readonly devices: readonly LearnedDevice[]
  readonly segments: readonly ShownSegment[]
}

function jsonOf({ devices, segments }: Shown, baseline: Baseline): string {
  const rows = devices.map(({ readiness, fact, ...rest }) => ({
    ...rest,
    fact: fact && { ...fact, first: isoOf(fact.first), last: isoOf(fact.last) },
    readiness: { ...readiness, since: isoOf(readiness.since) },
  }))
  return `${JSON.stringify({ schema: 1, site: baseline.known().readiness('site'), devices: rows, segments }, null, 2)}\n`
}

function textOf({ devices, segments }: Shown, baseline: Baseline, { columns }: World, style: Style): string {
  const { unseen, observations, since } = baseline.known().readiness('site')
  const lines = table(
    [
      { title: 'Device', least: 12 },
      { title: 'Links', right: true },
      { title: 'Objects', right: true },
      { title: 'Written', right: true },
      { title: 'Seen', right: true },
      { title: 'Sure', right: true },
      { title: 'Unseen', right: true },
    ],
    devices.map(({ name, links, objects, written, fact, readiness }) => [
      name,
      grouped(links.length),
      grouped(objects),
      grouped(written),
      grouped(fact?.count ?? 0),
      percent(fact?.confidence ?? 0),
      percent(readiness.unseen),
    ]),
    { width: columns, style },
  )
  const links = table(
    [
      { title: 'Client', least: 12 },
      { title: 'Server', least: 12 },
      { title: 'Protocol' },
      { title: 'Functions', least: 10 },
      { title: 'Seen', right: true },
      { title: 'Sure', right: true },
      { title: 'Unseen', right: true },
    ],
    devices.flatMap(({ name, links }) =>
      links.map(link => [
        name,
        link.name,
        link.protocol,
        link.functions.join(' '),
        grouped(link.fact?.count ?? 0),
        percent(link.fact?.confidence ?? 0),
        percent(link.unseen),
      ]),
    ),
    { width: columns, style },
  )
  const site = `The site: ${grouped(observations)} observations since ${secondOf(since)} UTC; about ${percent(unseen)} of what happens was not seen yet.`
  return `${site}\n\n${style.title('Devices')}\n${lines.join('\n')}\n\n${style.title('Links')}\n${links.join('\n')}\n\n${style.title('Parts of the network')}\n${segmentTable(segments, columns, style).join('\n')}\n`
}
