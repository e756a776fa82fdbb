// A site of a brand with one of everything in it: what its pages lead to can be looked at.
import { encodePcap, plantFrames } from '@nautilus/simulator'
import { expect } from 'vitest'
import { csaf } from '../../packages/vulnerabilities/test/plant.ts'
import type { Visit } from './visit.ts'

type Answer = Readonly<Record<string, unknown>>
type Ask = (method: 'POST' | 'PUT' | 'GET', path: string, data?: object | Buffer | string) => Promise<Answer>
type Items = { readonly items: readonly { readonly id: string }[] }

const MINUTES = 10
/** On a machine that does other things besides. */
const PATIENCE = { timeout: 90_000, interval: 500 }

const MODEL = `site: Hall 1
time_zone: Europe/Berlin
zones:
  Pumping: { networks: [10.20.0.0/24], level: 1 }
processes:
  Water supply: { criticality: critical, downtime_cost_per_hour: 12000, currency: EUR }
assets:
  Pump controller: { address: 10.20.0.32, process: Water supply }
`
const RULE = `title: Somebody writes into the plant
logsource:
  product: nautilus
  category: activity
detection:
  writes: { verb: write, outcome: ok }
  condition: writes
level: low
`

/** Fills the site, as its administrator may. */
export async function furnish({ page, platform }: Visit, tenant: string, site: string): Promise<void> {
  const ask: Ask = async (method, path, data) => {
    const isFile = typeof data === 'string' || Buffer.isBuffer(data)
    const headers = isFile ? { 'content-type': 'application/octet-stream' } : {}
    const answer = await page.request.fetch(`${platform.origin}/api/${path}`, {
      method,
      headers,
      data,
      timeout: PATIENCE.timeout,
    })
    expect(answer.status(), `${path}: ${(await answer.text()).slice(0, 300)}`).toBeLessThan(300)
    return answer.status() === 204 ? {} : ((await answer.json()) as Answer)
  }
  const [ours, here] = [`tenants/${tenant}`, `tenants/${tenant}/sites/${site}`]
  await heard(ask, here)
  await known(ask, ours, here)
  await written(ask, ours, site)
  await planned(ask, here)
  await owed(ask, ours, here)
}

/** A controller was stopped, and a laptop looked around: what just happened in a plant. */
async function heard(ask: Ask, here: string): Promise<void> {
  const start = (Date.now() - MINUTES * 60_000) * 1000
  const frames = plantFrames({
    ...{ seed: 7, start, seconds: MINUTES * 60 },
    stories: ['scan', 'write-flood', 'controller-stop'],
  })
  const chunks: Buffer[] = []
  // A chunk is good until the next one.
  for (const chunk of encodePcap(frames)) chunks.push(Buffer.from(chunk))
  await ask('PUT', `${here}/model`, { source: MODEL })
  await ask('POST', `${here}/uploads?name=plant.pcap`, Buffer.concat(chunks))
  const found = async () => ((await ask('GET', `${here}/incidents`)) as Items).items.length
  await expect.poll(found, PATIENCE).toBeGreaterThan(0)
}

/** What other systems and people know of it. */
async function known(ask: Ask, ours: string, here: string): Promise<void> {
  await ask('PUT', `${here}/expected/list.csv`, 'name,ip\nPLC,10.20.0.32\nSpare,10.20.0.250\n')
  await ask('POST', `${here}/lists-import?kind=assets&name=cmdb`, 'name,ip,owner\nPLC,10.20.0.32,Water\n')
  const advisory = csaf('Siemens', [{ name: 'SIMATIC S7-300 CPU 315-2 PN/DP', version: 'vers:all/*' }])
  await ask('POST', `${ours}/intelligence?name=advisory.json`, JSON.stringify(advisory))
  const { token } = await ask('POST', `${here}/enrolments`, { name: 'SPAN hall 3' })
  await ask('POST', 'enrol', { token })
}

/** What people write down, and other systems that are told and asked. */
async function written(ask: Ask, ours: string, site: string): Promise<void> {
  await ask('POST', `${ours}/rules`, { name: 'Writes', source: RULE })
  await ask('POST', `${ours}/destinations`, {
    ...{ kind: 'webhook', name: 'SOC hook', mapping: { rename: {}, add: {} }, enabled: false },
    filter: { topics: ['finding'], severity: 'low', sites: [], exercises: false },
    settings: { url: 'https://soc.example.com/hook', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
  })
  await ask('POST', `${ours}/sources`, {
    ...{ kind: 'servicenow-cmdb', site, name: 'CMDB', hours: 24, enabled: false },
    settings: { url: 'https://cmdb.example.com', user: 'robot', password: 'not to be seen' },
  })
  const day = new Date().toISOString().slice(0, 10)
  await ask('POST', `${ours}/reports`, { kind: 'service', language: 'en', from: day, to: day, sites: [site] })
}

/** An order of this week, an exercise, and what is asked of the losses. */
async function planned(ask: Ask, here: string): Promise<void> {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16)
  await ask('POST', `${here}/work`, {
    work: {
      ...{ title: 'Replace the pump', assets: ['10.20.0.32'], verbs: null, sources: null, tools: null },
      ...{ person: 'Ada', company: null, laptop: null, contact: null, note: null, timeZone: 'UTC' },
      windows: [{ from: at(-1), to: at(2), repeat: null, except: [] }],
    },
  })
  await ask('POST', `${here}/exercises`, { story: 'controller-stop', people: [] })
}

/** An incident is owed to an authority, and a first report of it is drafted. */
async function owed(ask: Ask, ours: string, here: string): Promise<void> {
  await ask('PUT', `${ours}/entities/works`, {
    ...{ name: 'Wasserwerk Musterstadt GmbH', registrationNo: '', class: 'important', sector: 'drinking water' },
    ...{ subsector: '', otherSectors: [], establishedIn: 'DE', memberStates: ['DE'], address: '', turnoverEur: null },
    marks: {
      ...{ isManagedServiceProvider: null, isCritical: null, isFinancial: null },
      ...{ isManufacturer: null, isController: null, isUsCovered: null },
    },
    ...{ notifier: null, deputies: [], mandate: null, timeZone: 'Europe/Berlin' },
  })
  await ask('PUT', `${here}/entity`, { entity: 'works' })
  const { items } = (await ask('GET', `${here}/incidents?exercise=false`)) as Items
  const incident = `${here}/incidents/${items[0]!.id}`
  await ask('POST', `${incident}/obligations/start`, { obligation: 'NIS2-DE' })
  await ask('POST', `${incident}/acts`, {
    act: { kind: 'aware-set', at: (Date.now() - 3_600_000) * 1000, reason: 'The shift confirmed it.' },
  })
  await ask('POST', `${incident}/obligations/NIS2-DE/stages/early-warning/draft`, { language: 'en' })
}
