// A server with the real obligations, renderers and exports of the program, on real stores.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Duty, Entry } from '@nautilus/response'
import { appendEntries, asTenant, personOfEmail, putEvidence, setDuties } from '@nautilus/store'
import { folderAttachments } from '../../apps/nautilus/src/platform/attachments.ts'
import { bundleOf } from '../../apps/nautilus/src/proof/bundle.ts'
import { sealIn } from '../../apps/nautilus/src/proof/seal.ts'
import { ownLaws } from '../../apps/nautilus/src/response/laws.ts'
import { reportFileOf } from '../../apps/nautilus/src/response/report-files.ts'
import { testPlatform } from '../../packages/api/test/platform.ts'
import { type Served, served } from '../../packages/api/test/served.ts'

export const BASE = '/api/tenants/a/sites/s/incidents/i-1'
const people = ['provider-admin', 'analyst', 'management', 'auditor', 'outsider']

export const entity = {
  name: 'Wasserwerk Musterstadt GmbH',
  registrationNo: 'HRB 12345',
  class: 'important',
  sector: 'drinking water',
  subsector: '',
  otherSectors: [],
  establishedIn: 'DE',
  memberStates: ['DE'],
  address: 'Am Fluss 1, 12345 Musterstadt',
  turnoverEur: 40_000_000,
  marks: {
    isManagedServiceProvider: false,
    isCritical: false,
    isFinancial: false,
    isManufacturer: false,
    isController: true,
    isUsCovered: false,
  },
  notifier: { name: 'Anna Berg', role: 'CISO', email: 'anna@example.com', phone: '+49 30 1', availability: '24 h' },
  deputies: [],
  mandate: null,
  timeZone: 'Europe/Berlin',
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read by what a test expects of them.
export type Loose = any

export type Plant = Served & {
  readonly seal: ReturnType<typeof sealIn>
  get(path: string, who?: string): Promise<{ status: number; body: Loose; raw: Buffer }>
  post(path: string, payload: object, who?: string, method?: 'POST' | 'PUT'): Promise<{ status: number; body: Loose }>
}

export async function plant(): Promise<Plant> {
  const holder: { seal?: ReturnType<typeof sealIn>; folder?: string } = {}
  const platform = testPlatform('/nowhere')
  const it = await served({
    people,
    options: {
      platform: {
        ...platform,
        laws: ownLaws(),
        get seal() {
          return holder.seal!
        },
        reportFile: reportFileOf,
        // Packets and attached files are in folders of the program.
        get attachments() {
          return folderAttachments(join(holder.folder!, 'attachments'))
        },
        evidence: async sha256 => join(holder.folder!, `${sha256}.pcap`),
        bundle: (about, files) => bundleOf(about, files, holder.seal!),
      },
    },
  })
  holder.seal = sealIn(it.folder)
  holder.folder = it.folder
  await keepPackets(it)
  await open(it)
  await give(it, 'analyst', ['ciso'])
  await give(it, 'management', ['legal', 'site-manager'])
  const get: Plant['get'] = async (path, who = 'analyst') => {
    const answer = await it.as(who, { url: path })
    const isJson = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, raw: answer.rawPayload }
  }
  const post: Plant['post'] = async (path, payload, who = 'analyst', method = 'POST') => {
    const answer = await it.as(who, { method, url: path, payload })
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
  }
  return { ...it, seal: holder.seal, get, post }
}

export const packets = Buffer.from('d4c3b2a1, and what follows')

async function keepPackets({ db, folder }: Served): Promise<void> {
  const sha256 = createHash('sha256').update(packets).digest('hex')
  writeFileSync(join(folder, `${sha256}.pcap`), packets)
  const row = { sha256, bytes: packets.length, frames: 1, named: 2 }
  await asTenant(db, 'a', scoped => putEvidence(scoped, { tenant: 'a', site: 's', finding: 'f-1' }, row))
}

const finding = {
  id: 'f-1',
  rule: 'plc-program-download',
  title: 'A program was loaded into a controller',
  severity: 'high',
  techniques: ['T0843'],
  consequences: [],
  playbook: 'PB-01',
  confidence: 1,
  first: Date.UTC(2026, 0, 31, 2, 0) * 1000,
  last: Date.UTC(2026, 0, 31, 2, 1) * 1000,
  count: 1,
  source: '203.0.113.7',
  target: 'plc-1',
  assets: ['plc-1'],
  why: '203.0.113.7 loaded a program into plc-1 outside of every window',
  baseline: null,
  changes: [],
  window: { kind: 'none', order: null, dimensions: {} },
}

async function open({ db }: Served): Promise<void> {
  const acts = [
    { kind: 'opened', incident: 'i-1', site: 's', exercise: false },
    { kind: 'titled', title: 'A program was loaded into a controller' },
    { kind: 'finding-added', finding, reason: { kind: 'first' } },
  ]
  const at = Date.UTC(2026, 0, 31, 2, 2) * 1000
  const entries = acts.map(act => ({ at, by: { kind: 'system' }, act }) as unknown as Entry)
  await asTenant(db, 'a', scoped =>
    appendEntries(scoped, { tenant: 'a', site: 's' }, 'i-1', entries, { find: () => null }),
  )
}

export async function give({ db }: Served, who: string, duties: readonly Duty[]): Promise<void> {
  const person = await personOfEmail(db, `${who}@example.com`)
  const to = { tenant: 'a', site: 's', person: person!.id, by: 'a test' }
  await asTenant(db, 'a', scoped => setDuties(scoped, to, duties))
}
