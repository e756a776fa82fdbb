import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodePcap, fleetFrames, mixedFrames } from '@nautilus/simulator'
import { apiCosts } from '../bench/api.ts'
import { baselineFigures } from '../bench/baseline.ts'
import { endToEndCosts } from '../bench/end-to-end.ts'
import { incidentLists } from '../bench/incidents.ts'
import { ingestCosts } from '../bench/ingest.ts'
import { pathCost, processTime, type SiteCost } from '../bench/inventory.ts'
import { liveCosts } from '../bench/live/live.ts'
import { silence } from '../bench/live/silence.ts'
import { measure, medianOf, nautilus, type Run, siteRun } from '../bench/measure.ts'
import { outwardRates } from '../bench/outward.ts'
import { protocolCosts } from '../bench/protocols.ts'
import { reportCosts } from '../bench/report.ts'
import { ringCosts } from '../bench/ring.ts'
import { riskCosts } from '../bench/risk.ts'
import { scaleCosts } from '../bench/scale/scale.ts'
import { snapshotCosts } from '../bench/snapshot.ts'
import { trafficCosts } from '../bench/traffic.ts'
import { refusalOf, writeWhole } from '../files.ts'
import { wholeOf } from '../options.ts'
import { grouped, plural, rateOf, sizeOf } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import { type Arguments, type Command, Refusal, type World } from '../world.ts'

const help = `nautilus bench [FILE] [--packets N] [--runs N] [--quick]
nautilus bench --protocols [FILE…]
nautilus bench --baseline
nautilus bench --snapshot
nautilus bench --ingest [--seconds N]
nautilus bench --api [--rows N]
nautilus bench --inventory [FILE]
nautilus bench --incidents
nautilus bench --outward
nautilus bench --scale [--sensors N] [--sites N] [--controllers N] [--batches N]
                       [--rate N]
nautilus bench --ring [--size MB]
nautilus bench --risk
nautilus bench --report
nautilus bench --live [--packets N]
nautilus bench --silence [--seconds N] [--rate N]
nautilus bench --end-to-end [--attacks N]

Measures the whole path of analyze (decode, reassembly, operations,
activity, inventory), each run in a process of its own, and then tshark
and tcpdump on the same file where they are installed.

Without FILE it makes its captures in the temporary directory and removes
them: Modbus of 200 controllers and 10 masters, the same ten times as
long to show that memory stays flat, a mixed plant of a dozen protocols,
and one of 100,000 flows.

Options
  --packets N   length of the first capture (1000000)
  --runs N      how often each is run; the median counts (3)
  --quick       only the first capture
  --protocols   instead: what a message of each protocol costs, on the
                captures named, or else on the conversations of its
                tests, which are the rarest messages it knows
  --baseline    instead: what a baseline of 10,000 assets, 100,000 links
                and 500,000 objects costs to learn, keep and save
  --snapshot    instead: what it costs the platform to keep a site of 10,000
                assets and 100,000 links, and to bring it back
  --ingest      instead: how the platform takes 20,000 rows of activity a
                second, on stores of its own
  --seconds N   for how long (30)
  --api         instead: how quickly lists, pages and hunts answer with
                10,000 assets and 100,000 findings, on stores of its own
  --rows N      and with so many rows of activity in thirty days
                (100000000)
  --inventory   instead: memory and time of a site of 10,000 assets and
                100,000 links, and how much the inventory adds to the way
                of a packet, on FILE or else on a mixed plant
  --outward     instead: how many events a second reach one destination, on
                a store of its own
  --scale       instead: what three servers of the bus and two workers take
                while each kind of process is killed once, and a server of
                the bus is cut off (needs nats-server)
  --sensors N   from so many sensors (100)
  --sites N     at so many sites (each sensor at one of its own)
  --controllers N
                so many controllers for each sensor (200)
  --batches N   each with so many batches of 1000 rows (20)
  --rate N      together so many rows a second (as fast as it goes)
  --incidents   instead: how long lists take to answer with 10,000 open
                incidents and 100,000 findings, on a store of its own
  --ring        instead: what it costs to keep packets on the disk, and how
                long it takes to find some in a full window
  --size MB     of that window (2048); it is made in the temporary directory
  --risk        instead: 100,000 years of 50 scenarios, and that the same
                seed gives the same
  --report      instead: time and memory of a report of about 60 pages, in
                every form
  --live        instead: what listening to an interface costs beside reading
                a file, over a virtual cable (as root, on Linux)
  --silence     instead: whether anything leaves by a watched interface
                while a plant talks; --seconds 3600 for an hour of it,
                which also shows whether memory grows
  --rate N      here so many frames a second (1000)
  --end-to-end  instead: how long it takes from a packet of an attack until
                a person's page arrives, through a platform of its own that
                reads 10,000 packets a second
  --attacks N   so many, one a second (100)
  -h, --help    show this

Examples
  nautilus bench
  nautilus bench monday.pcap --runs 5

Exit codes
  0  measured
  1  of --ingest: rows are missing; of --end-to-end: pages are missing, or
     one of a hundred takes longer than 5 s; of --silence: something left
  2  wrong arguments, or a capture that could not be read or written
`

export const bench: Command = {
  name: 'bench',
  summary: 'measure speed and memory, beside tshark and tcpdump',
  help,
  options: {
    packets: { type: 'string' },
    runs: { type: 'string' },
    quick: { type: 'boolean' },
    protocols: { type: 'boolean' },
    baseline: { type: 'boolean' },
    snapshot: { type: 'boolean' },
    ingest: { type: 'boolean' },
    seconds: { type: 'string' },
    api: { type: 'boolean' },
    rows: { type: 'string' },
    inventory: { type: 'boolean' },
    incidents: { type: 'boolean' },
    outward: { type: 'boolean' },
    scale: { type: 'boolean' },
    sensors: { type: 'string' },
    controllers: { type: 'string' },
    sites: { type: 'string' },
    batches: { type: 'string' },
    ring: { type: 'boolean' },
    size: { type: 'string' },
    risk: { type: 'boolean' },
    report: { type: 'boolean' },
    live: { type: 'boolean' },
    silence: { type: 'boolean' },
    rate: { type: 'string' },
    'end-to-end': { type: 'boolean' },
    attacks: { type: 'string' },
  },
  run,
}

type Kind = (given: Arguments, world: World) => Promise<number>

const runsOf = (given: Arguments) => wholeOf(given, 'runs', { least: 1, most: 99, otherwise: 3 })
const packetsOf = (given: Arguments) =>
  wholeOf(given, 'packets', { least: 1000, most: 100_000_000, otherwise: 1_000_000 })
const secondsOf = (given: Arguments) => wholeOf(given, 'seconds', { least: 1, most: 86_400, otherwise: 30 })

/** What is measured instead, by the option that asks for it. */
const kinds: Readonly<Record<string, Kind>> = {
  baseline: (_, world) => baselines(world),
  incidents: (_, world) => incidentLists(world),
  outward: (_, world) => outwardRates(world),
  scale: (given, world) => scaleCosts(given, world),
  risk: (_, world) => riskCosts(world),
  report: (_, world) => reportCosts(world),
  live: (given, world) => liveCosts(packetsOf(given), world),
  snapshot: (_, world) => snapshotCosts(world),
  silence: (given, world) =>
    silence(secondsOf(given), wholeOf(given, 'rate', { least: 1, most: 1_000_000, otherwise: 1000 }), world),
  ingest: (given, world) => ingestCosts(secondsOf(given), world),
  'end-to-end': (given, world) =>
    endToEndCosts(wholeOf(given, 'attacks', { least: 1, most: 10_000, otherwise: 100 }), world),
  api: (given, world) => apiCosts(wholeOf(given, 'rows', { least: 1000, most: 1e10, otherwise: 1e8 }), given, world),
  ring: (given, world) =>
    ringCosts(wholeOf(given, 'size', { least: 64, most: 1_048_576, otherwise: 2048 }) * 1024 * 1024, world),
  protocols: (given, world) => costs(given.positionals, runsOf(given), world),
}

async function run(given: Arguments, world: World): Promise<number> {
  const kind = Object.keys(kinds).find(name => given.values[name])
  if (kind) return kinds[kind]!(given, world)
  const [runs, packets] = [runsOf(given), packetsOf(given)]
  const [file, ...others] = given.positionals
  if (others.length > 0) throw new Refusal(`bench measures one file; leave out ${others.join(' ')}.`)
  if (given.values.inventory) {
    await inventoryCosts(file, packets, world)
    return 0
  }
  if (file !== undefined) {
    await compare(file, runs, world)
    return 0
  }
  const folder = scratch()
  // An interrupted bench must not leave gigabytes behind.
  const interrupted = () => {
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  try {
    await all(folder, packets, runs, given.values.quick === true, world)
  } finally {
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
    rmSync(folder, { recursive: true, force: true })
  }
  return 0
}

async function costs(files: readonly string[], runs: number, world: World): Promise<number> {
  const style = styleOf(world.colour)
  const clock = () => world.clock() / 1000
  const found = files.length > 0 ? await trafficCosts(files, runs, clock) : protocolCosts(clock)
  const rows = found.map(({ title, messages, perMessage }) => [
    title,
    grouped(messages),
    grouped(Math.round(perMessage)),
  ])
  const lines = table(
    [{ title: 'Protocol' }, { title: 'Messages', right: true }, { title: 'ns a message', right: true }],
    rows,
    { width: world.columns, style },
  )
  const what = files.length > 0 ? plural(files.length, 'capture') : 'The conversations of its tests'
  const note = `  ${what}: parse, label and interpret, on the clear path, warm.`
  await world.out(`${style.title('Cost of a message')}\n${lines.join('\n')}\n${style.quiet(note)}\n`)
  return 0
}

async function baselines(world: World): Promise<number> {
  const style = styleOf(world.colour)
  const figures = baselineFigures({ assets: 10_000, links: 100_000, objects: 500_000 })
  const { assets, links, objects, events, perNew, perSame, held, saved, saving, loading, dropped } = figures
  const rows = [
    ['Learned', `${grouped(assets)} assets, ${grouped(links)} links, ${grouped(objects)} objects`],
    ['Events', grouped(events)],
    ['A new one', `${grouped(Math.round(perNew))} ns`],
    ['The same again', `${grouped(Math.round(perSame))} ns`],
    ['Memory', sizeOf(held)],
    ['Saved', `${sizeOf(saved)} in ${(saving / 1000).toFixed(1)} s, loaded in ${(loading / 1000).toFixed(1)} s`],
    ['Dropped', grouped(dropped)],
  ]
  const lines = table([{ title: 'What' }, { title: 'How much' }], rows, { width: world.columns, style })
  await world.out(`${style.title('Cost of a baseline')}\n${lines.join('\n')}\n`)
  return 0
}

async function inventoryCosts(given: string | undefined, packets: number, world: World): Promise<void> {
  const size = { assets: 10_000, links: 100_000 }
  const site = await siteRun(size.assets, size.links)
  if (!site) throw new Refusal('The measurement of a large site ended with an error; the machine may lack memory.')
  const folder = given === undefined ? scratch() : null
  try {
    const file = given ?? join(folder!, 'mixed.pcap')
    if (folder) await writeWhole(file, encodePcap(mixedFrames({ seed: 1, start: START, packets })))
    const path = await pathCost(file, processTime)
    const style = styleOf(world.colour)
    const rows = [...siteRows(site), ...pathRows(path)]
    const lines = table([{ title: 'What' }, { title: 'Measured', right: true }], rows, { width: world.columns, style })
    await world.out(
      `${style.title('Inventory')}\n${lines.join('\n')}\n${style.quiet('  Times are of the CPU, all threads.')}\n`,
    )
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true })
  }
}

const milliseconds = (time: number): string => `${grouped(Math.round(time))} ms`

const siteRows = ({ assets, links, learn, list, held, peak }: SiteCost & { readonly peak: number }): string[][] => [
  [`Learning ${plural(assets, 'asset')} and ${plural(links, 'link')}`, milliseconds(learn)],
  ['Listing all of these assets', milliseconds(list)],
  ['Memory that the inventory holds', held === null ? '–' : sizeOf(held)],
  ['Peak memory of the whole process', sizeOf(peak)],
]

const pathRows = ({ packets, sensor, inventory, report }: Awaited<ReturnType<typeof pathCost>>): string[][] => [
  [`Reading ${plural(packets, 'packet')} without the inventory`, milliseconds(sensor)],
  ['The inventory beside it', milliseconds(inventory)],
  ['Its share', `${((100 * inventory) / Math.max(sensor, 1e-3)).toFixed(2)} %`],
  ['Listing the assets once', milliseconds(report)],
]

function scratch(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'nautilus-bench-'))
  } catch (error) {
    throw refusalOf(tmpdir(), error)
  }
}

const START = 1_768_186_500_000_000
const fleet = { seed: 1, start: START, controllers: 200, masters: 10 }
/** Each controller is polled by two masters on average; opening a connection takes ten packets. */
const crowd = { seed: 1, start: START, controllers: 51_000, masters: 1000, packets: 2_200_000 }

async function all(folder: string, packets: number, runs: number, quick: boolean, world: World): Promise<void> {
  const file = join(folder, 'fleet.pcap')
  const say = (text: string) => world.progress && world.err(`\r\x1b[2K${text}`)
  say('making a capture …')
  await writeWhole(file, encodePcap(fleetFrames({ ...fleet, packets })))
  await compare(file, runs, world, 'Modbus of 200 controllers and 10 masters')
  if (quick) return
  say('making a longer capture …')
  await writeWhole(file, encodePcap(fleetFrames({ ...fleet, packets: 10 * packets })))
  await alone(file, world, 'The same, ten times as long')
  say('making a mixed capture …')
  await writeWhole(file, encodePcap(mixedFrames({ seed: 1, start: START, packets })))
  await compare(file, runs, world, 'A mixed plant, cyclic PROFINET for the most part')
  say('making a capture of many flows …')
  await writeWhole(file, encodePcap(fleetFrames(crowd)))
  await alone(file, world, 'Many flows')
}

type Measured = { readonly name: string; readonly result: Run | 'missing' | 'failed' }

async function compare(file: string, runs: number, world: World, what = file): Promise<void> {
  const subjects = [
    { name: 'nautilus', once: () => nautilus(file, 'on') },
    { name: 'nautilus without repeat path', once: () => nautilus(file, 'off') },
    { name: 'tshark -q -z io,phs -r', once: () => measure('tshark', ['-n', '-q', '-z', 'io,phs', '-r', file]) },
    { name: 'tcpdump -w /dev/null -r', once: () => measure('tcpdump', ['-r', file, '-w', '/dev/null']) },
  ]
  const measured: Measured[] = []
  for (const { name, once } of subjects) {
    if (world.progress) world.err(`\r\x1b[2Kmeasuring ${name} …`)
    measured.push({ name, result: await medianOf(runs, once) })
  }
  if (world.progress) world.err('\r\x1b[2K')
  await tell(file, what, measured, world, `, median of ${plural(runs, 'run')}`)
}

async function alone(file: string, world: World, what: string): Promise<void> {
  if (world.progress) world.err('\r\x1b[2Kmeasuring …')
  const measured = [{ name: 'nautilus', result: await nautilus(file, 'on') }]
  if (world.progress) world.err('\r\x1b[2K')
  await tell(file, what, measured, world, ', one run')
}

async function tell(
  file: string,
  what: string,
  measured: readonly Measured[],
  world: World,
  how: string,
): Promise<void> {
  const [ours] = measured
  const result = ours?.result
  if (typeof result !== 'object' || !result.figures?.ok) {
    throw new Refusal(`${file} could not be analysed; type \`nautilus analyze ${file}\` to see why.`)
  }
  const { packets, flows, rows } = result.figures
  const style = styleOf(world.colour)
  const about = `${plural(packets, 'packet')}, ${sizeOf(statSync(file).size)}, ${plural(flows, 'flow')}, ${plural(rows, 'row')} of activity${how}`
  const lines = table(
    columns,
    measured.map(m => cells(m, packets, result)),
    { width: world.columns, style },
  )
  const note = '  CPU: all threads of the analysis itself; process CPU: start and end of the program included.'
  await world.out(`${style.title(what)}\n  ${about}\n${lines.join('\n')}\n${style.quiet(note)}\n\n`)
}

const columns = [
  { title: '' },
  { title: 'Packets/s', right: true as const },
  { title: 'per CPU s', right: true as const },
  { title: 'CPU/packet', right: true as const },
  { title: 'Process CPU', right: true as const },
  { title: 'Peak memory', right: true as const },
  { title: 'Nautilus is', right: true as const },
]

function cells({ name, result }: Measured, packets: number, ours: Run): string[] {
  if (result === 'missing') return [name, 'not installed', '', '', '', '', '']
  if (result === 'failed') return [name, 'failed', '', '', '', '', '']
  const { wall, cpu, processCpu, memory } = result
  return [
    name,
    rateOf(packets / wall),
    cpu ? rateOf(packets / cpu) : '–',
    cpu ? `${grouped(Math.round((1e9 * cpu) / packets))} ns` : '–',
    processCpu === null ? '–' : `${processCpu.toFixed(2)} s`,
    memory === null ? '–' : sizeOf(memory),
    result === ours ? '' : timesOf(ours, result),
  ]
}

/** How much faster ours is, by CPU time of the whole processes: what one core would do. */
function timesOf(ours: Run, other: Run): string {
  const [mine, its] = [ours.processCpu ?? ours.wall, other.processCpu ?? other.wall]
  const ratio = its / Math.max(mine, 0.005)
  return ratio >= 1 ? `${ratio.toFixed(1)} × faster` : `${(1 / Math.max(ratio, 1e-3)).toFixed(1)} × slower`
}
