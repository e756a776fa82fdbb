// How quick the map is with many devices. By hand, not among the tests: `node test/browser/map-bench.ts [devices]`.
// The console and the platform are the real ones; a site of so many devices is written as its worker writes it.
import { join } from 'node:path'
import type { Asset, Link, Zone } from '@nautilus/model'
import { asTenant, ensureSite, openDatabase, stateUrl, writeChanges } from '@nautilus/store'
import type { Page } from 'playwright-core'
import { picture, running } from './running.ts'
import { PASSWORD, visit } from './visit.ts'

const count = Number(process.argv[2] ?? 2000)
const ZONE = 60
const place = { tenant: 'main', site: 'large' }
const roles = ['controller', 'HMI', 'I/O device', 'drive', 'switch', 'server'] as const
const protocols = ['modbus', 's7comm', 'profinet', 'opcua', 'enip'] as const
const now = Date.now() * 1000
const zoneOf = (n: number): string => `z-${Math.floor(n / ZONE)}`

const assetOf = (n: number): Asset => ({
  ...{ id: `a-${String(n).padStart(12, '0')}`, formerly: [], name: `device-${n}` },
  ...{ mac: [], ip: [`10.${Math.floor(n / 250)}.0.${(n % 250) + 1}`] },
  ...{ vendor: null, model: null, orderNumber: null, hardware: null, firmware: null, serial: null, os: null },
  ...{ domain: null, description: null, location: null, modules: [], mode: null, software: [], services: [] },
  ...{ certificates: [], credentials: [], role: roles[n % roles.length]!, roles: [], level: n % 4, zone: zoneOf(n) },
  ...{ criticality: null, protocols: [], first: now - 1e12, last: now - n, joins: [], addressNotes: [], sources: {} },
})

const assets = Array.from({ length: count }, (_, n) => assetOf(n))

/** Each device asks two of its zone, and every tenth one of another zone. */
const links = assets.flatMap(({ id: client }, n) => {
  const others = [n ^ 1, (n + 7) % count, ...(n % 10 === 0 ? [(n * 31) % count] : [])]
  return others
    .filter(other => other !== n && other < count)
    .map((other, at): Link => {
      const protocol = protocols[(n + at) % protocols.length]!
      const server = assets[other]!.id
      return { client, server, protocol, port: 502, verbs: { read: 9 }, first: now - 1e12, last: now }
    })
})

const zones = [...Map.groupBy(assets, ({ zone }) => zone!)].map(
  ([id, own]): Zone => ({
    ...{
      id,
      name: `Cell ${id.slice(2)}`,
      kind: 'cell',
      declared: false,
      level: 1,
      subnets: [],
      vlans: [],
      reasons: [],
    },
    assets: own.map(asset => asset.id),
  }),
)

/** A site as its worker would have written it. */
async function seeded(folder: string): Promise<void> {
  const { db, close } = await openDatabase(stateUrl(join(folder, 'state')), 2)
  const keyed = links.map(link => ({ id: `${link.client} ${link.server} ${link.protocol} ${link.port}`, row: link }))
  const none = { goneAssets: [], goneLinks: [], points: [], findings: [], goneFindings: [], notices: [] }
  await asTenant(db, place.tenant, async scoped => {
    await ensureSite(scoped, place.tenant, { id: place.site, name: 'A large site' })
    await writeChanges(scoped, place, { ...none, assets, links: keyed, facts: { zones, conduits: [] } })
  })
  await close()
}

/** ms between frames while the picture is dragged and zoomed. */
async function frames(page: Page, act: () => Promise<void>): Promise<{ median: number; p95: number; frames: number }> {
  await page.evaluate(`window.told = []; window.last = performance.now();
    window.tick = now => { told.push(now - last); last = now; handle = requestAnimationFrame(tick) };
    window.handle = requestAnimationFrame(tick)`)
  await act()
  const told = (await page.evaluate('cancelAnimationFrame(handle), told')) as number[]
  const sorted = told.slice(1).sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
  return { median: at(0.5), p95: at(0.95), frames: sorted.length }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const platform = await running()
try {
  const { page } = await visit(platform)
  await page.goto(platform.link)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL('**/now')
  const cost = await page.context().newCDPSession(page)
  // Processor time, whatever else the machine does.
  await cost.send('Performance.enable', { timeDomain: 'threadTicks' })
  const task = async () => {
    const { metrics } = await cost.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
  }
  await seeded(platform.data)
  /** From the address to the picture, with what was loaded before in the browser's cache. */
  const opens = async (what: string, search: string) => {
    const before = await task()
    await page.goto(`${platform.origin}/${place.tenant}/${place.site}/map${search}`)
    await page.getByRole('img', { name: new RegExp(`Map of ${count} devices`) }).waitFor()
    await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
    const drawn = Math.round((await page.evaluate('performance.now()')) as number)
    const after = await task()
    // Another process counts from nothing.
    const busy = Math.round((after < before ? after : after - before) * 1000)
    say(`${what}: first picture ${drawn} ms after the address, ${busy} ms of processor time in it`)
    await moves(page)
  }
  say(`${count} devices, ${links.length} links, ${zones.length} zones`)
  await opens('first visit, zones closed', '')
  await page.screenshot({ path: picture('map-large') })
  await opens('zones closed', '')
  await opens('one zone open', '?open=z-1')
  await page.screenshot({ path: picture('map-large-open') })
  await opens('every device', '?open=*')
  await page.screenshot({ path: picture('map-large-every') })
} finally {
  await platform.stop()
}

async function moves(page: Page): Promise<void> {
  await page.mouse.move(760, 500)
  const zoomed = await frames(page, async () => {
    for (let step = 0; step < 20; step++) await page.mouse.wheel(0, step < 10 ? -120 : 120)
  })
  const dragged = await frames(page, async () => {
    await page.mouse.down()
    for (let step = 0; step < 30; step++) await page.mouse.move(760 + step * 8, 500 + step * 3)
    await page.mouse.up()
  })
  say(`  zoom: ${zoomed.median} ms a frame, 95 % below ${zoomed.p95} ms (${zoomed.frames} frames)`)
  say(`  drag: ${dragged.median} ms a frame, 95 % below ${dragged.p95} ms (${dragged.frames} frames)`)
}
