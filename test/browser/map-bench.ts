// How quick the map is with many devices. By hand, not among the tests: `node test/browser/map-bench.ts [devices]`.
// The console is the real one in a real browser; the lists of devices and links are made here and given to it in place of
// the platform's answers, so that no capture of so many devices is needed.
import type { Page, Route } from 'playwright-core'
import { running } from './running.ts'
import { PASSWORD, SITE, visit } from './visit.ts'

const count = Number(process.argv[2] ?? 2000)
const PAGE = 500
const ZONE = 60
const roles = ['controller', 'HMI', 'I/O device', 'drive', 'switch', 'server'] as const
const protocols = ['modbus', 's7comm', 'profinet', 'opcua', 'enip'] as const

const assets = Array.from({ length: count }, (_, n) => ({
  site: 'waterworks',
  id: `a-${String(n).padStart(12, '0')}`,
  name: `device-${n}`,
  ip: [`10.${Math.floor(n / 250)}.0.${(n % 250) + 1}`],
  mac: [],
  vendor: null,
  model: null,
  firmware: null,
  role: roles[n % roles.length],
  confidence: 1,
  level: n % 4,
  zone: `z-${Math.floor(n / ZONE)}`,
  criticality: null,
  owner: null,
  protocols: [],
  first: 1,
  last: 2e15 - n,
}))
/** Each device asks two of its zone, and every tenth one of another zone. */
const links = assets.flatMap(({ id }, n) => {
  const others = [n ^ 1, (n + 7) % count, ...(n % 10 === 0 ? [(n * 31) % count] : [])]
  return others
    .filter(other => other !== n && other < count)
    .map((other, at) => {
      const protocol = protocols[(n + at) % protocols.length]
      return {
        client: id,
        server: assets[other]!.id,
        protocol,
        port: 502,
        first: 1,
        last: 2e15,
        data: { verbs: { read: 9 } },
      }
    })
})

async function givesLists(page: Page): Promise<void> {
  const json = (route: Route, body: object) => route.fulfill({ json: body })
  await page.route(/\/sites\/waterworks\/assets(\?|$)/, route => {
    const at = Number(new URL(route.request().url()).searchParams.get('after') ?? 0)
    const next = at + PAGE < count ? String(at + PAGE) : null
    return json(route, { items: assets.slice(at, at + PAGE), next, total: { count, exact: true } })
  })
  await page.route(/\/sites\/waterworks\/links$/, route => json(route, { items: links }))
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
  await cost.send('Performance.enable')
  const task = async () => {
    const { metrics } = await cost.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
  }
  await givesLists(page)
  const before = await task()
  await page.goto(`${platform.origin}${SITE}/map`)
  await page.getByRole('img', { name: new RegExp(`Map of ${count} devices`) }).waitFor()
  await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
  const drawn = (await page.evaluate('performance.now()')) as number
  say(`${count} devices, ${links.length} links`)
  say(
    `first picture ${Math.round(drawn)} ms after the address, main thread busy ${Math.round((await task()) * 1000 - before * 1000)} ms`,
  )
  await page.mouse.move(760, 500)
  const zoomed = await frames(page, async () => {
    for (let step = 0; step < 20; step++) await page.mouse.wheel(0, step < 10 ? -120 : 120)
  })
  const dragged = await frames(page, async () => {
    await page.mouse.down()
    for (let step = 0; step < 30; step++) await page.mouse.move(760 + step * 8, 500 + step * 3)
    await page.mouse.up()
  })
  say(`zoom: ${zoomed.median} ms a frame, 95 % below ${zoomed.p95} ms (${zoomed.frames} frames)`)
  say(`drag: ${dragged.median} ms a frame, 95 % below ${dragged.p95} ms (${dragged.frames} frames)`)
} finally {
  await platform.stop()
}
