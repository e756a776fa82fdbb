// From a packet on the wire to a page at its receiver, through a platform that runs as it does for people: its sensor
// hears a stream (PCAP over IP), its stores are real, its pages go over HTTP.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { raided } from '@nautilus/simulator'
import { pageOfLink } from '../response/acknowledgements.ts'
import { grouped } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import type { World } from '../world.ts'
import { type Ask, Refused, runPlatform, signedIn } from './running-platform.ts'
import type { WireJob } from './wire-child.ts'

const WIRE = fileURLToPath(new URL('./wire-child.ts', import.meta.url))
const SITE = 'bench'
const base = `/api/tenants/main/sites/${SITE}`
/** The plant and its neighbours: about 10,000 packets a second. */
const FLEET = { controllers: 356, masters: 10 }
/** ms between attacks: each is over before the next one, as far as anybody may ask. */
const EVERY = 1000
/** ms of traffic before the first attack: everybody is known by then. */
const WARM_UP = 15_000
/** ms that the last page has. */
const PATIENCE = 30_000
/** s until the inventory holds whom a finding is about. */
const DESCRIBED_WITHIN = 30
/** ms: what is aimed at. */
const GOAL = 5000

/** ms from the packet, of one attack: until its incident was opened, its page was made, and its receiver had it. */
export type Trip = { readonly opened: number; readonly paged: number; readonly received: number }

export type EndToEnd = {
  readonly attacks: number
  readonly trips: readonly Trip[]
  /** Pages that came more than once. */
  readonly repeated: number
  readonly packetsPerSecond: number
}

export async function endToEnd(attacks: number, onStep: (text: string) => void): Promise<EndToEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-wire-'))
  const receiver = await pagesReceived()
  const job = jobIn(folder, attacks)
  const wire = await plugged(folder)
  try {
    onStep('starting the platform …')
    const config = configIn(folder, wire.port)
    const platform = await runPlatform([
      ...['--data', join(folder, 'data'), '--port', '0', '--config', config, '--log', 'warn'],
    ])
    try {
      const ask = await signedIn(platform)
      await pagesAtOnce(ask, receiver.url)
      onStep('everybody says hello …')
      await pause(WARM_UP)
      writeFileSync(job.go, '')
      const until = performance.now() + attacks * EVERY + PATIENCE
      while (receiver.got.size < attacks && performance.now() < until) {
        onStep(`${receiver.got.size} of ${attacks} pages …`)
        await pause(500)
      }
      const trips = await tripsOf(ask, stopsIn(job.log), receiver.got)
      const [packets = 0, seconds = 1] = readFileSync(job.count, 'utf8').split(' ').map(Number)
      return { attacks, trips, repeated: receiver.repeated(), packetsPerSecond: packets / seconds }
    } finally {
      await platform.stop()
    }
  } finally {
    receiver.close()
    wire.unplug()
    rmSync(folder, { recursive: true, force: true })
  }
}

function jobIn(folder: string, attacks: number): WireJob {
  const [go, log, count] = [join(folder, 'go'), join(folder, 'stops'), join(folder, 'count')]
  const job: WireJob = { ...FLEET, attacks, every: EVERY, go, log, count }
  writeFileSync(job.log, '')
  writeFileSync(job.count, '0 1')
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job))
  return job
}

/** The plant, in a process of its own. */
async function plugged(folder: string) {
  const child = spawn(process.execPath, [WIRE, join(folder, 'job.json')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { port: Number(said.toString('utf8')), unplug: () => void child.kill('SIGKILL') }
}

function configIn(folder: string, port: number): string {
  const file = join(folder, 'nautilus.yaml')
  const sensor = `  - {name: wire, site: ${SITE}, connect: '127.0.0.1:${port}'}`
  writeFileSync(file, `demo: false\nchannels: {allowPrivate: true}\nsensors:\n${sensor}\n`)
  return file
}

type Received = { readonly at: number; readonly times: number }

async function pagesReceived() {
  const got = new Map<string, Received>()
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', piece => pieces.push(piece))
    request.on('end', () => {
      const at = performance.timeOrigin + performance.now()
      response.end()
      const { data } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as { data: { link: string } }
      const page = pageOfLink(data.link)
      const before = page && got.get(page)
      if (page) got.set(page, before ? { ...before, times: before.times + 1 } : { at, times: 1 })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    got,
    url: `http://127.0.0.1:${port}/page`,
    repeated: () => [...got.values()].filter(({ times }) => times > 1).length,
    close: () => server.close().closeAllConnections(),
  }
}

async function pagesAtOnce(ask: Ask, url: string): Promise<void> {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const duties = ['provider-duty-manager']
  const channels = ['webhook']
  const contact = { kind: 'webhook', settings: { url, secret } }
  await ask(`${base}/contacts/*/webhook`, { method: 'PUT', body: contact })
  const policy = {
    steps: [{ duties, channels, acknowledgeWithin: 60, tries: 1, fallback: null }],
    everybody: { duties, channels, every: 60, tries: 1 },
    inform: [],
    acknowledgementHolds: 60,
    quiet: null,
  }
  await ask(`${base}/escalation-policy`, { method: 'PUT', body: policy })
}

/** When (ms since 1970) each attack's packet went over the wire. */
const stopsIn = (log: string): Map<number, number> =>
  new Map(
    readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.split(' ').map(Number))
      .map(([raid = 0, at = 0]) => [raid, at / 1000]),
  )

type Room = {
  readonly incident: {
    readonly opened: number
    readonly findings: readonly { readonly finding: { readonly target: string | null } }[]
    readonly pages: readonly { readonly page: string; readonly at: number }[]
  }
}

/** One trip of each attack whose page came. A page says of which incident it is, and that, whom its finding is about. */
async function tripsOf(ask: Ask, stops: ReadonlyMap<number, number>, got: ReadonlyMap<string, Received>) {
  const addresses = new Map([...stops.keys()].map(raid => [raided(raid), raid]))
  const raids = new Map<number, Trip>()
  const known = new Map<string, number | undefined>()
  for (const [page, { at }] of got) {
    const id = decodeURIComponent(page.split('/')[0]!)
    const { incident } = await ask<Room>(`${base}/incidents/${id}`)
    for (const target of new Set(incident.findings.flatMap(({ finding }) => finding.target ?? []))) {
      if (!known.has(target)) known.set(target, addresses.get(await addressOf(ask, target)))
      const raid = known.get(target)
      const wire = raid === undefined ? undefined : stops.get(raid)
      if (raid === undefined || wire === undefined || raids.has(raid)) continue
      const paged = incident.pages.find(one => one.page === page)?.at ?? 0
      raids.set(raid, { opened: incident.opened / 1000 - wire, paged: paged / 1000 - wire, received: at - wire })
    }
  }
  return [...raids.values()]
}

/** The inventory follows the findings: what it does not know yet it knows soon. Empty where it never does. */
async function addressOf(ask: Ask, asset: string): Promise<string> {
  const path = `${base}/assets/${encodeURIComponent(asset)}`
  for (let tries = 0; tries < DESCRIBED_WITHIN; tries++) {
    const known = await ask<{ asset: { ip: readonly string[] } }>(path).catch(error => {
      if (error instanceof Refused && error.status === 404) return null
      throw error
    })
    if (known) return known.asset.ip[0] ?? ''
    await pause(1000)
  }
  return ''
}

/** `nautilus bench --end-to-end`: how long people wait for a page. 1 where pages are missing or too late. */
export async function endToEndCosts(attacks: number, world: World): Promise<number> {
  const say = (text: string) => world.progress && world.err(`\r\x1b[2K${text}`)
  const { trips, repeated, packetsPerSecond } = await endToEnd(attacks, say)
  say('')
  const stage = (name: string, times: readonly number[]) => [name, ...figuresOf(times).map(ms)]
  const rows = [
    stage(
      'its incident was opened',
      trips.map(({ opened }) => opened),
    ),
    stage(
      'its page was made',
      trips.map(({ paged }) => paged),
    ),
    stage(
      'its receiver had the page',
      trips.map(({ received }) => received),
    ),
  ]
  const right = ['Half', 'p95', 'p99', 'Longest'].map(title => ({ title, right: true as const }))
  const style = styleOf(world.colour)
  const lines = table([{ title: 'From the packet until' }, ...right], rows, { width: world.columns, style })
  const load = `load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`
  const notes = [
    `${grouped(trips.length)} of ${grouped(attacks)} attacks were paged, ${grouped(repeated)} more than once.`,
    `Beside them ${grouped(Math.round(packetsPerSecond))} packets a second; ${load}.`,
  ]
  await world.out(`${style.title('From the wire to a person')}\n${lines.join('\n')}\n${notes.join('\n')}\n`)
  const [, , p99 = Number.POSITIVE_INFINITY] = figuresOf(trips.map(({ received }) => received))
  return trips.length === attacks && p99 < GOAL ? 0 : 1
}

const ms = (time: number): string => `${grouped(Math.round(time))} ms`

/** Half of them, 95 and 99 of 100, the longest. */
function figuresOf(times: readonly number[]): readonly number[] {
  const sorted = times.toSorted((a, b) => a - b)
  return [0.5, 0.95, 0.99, 1].map(share => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0)
}
